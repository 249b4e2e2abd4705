import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../../shared/syntax/edits.ts';
import { replaceAll } from './editing.ts';

test('replacing a whole text touches only the middle that differs', () =>
  expect(replaceAll('p', 'capability a,\ncapability b,\n', 'capability a,\ncapability c,\n')).toEqual({
    path: 'p',
    start: 25,
    end: 26,
    text: 'c',
  }));
test('and gives the new text, whatever the two are', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (from, to) => {
      expect(applyEdits(from, [replaceAll('p', from, to)])).toBe(to);
    }),
  );
});
