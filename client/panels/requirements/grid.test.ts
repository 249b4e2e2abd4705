import { describe, expect, test } from 'vitest';
import type { Target } from '../../../shared/api/schemas.ts';
import { columns, stepInGrid } from './grid.ts';

const target = (id: string, distribution: string) => ({ id, distribution, title: id }) as unknown as Target;

test('columns are gathered by distribution; targets of one’s own stand apart', () => {
  const found = columns(
    [
      target('ubuntu-24.04', 'ubuntu'),
      target('debian-12', 'debian'),
      target('own-1', 'ubuntu'),
      target('debian-13', 'debian'),
      target('own-2', 'debian'),
    ],
    undefined,
  );
  expect(found.map(({ target: { id }, heading, first }) => [id, heading, first])).toEqual([
    ['ubuntu-24.04', 'Ubuntu', true],
    ['debian-12', 'Debian', true],
    ['debian-13', 'Debian', false],
    ['own-1', 'Yours', true],
    ['own-2', 'Yours', false],
  ]);
});

describe('keys', () => {
  const step = (key: string, ctrl?: boolean) => stepInGrid(key, { row: 1, column: 1 }, 30, 4, ctrl);
  test.each([
    ['ArrowUp', { row: 0, column: 1 }],
    ['ArrowDown', { row: 2, column: 1 }],
    ['ArrowLeft', { row: 1, column: 0 }],
    ['ArrowRight', { row: 1, column: 2 }],
    ['Home', { row: 1, column: 0 }],
    ['End', { row: 1, column: 3 }],
    ['PageUp', { row: 0, column: 1 }],
    ['PageDown', { row: 11, column: 1 }],
  ])('%s', (key, to) => expect(step(key)).toEqual(to));
  test('with Ctrl to the corners', () =>
    expect([step('Home', true), step('End', true)]).toEqual([
      { row: 0, column: 0 },
      { row: 29, column: 3 },
    ]));
  test('not over the edges', () =>
    expect(stepInGrid('ArrowDown', { row: 29, column: 3 }, 30, 4)).toEqual({ row: 29, column: 3 }));
  test('others move nothing', () => expect(step('Enter')).toBeUndefined());
});
