import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'comment-after-variable';
const target = 'debian-12';

test.each([
  ['@{X} = /a # why', ['# why']],
  ['@{X} += /a # why', ['# why']],
  ['@{X} = /a\n# why', []],
  ['${X} = true # why', []],
  ['include <tunables/global> # why', []],
])('%s', (text, marked) => expect(findings(`${text}\nprofile t /t { }\n`, code, { target })).toEqual(marked));

test('newer parsers read it as a comment', () =>
  expect(findings('@{X} = /a # why\nprofile t /t { }\n', code, { target: 'debian-13' })).toEqual([]));

test('the fix puts it before', () =>
  expect(fixed('# top\n@{X} = /a  # why\nprofile t /t { }\n', code, { target })).toBe(
    '# top\n# why\n@{X} = /a\nprofile t /t { }\n',
  ));
