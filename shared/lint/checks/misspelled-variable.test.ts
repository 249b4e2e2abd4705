import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'misspelled-variable';
const path = 'local/t';

test.each([
  ['@{HOEM}/a r,\n', ['@{HOEM}']],
  ['@{PROCS}/a r,\n@{HOME}/b r,\n', ['@{PROCS}']],
  ['@{multiarhc}/a r,\n', ['@{multiarhc}']],
  ['@{HOME}/a r,\n', []],
  ['@{exec_path}/a r,\n', []],
  ['@{something_else}/a r,\n', []],
  ['# @{HOEM}/a r,\n', []],
])('%s', (text, marked) => expect(findings(text, code, { path })).toEqual(marked));

test('in a profile too', () => expect(findings('@{HOMES}/a r,', code)).toEqual(['@{HOMES}']));

test('the fix changes the name', () =>
  expect(fixed('@{HOEM}/a r,\n', code, { path })).toBe('@{HOME}/a r,\n'));
