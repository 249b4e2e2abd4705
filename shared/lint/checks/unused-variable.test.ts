import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'unused-variable';
const using = (path: string, more = '') => `@{A_DIR} = /a\n${more}profile t /t {\n  ${path} r,\n}\n`;
const files = [{ path: 'abstractions/a', text: '@{A_DIR}/x r,\n' }];

test.each([
  ['unused', using('/a'), ['@{A_DIR}']],
  ['used in a rule', using('@{A_DIR}/b'), []],
  ['used in another variable', using('@{B}/c', '@{B} = @{A_DIR}/b\n'), []],
  ['used in a header', '@{A_DIR} = /a\nprofile t @{A_DIR}/t {\n  /b r,\n}\n', []],
  ['used in an included file', '@{A_DIR} = /a\nprofile t /t {\n  include <abstractions/a>\n}\n', []],
  ['used in a condition', '@{A_DIR} = /a\nprofile t /t {\n  if defined @{A_DIR} {\n    /b r,\n  }\n}\n', []],
  ['only added to', '@{HOME} += /b\ninclude <tunables/global>\nprofile t /t {\n  /b r,\n}\n', []],
  ['added to, but never used', using('/a', '@{A_DIR} += /b\n'), ['@{A_DIR}']],
  ['in a comment', using('/a', '# @{A_DIR}\n'), []],
])('%s', (_, text, marked) => expect(findings(text, code, { files })).toEqual(marked));

test('a file of tunables is there for others', () =>
  expect(findings('@{A_DIR} = /a\n', code, { path: 'tunables/a' })).toEqual([]));

test('names what is used in its place', () =>
  expect(diagnostics(using('@{A_DRI}/b'), code)[0]!.message).toContain('@{A_DRI} is used but not declared'));

test('the fix removes the line', () => expect(fixed(using('/a'), code)).toBe(using('/a').slice(14)));
