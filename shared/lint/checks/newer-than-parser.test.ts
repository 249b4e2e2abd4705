import { expect, test } from 'vitest';
import { diagnostics, findings } from '../testing.ts';

const code = 'newer-than-parser';

test.each([
  ['debian-12', 'userns,', ['userns,']],
  ['debian-13', 'userns,', []],
  ['debian-12', 'priority=1 /a r,', ['priority=1']],
  ['ubuntu-24.04', 'priority=1 /a r,', ['priority=1']],
  ['debian-13', 'priority=1 /a r,', []],
  ['debian-12', 'network (create) inet port=53,', ['(create)']],
  ['ubuntu-24.04', 'network inet dgram port=1-9,', ['port=1-9']],
  ['debian-13', 'network inet interface=eth0,', ['interface=eth0']],
  ['debian-sid', 'network inet interface=eth0,', []],
  ['debian-12', 'deny { /a r, }', ['deny']],
  ['debian-12', 'audit { /a r, }', []],
  ['debian-13', 'if @{HOME} == "/a" { /a r, }', ['@{HOME} == "/a"']],
  ['debian-13', 'if not defined @{HOME} { /a r, }', []],
  ['debian-13', '@{exec_path}/a r,', ['@{exec_path}']],
  ['debian-13', '/a r, # @{exec_path}', []],
  ['debian-12', 'mount options=(rw, lazytime) /a -> /b,', ['lazytime']],
  ['debian-12', 'capability bpf,\nsignal peer=a,\n/a mrPix -> b,', []],
])('%s: %s', (target, text, marked) => expect(findings(text, code, { target })).toEqual(marked));

test.each([
  ['debian-12', 'profile t /t flags=(default_allow) { }\n', ['default_allow']],
  ['debian-13', 'profile t /t flags=(attach_disconnected.ipc) { }\n', ['attach_disconnected.ipc']],
  ['debian-13', '@{B} ?= /a\nprofile t /t { }\n', ['@{B} ?= /a']],
  ['debian-13', '@{exec_path} = /a\nprofile t @{exec_path} { }\n', []],
])('%s: %j', (target, text, marked) => expect(findings(text, code, { target })).toEqual(marked));

test('says which version knows it, and which the target has', () =>
  expect(diagnostics('all,', code, { target: 'debian-12' })[0]!.message).toBe(
    'Rules “all” need apparmor_parser 4.0; Debian 12 (bookworm) has 3.0.8, which refuses the file.',
  ));
