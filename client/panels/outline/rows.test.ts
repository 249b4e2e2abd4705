import { expect, test } from 'vitest';
import type { OutlineItem } from '../../store/types.ts';
import { rowAtLine, rowsOf, stepAt } from './rows.ts';

const item = (
  id: string,
  firstLine: number,
  lastLine: number,
  children: OutlineItem[] = [],
): OutlineItem => ({
  id,
  name: id,
  kind: 'profile',
  firstLine,
  lastLine,
  place: { path: 'p', start: 0, end: 0 },
  children,
});
const items = [item('a', 0, 9, [item('b', 1, 3), item('c', 4, 8, [item('d', 5, 5)])]), item('e', 10, 12)];
const rows = rowsOf(items, new Set());
const folded = rowsOf(items, new Set(['a']));

test('rows in order of reading, with their depth', () =>
  expect(rows.map(({ item: { id }, level }) => `${id}${level}`)).toEqual(['a1', 'b2', 'c2', 'd3', 'e1']));
test('what is folded is left out', () => expect(folded.map(({ item: { id } }) => id)).toEqual(['a', 'e']));
test('the innermost row around a line', () => {
  expect(rowAtLine(rows, 5)).toBe('d');
  expect(rowAtLine(rows, 6)).toBe('c');
  expect(rowAtLine(folded, 6)).toBe('a');
  expect(rowAtLine(rows, 99)).toBeUndefined();
});
test.each([
  ['a', 'ArrowDown', { focus: 'b' }],
  ['a', 'ArrowUp', undefined],
  ['c', 'ArrowRight', { focus: 'd' }],
  ['d', 'ArrowRight', undefined],
  ['d', 'ArrowLeft', { focus: 'c' }],
  ['c', 'ArrowLeft', { fold: 'c' }],
  ['d', 'Home', { focus: 'a' }],
  ['a', 'End', { focus: 'e' }],
  ['d', 'Enter', { go: 'd' }],
  ['d', 'x', undefined],
])('at %s, %s', (at, key, step) => expect(stepAt(rows, at, key)).toEqual(step));
test('right unfolds', () => expect(stepAt(folded, 'a', 'ArrowRight')).toEqual({ unfold: 'a' }));
