import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'symlinked-path';
test.each([
  ['/bin/ls mr,', ['/bin/ls']],
  ['/sbin/{a,b} mr,', ['/sbin/{a,b}']],
  ['/lib/x86_64-linux-gnu/** mr,', ['/lib/x86_64-linux-gnu/**']],
  ['/{,usr/}bin/ls mr,', []],
  ['/bin/ls mr,\n/usr/bin/ls mr,', []],
  ['/lib*/** mr,', []],
  ['/var/run/x rw,', ['/var/run/x']],
  ['@{run}/x rw,', []],
  ['@{PROC}/self/status r,', ['@{PROC}/self/status']],
  ['@{PROC}/*/status r,', []],
  ['@{PROC}/net/dev r,', ['@{PROC}/net/dev']],
  ['@{PROC}/mounts r,', ['@{PROC}/mounts']],
  ['@{sys}/class/net/*/address r,', ['@{sys}/class/net/*/address']],
  ['@{sys}/class/net/ r,', []],
  ['@{sys}/class/** r,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('a profile attached to one is worse', () =>
  expect(diagnostics('profile ls /bin/ls { /usr/bin/ls mr, }\n', code)).toMatchObject([
    { severity: 'warning' },
  ]));

test('an alias says that paths are moved', () =>
  expect(findings('alias /bin/ -> /usr/bin/,\nprofile t /t { /bin/ls mr, }\n', code)).toEqual([]));

test.each([
  ['/bin/ls mr,', '/{,usr/}bin/ls mr,'],
  ['/var/run/x rw,', '@{run}/x rw,'],
  ['@{PROC}/self/status r,', '@{PROC}/@{pid}/status r,'],
  ['@{PROC}/net/dev r,', '@{PROC}/@{pid}/net/dev r,'],
])('the fix for %s', (text, after) => expect(fixed(text, code)).toBe(after));
