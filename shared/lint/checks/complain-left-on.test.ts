import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'complain-left-on';
const profile = (flags: string) => `profile t /t${flags} {\n  /a r,\n}\n`;

test.each([
  [' flags=(complain)', ['complain']],
  [' flags=(complain, attach_disconnected)', ['complain']],
  [' flags=(attach_disconnected)', []],
  ['', []],
])('%s', (flags, marked) => expect(findings(profile(flags), code)).toEqual(marked));

test('the fix enforces the profile', () => {
  expect(fixed(profile(' flags=(complain)'), code).replace(/ +\{/, ' {')).toBe(profile(''));
  expect(() => fixed(profile(' flags=(complain, audit)'), code)).toThrow('no fix');
});
