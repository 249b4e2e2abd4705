import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'missing-local-include';

test.each([
  ['none', 'profile t /t {\n  /a r,\n}\n', ['profile t /t']],
  ['if exists', 'profile t /t {\n  include if exists <local/t>\n}\n', []],
  ['under another name', 'profile t /t {\n  #include <local/usr.bin.t>\n}\n', []],
  ['in the first of two', 'profile t /t {\n  include if exists <local/t>\n}\nprofile u { /a r,\n}\n', []],
  ['a child needs none of its own', 'profile t /t {\n  profile c {\n  }\n}\n', ['profile t /t']],
])('%s', (_, text, marked) => expect(findings(text, code)).toEqual(marked));

test('abstractions need none', () =>
  expect(findings('/a r,\n', code, { path: 'abstractions/t' })).toEqual([]));

test.each([
  ['profile t /t {\n  /a r,\n}\n', 'profile t /t {\n  /a r,\n  include if exists <local/t>\n}\n'],
  ['profile t /t { /a r, }\n', 'profile t /t { /a r, \n  include if exists <local/t>\n}\n'],
])('the fix for %j', (before, after) => expect(fixed(before, code)).toBe(after));
