import { describe, expect, test } from 'vitest';
import { type Code, parse } from './index.ts';

const errors = (text: string) => parse(text).diagnostics.filter(({ severity }) => severity === 'error');
const inProfile = (rule: string) => `profile x {\n  ${rule}\n}\n`;

function isValid(text: string): void {
  test(`reads ${JSON.stringify(text)}`, () => expect(errors(text)).toEqual([]));
}
function isRule(rule: string): void {
  test(`reads ${rule}`, () => {
    const { tree, diagnostics } = parse(inProfile(rule));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [profile] = tree.items;
    expect(profile?.kind === 'profile' && profile.body.items[0]?.kind).not.toBe('raw');
  });
}
/** The text marked by [[ ]] is where the error must stand. */
function isInvalid(marked: string, code: Code): void {
  test(`refuses ${marked.trim()}`, () => {
    const start = marked.indexOf('[[');
    const text = marked.replace('[[', '').replace(']]', '');
    const end = marked.indexOf(']]') - 2;
    const found = errors(text);
    expect(found.map((error) => error.code)).toContain(code);
    if (start >= 0)
      expect(
        found.filter((error) => error.code === code).map((error) => text.slice(error.start, error.end)),
      ).toContain(text.slice(start, end));
  });
}
const isBadRule = (rule: string, code: Code) => isInvalid(inProfile(rule), code);

describe('preamble', () => {
  isValid('');
  isValid('# only a comment');
  isValid('abi <abi/4.0>,\nabi "abi/4.0",\n');
  isValid('include <tunables/global>\ninclude "local"\ninclude if exists <x.d>\ninclude bare/name\n');
  isValid('@{A} = /a /b "c d"\n@{A} += /e\n@{B} ?= x\n@{C} := y\n');
  isValid('@{A} = a \\\n  b\n');
  isValid('$A = true\n${B} = FALSE\n${C} ?= true\n');
  isValid('alias /usr/ -> /mnt/usr/,\n');
  isValid('if defined @{A} and not $B { profile x { } } else if $C or true { } else { }');
  isInvalid('[[@{A}]] =\n', 'missing-value');
  isInvalid('@{A} = x\n[[@{A}]] = y\n', 'duplicate-variable');
  isInvalid('@{A} = x [[,]]\n', 'unexpected-character');
  isInvalid('@{A} = [[@{B}]]\nprofile x { }\n', 'undeclared-variable');
  isInvalid('[[@{A}]] = @{B}\n@{B} = @{A}\nprofile x { }\n', 'recursive-variable');
  isInvalid('$A = [[maybe]]\n', 'missing-condition');
  isInvalid('include [[<x]]\n', 'missing-close-angle');
  isInvalid('abi', 'bad-abi');
  isInvalid('/foo [[r]],', 'path-start');
});

describe('profiles', () => {
  isValid('profile x { }');
  isValid('profile x /usr/bin/x flags=(complain, audit) { }');
  isValid('/usr/bin/x (complain) { }');
  isValid('"/usr/bin/a b" { }');
  isValid('@{A}=/x\n@{A} { }');
  isValid('profile :ns:x { }');
  isValid('profile x xattrs=(user.a="b" user.c) { }');
  isValid('profile x /x flags=(attach_disconnected.path=/a kill.signal=int) { }');
  isValid('profile a { profile b { ^c { } } hat d { } }');
  isInvalid('profile { }', 'missing-profile-name');
  isInvalid('profile [[x]]', 'missing-open-brace');
  isInvalid('profile x [[{]] /a r,', 'missing-close-brace');
  isInvalid('profile x { } [[}]]', 'unexpected-close-brace');
  isInvalid('profile x { }\nprofile [[x]] { }', 'duplicate-profile');
  isInvalid('profile x flags=([[complaint]]) { }', 'bad-flag');
  isInvalid('profile x flags=(complain [[enforce]]) { }', 'flag-conflict');
  isInvalid('profile x [[/a/{b]] { }', 'bad-glob');
  isInvalid(`${'profile x {'.repeat(400)}`, 'too-deep');
});

