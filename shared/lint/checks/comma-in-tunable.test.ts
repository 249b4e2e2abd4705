import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'comma-in-tunable';
test.each([
  ['@{X} = /a,b /c', ['/a,b']],
  ['@{X} = "/a,b" /c', ['"/a,b"']],
  ['@{X} = /c\n@{X} += /a,b', ['/a,b']],
  ['@{X} = /a\\,b /c', []],
  ['@{X} = /{a,b} /c', []],
  ['@{X} = /[a,b] /c', []],
])('%s', (text, marked) => expect(findings(`${text}\nprofile t /t { }\n`, code)).toEqual(marked));

test('with one value it is information only', () =>
  expect(diagnostics('@{X} = /a,b\nprofile t /t { }\n', code)).toMatchObject([{ severity: 'info' }]));

test('the fix escapes it', () =>
  expect(fixed('@{X} = "/a,b,c" /d\nprofile t /t { }\n', code)).toBe(
    '@{X} = "/a\\,b\\,c" /d\nprofile t /t { }\n',
  ));
