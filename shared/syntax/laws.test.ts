import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, bodiesOf, type Item, LineIndex, parse, printFile, type Span } from './index.ts';

/** Texts like policies: pieces of the language in any order, and any characters between. */
const pieces = [
  'profile x {',
  '}',
  '{',
  '/a/{b,c}** rwk,',
  'owner ',
  'deny ',
  'audit ',
  '@{A} = /a /b\n',
  '@{A}',
  '${B} = true\n',
  'include <x>',
  '#include <y>',
  '# comment\n',
  'network inet dgram peer=(port=53),',
  'capability net_raw,',
  'signal set=(hup) peer=x,',
  '"quoted',
  '"',
  '\\',
  ',',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '->',
  '(',
  ')',
  '=',
  'if defined @{A} ',
  'else ',
  '^hat ',
  'flags=(complain)',
  'mount options=(ro) ',
  'set rlimit cpu <= 1,',
  '<',
  '>',
  ':ns:',
  '\u0000',
  '\ud800',
  '\ufeff',
  'é',
  '😀',
  'priority=1 ',
  'abi <abi/4.0>,',
  'alias /a -> /b,',
];
const policyLike = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...pieces) },
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

function requireNesting(items: readonly Item[], within: Span): void {
  let at = within.start;
  for (const item of items) {
    expect(item.start).toBeGreaterThanOrEqual(at);
    expect(item.end).toBeGreaterThanOrEqual(item.start);
    expect(item.end).toBeLessThanOrEqual(within.end);
    at = item.end;
    for (const body of bodiesOf(item)) {
      expect(body.start).toBeGreaterThanOrEqual(item.start);
      expect(body.end).toBeLessThanOrEqual(item.end);
      requireNesting(body.items, body);
    }
  }
}

describe('laws, for any text', () => {
  test('printing gives the text back', () => {
    fc.assert(
      fc.property(policyLike, (text) => {
        expect(printFile(parse(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
  test('every node lies inside its parent, in order, without overlap', () => {
    fc.assert(
      fc.property(policyLike, (text) =>
        requireNesting(parse(text).tree.items, { start: 0, end: text.length }),
      ),
      { numRuns: 2000 },
    );
  });
  test('every finding has a place in the text', () => {
    fc.assert(
      fc.property(policyLike, (text) => {
        for (const { start, end, message } of parse(text).diagnostics) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(Math.max(text.length, 1));
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 2000 },
    );
  });
  test('positions lead back to their offsets', () => {
    fc.assert(
      fc.property(policyLike, fc.nat(), (text, seed) => {
        const index = new LineIndex(text);
        const offset = seed % (text.length + 1);
        const back = index.offsetAt(index.positionAt(offset));
        // Between \r and \n, and on them, the end of the line is meant.
        expect(Math.abs(back - offset)).toBeLessThanOrEqual(
          /[\r\n]/.test(text.slice(offset - 1, offset + 1)) ? 2 : 0,
        );
      }),
    );
  });
});

test('edits apply in any order, and not where they overlap', () => {
  expect(
    applyEdits('abcdef', [
      { start: 4, end: 6, text: 'Y' },
      { start: 0, end: 1, text: 'X' },
    ]),
  ).toBe('XbcdY');
  expect(() =>
    applyEdits('abc', [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ]),
  ).toThrow(RangeError);
});
