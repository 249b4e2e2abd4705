import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'audit-deny-in-complain';
const profile = (flags: string, rules: string) => `profile t /t flags=(${flags}) {\n  ${rules}\n}\n`;

test.each([
  ['complain', 'audit deny /a w,', ['audit deny']],
  ['complain', 'deny /a w,', []],
  ['complain', 'audit /a w,', []],
  ['complain, audit', 'deny /a w,', ['deny']],
  ['enforce', 'audit deny /a w,', []],
  ['complain', 'profile child { audit deny /a w, }', []],
])('%s: %s', (flags, rules, marked) => expect(findings(profile(flags, rules), code)).toEqual(marked));

test('the fix leaves the deny', () =>
  expect(fixed(profile('complain', 'audit deny /a w,'), code)).toBe(profile('complain', 'deny /a w,')));
