import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'mixed-indentation';

test.each([
  ['  /a r,\n\t/b r,', ['\t']],
  ['  /a r,\n  \t/b r,', ['  \t']],
  ['\t/a r,\n\t/b r,\n  /c r,', ['  ']],
  ['\t/a r,\n\t\t/b r,', []],
  ['  /a r,\n  /b\tr,', []],
  ['  /a r,\n\t\n  /b r,', []],
])('%j', (text, marked) => expect(findings(text, code)).toEqual(marked));

test.each([
  ['  /a r,\n\t/b r,\n\t\t/c r,\n    /d r,', '  /a r,\n  /b r,\n    /c r,\n    /d r,'],
  ['\t/a r,\n\t/b r,\n    /c r,', '\t/a r,\n\t/b r,\n\t/c r,'],
])('the fix for %j', (before, after) => expect(fixed(before, code)).toBe(after));

test('is told once', () =>
  expect(diagnostics('  /a r,\n  /b r,\n\t/c r,\n\t/d r,', code)).toMatchObject([
    { message: expect.stringContaining('and 1 more are set in with a tab') },
  ]));
