import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'default-allow';
const profile = (flags: string, rules: string) => `profile t /usr/bin/t flags=(${flags}) {\n  ${rules}\n}\n`;

test.each([
  ['default_allow', 'deny /a w,', ['default_allow']],
  ['default_allow', '/a w,', ['default_allow']],
  ['unconfined', 'deny /a w,', ['unconfined']],
  ['unconfined', 'userns,', []],
  ['unconfined', 'deny userns,', []],
  ['enforce', 'deny /a w,', []],
])('%s: %s', (flags, rules, marked) => expect(findings(profile(flags, rules), code)).toEqual(marked));

test('points at the rules that do nothing', () =>
  expect(diagnostics(profile('default_allow', 'deny /a w, deny /b w,'), code)[0]!.related).toHaveLength(2));

test('the fix allows all in a profile that is enforced', () =>
  expect(fixed(profile('default_allow', 'deny /a w,'), code)).toBe(
    'profile t /usr/bin/t {\n  allow all,\n  deny /a w,\n}\n',
  ));

test('parsers before 4.0 know no “all”', () =>
  expect(() => fixed(profile('unconfined', 'deny /a w,'), code, { target: 'debian-12' })).toThrow('no fix'));