describe('file rules', () => {
  for (const rule of [
    '/a r,',
    'r /a,',
    'owner /a rwk,',
    'file,',
    'file /a r,',
    'audit deny /a x,',
    '"/a b" r,',
    '/a\\ b r,',
    '/a{b,c}[d-f]*?** r,',
    '/a/#b r,',
    '/bin/x ix,',
    '/bin/x Px -> y,',
    '/bin/x mrpix,',
    '/bin/x PUx,',
    'unsafe /bin/x px,',
    '/a l -> /b,',
    'link subset /a -> /b,',
    'priority=10 allow other /a r,',
    '@{HOME}/a r,'.replace('@{HOME}', ''),
    '/a\n    r,',
    'deny { /a r, }',
  ])
    isRule(rule);
  isBadRule('/a r[[w]]x\n  /b r,'.replace('[[', '').replace(']]', ''), 'bare-exec');
  isBadRule('/a [[r]]', 'missing-comma');
  isBadRule('[[/a]],', 'missing-permissions');
  isBadRule('/a [[rq]],', 'bad-permissions');
  isBadRule('/a [[wa]],', 'permission-conflict');
  isBadRule('/a [[ixux]],', 'exec-mode-conflict');
  isBadRule('deny /a [[ix]],', 'exec-deny-mode');
  isBadRule('/a r -> [[/b]],', 'target-without-exec');
  isBadRule('[[/a/b}]] r,', 'bad-glob');
  isBadRule('[[/a/[b]] r,'.replace('[[/a/[b]]', '[[/a/[b]]'), 'bad-glob');
  isBadRule('/x ix,\n /x [[Ux]],', 'exec-conflict');
  isBadRule('deny [[audit]] /a r,', 'repeated-prefix');
  isBadRule('[[priority=2000]] /a r,', 'bad-priority');
  isBadRule('[[./logs/]] rw,', 'unknown-rule');
});

describe('other rules', () => {
  for (const rule of [
    'capability,',
    'capability net_raw bpf,',
    'network,',
    'network inet dgram,',
    'network tcp,',
    'network (send, receive) inet6 stream port=0 peer=(ip=::1 port=53),',
    'network bind inet dgram port=1024-2048,',
    'unix (create, bind) type=stream addr="@x/*",',
    'unix send peer=(label=a, addr=none),',
    'dbus send bus=session path=/a/** interface=b member={c,d} peer=(name=e label=f),',
    'dbus bind bus=system name=org.x,',
    'signal (send, receive) set=(hup, rtmin+3) peer=a//b,',
    'ptrace (read, trace) peer=/usr/bin/{a,b},',
    'ptrace,',
    'mount options=(rw, bind) fstype=ext4 /dev/sda -> /mnt/,',
    'mount options in (ro, noatime) /a,',
    'remount /a/,',
    'umount /a/,',
    'pivot_root oldroot=/old/ /new/ -> child,',
    'change_profile safe /bin/x -> y,',
    'change_profile -> **,',
    'set rlimit nofile <= 1024,',
    'set rlimit cpu <= 10 minutes,',
    'set rlimit as <= infinity,',
    'userns create,',
    'mqueue (read, create) type=posix /q,',
    'io_uring sqpoll label=x,',
    'all,',
    'include <abstractions/base>',
    'include if exists <local/x>',
  ])
    isRule(rule);
  isBadRule('capability [[fly]],', 'bad-capability');
  isBadRule('network [[innet]] dgram,', 'bad-network');
  isBadRule('network inet dgram peer=([[addr]]=127.0.0.53),', 'bad-condition');
  isBadRule('network inet dgram [[port=99999]],', 'bad-network');
  isBadRule('network inet dgram [[ip=10.0.0.0/8]],', 'bad-network');
  isBadRule('network [[bind]] inet dgram peer=(port=53),', 'access-conflict');
  isBadRule('[[owner]] network inet,', 'bad-prefix');
  isBadRule('signal set=([[boo]]),', 'bad-signal');
  isBadRule('set rlimit [[files]] <= 1,', 'bad-rlimit');
  isBadRule('mount options=([[fast]]) /a,', 'bad-mount');
  isBadRule('quiet /a r,', 'unknown-rule');
});

test('reports every error, not only the first, and goes on after each', () => {
  const { tree, diagnostics } = parse(inProfile('capability fly,\n  /a q,\n  network inet dgram\n  /b r,'));
  expect(diagnostics.map(({ code }) => code)).toEqual(['bad-capability', 'bad-permissions', 'missing-comma']);
  const [profile] = tree.items;
  expect(profile?.kind === 'profile' && profile.body.items.map(({ kind }) => kind)).toEqual([
    'capability',
    'file',
    'network',
    'file',
  ]);
});

test('keeps a rule it does not know as raw text', () => {
  const { tree } = parse(inProfile('frobnicate all the things,\n  /a r,'));
  const [profile] = tree.items;
  expect(profile?.kind === 'profile' && profile.body.items).toMatchObject([
    { kind: 'raw', text: 'frobnicate all the things,' },
    { kind: 'file' },
  ]);
});

test('reads a local override as the inside of a profile', () => {
  expect(parse('/a r,\n', { within: 'profile' }).diagnostics).toEqual([]);
  expect(parse('/a r,\n').diagnostics).not.toEqual([]);
});
