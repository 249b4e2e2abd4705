import { expect, test } from 'vitest';
import { findings } from '../testing.ts';

const code = 'no-file-rule';
const profile = (rules: string, flags = '') => `profile t${flags} {\n  ${rules}\n}\n`;

test.each([
  ['network inet,', ['t']],
  ['deny /a w,', []],
  ['file,', []],
  ['include <abstractions/base>', []],
  ['all,', []],
  ['', []],
])('%s', (rules, marked) => expect(findings(profile(rules), code)).toEqual(marked));

test('kernels before 6.12 do not mind', () =>
  expect(findings(profile('network inet,'), code, { target: 'debian-12' })).toEqual([]));

test('nor does a profile that is not enforced', () =>
  expect(findings(profile('userns,', ' flags=(unconfined)'), code)).toEqual([]));
