import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'directory-slash';

test.each([
  ['/tmp r,', ['/tmp']],
  ['/etc/a r,\n/etc/a/** r,', ['/etc/a']],
  ['/srv/*/a r,\n/srv/*/a/b rw,', ['/srv/*/a']],
  ['"/srv/a b" r,\n"/srv/a b/c" r,', ['"/srv/a b"']],
  ['/tmp/ r,', []],
  ['/etc/a r,\n/etc/a/ r,\n/etc/ab/c r,', []],
  ['/etc/a r,\n/etc/{a/b,c} r,', []],
  ['/usr/lib/a mr,\n/usr/lib/a/b r,', []],
  ['/usr/bin/a ix,\n/usr/bin/a/b r,', []],
  ['/etc/* r,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test.each([
  ['/etc/a rw,\n/etc/a/* r,', '/etc/a/ rw,\n/etc/a/* r,'],
  ['"/srv/a b" r,\n"/srv/a b/c" r,', '"/srv/a b/" r,\n"/srv/a b/c" r,'],
  ['/etc/a r,\n/etc/a/ r,\n/etc/a/* r,', '/etc/a/ r,\n/etc/a/* r,'],
])('the fix for %j', (before, after) => expect(fixed(before, code)).toBe(after));

test('says where another rule does already', () =>
  expect(diagnostics('/tmp r,\n/tmp/ rw,', code)[0]!.message).toContain('the one with a slash does'));
