import { describe, expect, test } from 'vitest';
import type { TunableState } from '../../../shared/kits/state.ts';
import { withoutValue, withValue } from './values.ts';

const place = { path: 'p', line: 0, start: 0, end: 0 };
const tunable = (...values: string[]): Pick<TunableState, 'kind' | 'values'> => ({
  kind: 'directory',
  values: values.map((value, index) => ({ value, isDefault: index === 0, place })),
});

describe('adding', () => {
  test('goes to the end', () =>
    expect(withValue(tunable('/a'), '/srv/b')).toEqual({ values: ['/a', '/srv/b'] }));
  test('takes no notice of spaces around it', () =>
    expect(withValue(tunable('/a'), '  /srv/b ')).toEqual({ values: ['/a', '/srv/b'] }));
  test.each([
    ['', /Nothing is written/],
    ['captures', /starts with a slash/],
    ['/', /whole file system/],
    ['/a\tb', /control character/],
    ['/a/../b', /without them/],
  ])('refuses %j', (value, reason) =>
    expect(withValue(tunable('/a'), value)).toEqual({ refused: expect.stringMatching(reason) }),
  );
  test.each(['/a', '/a/', '//a'])('refuses %j, which is there', (value) =>
    expect(withValue(tunable('/a'), value)).toEqual({ refused: 'It is in the list already.' }),
  );
});

describe('editing in place', () => {
  test('keeps the order', () =>
    expect(withValue(tunable('/a', '/b', '/c'), '/d', '/b')).toEqual({ values: ['/a', '/d', '/c'] }));
  test('may leave it as it is', () =>
    expect(withValue(tunable('/a', '/b'), '/b', '/b')).toEqual({ values: ['/a', '/b'] }));
  test('refuses another of the list', () =>
    expect(withValue(tunable('/a', '/b'), '/a', '/b')).toHaveProperty('refused'));
});

test('removing leaves the others', () =>
  expect(withoutValue(tunable('/a', '/b', '/c'), '/b')).toEqual(['/a', '/c']));
