import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asGithub } from './github.ts';
import { printable } from './printable.ts';
import { asText } from './text.ts';

test.each([
  ['\x1b[31mred', '\\x1b[31mred'],
  ['\x9b2J', '\\x9b2J'],
  ['a\u202eb', 'a\\u202eb'],
  ['a\rb\0', 'a\\x0db\\x00'],
  ['a\tb\nc é “x” 😀', 'a\tb\nc é “x” 😀'],
])('%j', (text, shown) => expect(printable(text)).toBe(shown));

test('no report lets a file’s control characters through, and a finding stays one line', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary', minLength: 1 }),
      (message, path) => {
        const diagnostics = [{ range, severity: 'error', code: 'x', message, source: 'syntax' } as const];
        const files = [{ path, ok: false, diagnostics }];
        for (const text of [asText(files), asGithub(files)])
          expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
        expect(asText(files).match(/\n/g)).toHaveLength(2);
      },
    ),
  );
});
