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
  test(`refuses ${JSON.stringify(marked.trim())}`, () => {
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
function isWarned(marked: string, code: Code): void {
  test(`warns of ${marked}`, () => {
    const text = inProfile(marked.replace('[[', '').replace(']]', ''));
    expect(errors(text)).toEqual([]);
    expect(parse(text).diagnostics.map((found) => found.code)).toContain(code);
  });
}
const isBadRule = (rule: string, code: Code) => isInvalid(inProfile(rule), code);

describe('preamble', () => {
  isValid('');
  isValid('# only a comment\n');
  isValid('abi <abi/4.0>,\nabi "abi/4.0",\nabi <"abi/4.0">,\n');
  isValid('include <tunables/global>\ninclude "local"\ninclude if exists <x.d>\ninclude bare/name\n');
  isValid('@{A} = /a /b "c d"\n@{A} += /e\n@{B} ?= x\n@{C} := y\n@D=z\n');
  isValid('@{A} = a \\\n  b\n');
  isValid('@{A} # the name\n  = a # the values\n');
  isValid('$A = true\n${B} = FALSE\n${C} ?= true\n$D := not $A and ($B or false)\n');
  isValid('alias /usr/ -> /mnt/usr/,\nrewrite /a -> /b,\n');
  isInvalid('[[# no line break]]', 'unfinished-comment');
  isInvalid('[[\ufeff]]profile x { }', 'byte-order-mark');
  isInvalid('[[@{A}]] =\n', 'missing-value');
  isInvalid('@{A} = x\n[[@{A}]] = y\n', 'duplicate-variable');
  isInvalid('@{A} = x\n[[$A]] = true\n', 'duplicate-boolean');
  isInvalid('@{A} = x [[,]]\n', 'variable-comma');
  isInvalid('@{A} = x [[!]]\n', 'unexpected-character');
  isInvalid('[[@{A}]] += x\nprofile x { }\n', 'undeclared-variable');
  isInvalid('$A = [[maybe]]\n', 'missing-condition');
  isInvalid('$A = true[[,]]\n', 'variable-comma');
  isInvalid('profile x { }\n[[@{A} = x]]\n', 'late-declaration');
  isInvalid('[[if]] true { }', 'only-in-profile');
  isInvalid('include [[<x]]\n', 'missing-close-angle');
  isInvalid('include [[<>]]\n', 'bad-include');
  isInvalid('abi', 'bad-abi');
  isInvalid('abi <x>[[,]]profile x { }', 'joined-comma');
  isInvalid('/foo [[r]],', 'path-start');
});

describe('profiles', () => {
  isValid('profile x { }');
  isValid('profile x /usr/bin/x flags=(complain, audit) { }');
  isValid('/usr/bin/x (complain) { }');
  isValid('"/usr/bin/a b" { }');
  isValid('^x { } hat y { }');
  isInvalid('@{A}=/x\n[[@{A}/y]] { }', 'name-start');
  isValid('profile :ns:x { } :ns:y { } profile x { }');
  isValid('profile x /x xattrs=(user.a="b" user.c) { }');
  isValid('profile x + identities=(a b) flags=(complain) { }');
  isValid('profile x /x flags=(attach_disconnected.path=/a kill.signal=int error=EPERM) { }');
  isValid('profile a { profile b { ^c { } } hat d { } }');
  isInvalid('profile { }', 'missing-profile-name');
  isInvalid('profile [[x]]', 'missing-open-brace');
  isInvalid('profile x [[{]] /a r,', 'missing-close-brace');
  isInvalid('profile x { } [[}]]', 'unexpected-close-brace');
  isInvalid('profile x { }\nprofile [[x]] { }', 'duplicate-profile');
  isInvalid('profile x { ^y { } hat [[y]] { } }', 'duplicate-profile');
  isInvalid('[[foo]] { }', 'name-start');
  isInvalid('profile [[:ns:]] { }', 'bad-namespace');
  isInvalid('profile x { [[/a]] { } }', 'child-keyword');
  isInvalid('profile x { [[audit]] profile y { } }', 'bad-prefix');
  isInvalid('profile x flags=([[complaint]]) { }', 'bad-flag');
  isInvalid('profile x flags=([[error=EFOO]]) { }', 'bad-flag');
  isInvalid('profile x flags=(complain [[enforce]]) { }', 'flag-conflict');
  isInvalid('profile x flags=(kill.signal=int [[kill.signal=hup]]) { }', 'flag-conflict');
  isInvalid('profile x flags=(attach_disconnected [[no_attach_disconnected]]) { }', 'flag-conflict');
  isInvalid('profile x { ^y [[xattrs=(a=b)]] { } }', 'bad-rule-part');
  isInvalid('profile x [[/a/{b]] { }', 'bad-glob');
  isInvalid(`${'profile x {'.repeat(400)}`, 'too-deep');
});

describe('conditionals', () => {
  for (const condition of [
    'true',
    'not false',
    'defined @{A}',
    'defined $A or true',
    '(a == b) and c != d',
    'a in b',
    '1 <= 2',
    'a < b',
    '"a b" == c',
    'true\n and false',
  ])
    isRule(`if ${condition} { } else if true { } else { }`);
  isBadRule('if [[$A]] { }', 'unset-boolean');
  isBadRule('if [[@{A}]] == a { }', 'undeclared-variable');
  isBadRule('if [[1 < a]] { }', 'bad-comparison');
  isBadRule('if [[maybe]] { }', 'missing-condition');
  isBadRule('if true [[{]]/a r, }', 'joined-brace');
  isBadRule('if true { } [[else]] /a r,', 'missing-else-body');
  isRule('if false { @{NEVER} r, /a{ r, }');
  isBadRule('if false { } else { [[@{A}]] r, }', 'undeclared-variable');
  isBadRule('if true { /a ix, } /a [[px]],', 'exec-conflict');
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
    '/a # words\n r,',
    '/a r,/b w,',
    '/bin/x ix,',
    '/bin/x Px -> y,',
    '/bin/x px -> :ns:y//z,',
    '/bin/x mrpix,',
    '/bin/x PUx,',
    'unsafe /bin/x px,',
    '/a l -> /b,',
    'l subset /a -> /b,',
    'link subset /a -> /b,',
    'priority=10 allow other /a r,',
    '/a\n    r,',
    'deny { deny /a x, }',
    '{ /a r, }',
  ])
    isRule(rule);
  isBadRule('/a [[rx]],\n  /b r,', 'bare-exec');
  isBadRule('deny { /a [[x]], }', 'bare-exec');
  isBadRule('/a [[r]]', 'missing-comma');
  isBadRule('[[/a]],', 'missing-permissions');
  isBadRule('/a [[rq]],', 'bad-permissions');
  isBadRule('/a [[wa]],', 'permission-conflict');
  isBadRule('/a [[ixux]],', 'exec-mode-conflict');
  isBadRule('deny /a [[ix]],', 'exec-deny-mode');
  isBadRule('deny [[file]],', 'deny-file');
  isBadRule('r [[subset]] /a,', 'permission-conflict');
  isBadRule('[["a"]] r,', 'quoted-start');
  isBadRule('deny [[audit]] /a r,', 'repeated-prefix');
  isBadRule('[[priority=2000]] /a r,', 'bad-priority');
  isBadRule('[[./logs/]] rw,', 'path-start');
  isBadRule('[[logs/**]] rw,', 'path-start');
  isWarned('/a r -> [[/b]],', 'target-without-exec');
});

function isBadGlob(path: string): void {
  test(`refuses the pattern ${path}`, () => {
    const text = inProfile(`${path} r,`);
    expect(errors(text).map(({ code, start, end }) => [code, text.slice(start, end)])).toEqual([
      ['bad-glob', path],
    ]);
  });
}

describe('patterns', () => {
  for (const path of ['/a{b,{c,d}}', '/a[^-a]', '/a[[]', '/a\\{', '/a{,b}', '/a[a-bc-d]'])
    isRule(`${path} r,`);
  for (const path of [
    '/a/b}',
    '/a/[b',
    '/a]',
    '/a{b}',
    '/a{}',
    '/a[]',
    '/a[^]',
    '/a[b-]',
    '/a[a-b-c]',
    `/${'{a,'.repeat(60)}${'}'.repeat(60)}`,
  ])
    isBadGlob(path);
  isBadRule('signal peer=[[a{b]],', 'bad-glob');
  isBadRule('mount fstype=[[a[b]] /a -> /b,', 'bad-glob');
});

describe('exec modes of one path', () => {
  isRule('/a ix, /* px,');
  isRule('owner /a ix, other /a px,');
  isRule('/a* ix, /b* px,');
  isRule('/a ix, priority=1 /a px,');
  isRule('/a? ix, /ab px,');
  isRule('//a ix, /a px,');
  isBadRule('/x ix,\n /x [[Ux]],', 'exec-conflict');
  isBadRule('/x ix,\n owner /x [[px]],', 'exec-conflict');
  isBadRule('/a/b ix,\n /a//b [[px]],', 'exec-conflict');
  isBadRule('/a* ix,\n /*b [[px]],', 'exec-conflict');
  isBadRule('/{a,b} ix,\n /a [[px]],', 'exec-conflict');
  isBadRule('/a\\101 ix,\n /aA [[px]],', 'exec-conflict');
  isBadRule('file,\n /a* [[px]],', 'exec-conflict');
  isBadRule('/a px -> b,\n /a [[px]] -> c,', 'exec-conflict');
  isBadRule('change_profile /a -> b,\n change_profile unsafe [[/a]] -> b,', 'exec-conflict');
});

describe('blocks of rules', () => {
  isRule('audit deny { /a r, owner { /b w, } }');
  isRule('deny { deny /a x, }');
  isWarned('audit { network inet, }', 'dropped-in-block');
  isWarned('{ ^hat { } }', 'dropped-in-block');
  isRule('{ signal peer=@{NEVER}, }');
  isBadRule('[[priority=1]] { }', 'bad-prefix');
  isBadRule('deny { /a [[px]], }', 'exec-deny-mode');
  isBadRule('audit { deny /a [[x]], }', 'bare-exec');
  isBadRule('{ change_profile [[/a]] -> b, }', 'program-in-block');
  isBadRule('owner { /a ix, }\n /a [[px]],', 'exec-conflict');
  isRule('prompt { /a ix, }');
});

describe('variables in rules', () => {
  isValid('@{A}=/a\nprofile x @{A} { @{A}/b r, }');
  isValid('profile x /a { @{attach_path} r, /@{profile_name} r, }');
  isValid('profile x { /a px -> @{A}, }');
  isValid('include <tunables/global>\nprofile x { @{HOME} r, }');
  isInvalid('profile x { [[@{A}]] r, }', 'undeclared-variable');
  isInvalid('profile x { [[@{attach_path}]] r, }', 'undeclared-variable');
  isInvalid('profile x { /a[[@{1}]] r, }', 'bad-variable-name');
  isInvalid('@{A}=@{B}\n@{B}=@{A}\nprofile x { [[@{A}]] r, }', 'recursive-variable');
  isInvalid('$A=true\nprofile x { [[@{A}]] r, }', 'boolean-as-set');
  isInvalid('@{A}=a{b\nprofile x { [[/@{A}]] r, }', 'bad-glob');
  isInvalid('@{A}=b\nprofile x flags=([[attach_disconnected.path=@{A}]]) { }', 'bad-flag');
});

describe('other rules', () => {
  for (const rule of [
    'capability,',
    'capability net_raw # words\n bpf,',
    'network,',
    'network inet dgram,',
    'network tcp,',
    'network inet6 tcp,',
    'network (send, receive) inet6 stream port=0 peer=(ip=::1 port=53),',
    'network bind inet dgram port=1024-2048,',
    'network peer=(label:=x),',
    'unix (create, bind) type=stream addr="@x/*",',
    'unix send peer=(label=a, addr=none),',
    'dbus send bus=session path=/a/** interface=b member={c,d} peer=(name=e label=f),',
    'dbus bind bus=system name=org.x,',
    'signal (send, receive) set=(hup, rtmin+3) peer=a//b,',
    'ptrace (read, trace) peer=/usr/bin/{a,b},',
    'ptrace,',
    'mount options=(rw, noatime) fstype=ext4 /dev/sda -> /mnt/,',
    'mount options in (ro, noatime) /a,',
    'mount options=(rprivate) -> /a,',
    'remount /a/,',
    'umount /a/,',
    'pivot_root oldroot=/old/ /new/ -> child,',
    'change_profile safe /bin/x -> y,',
    'change_profile -> **,',
    'set rlimit nofile <= 1024,',
    'set rlimit cpu <= 10 minutes,',
    'set rlimit as <= infinity,',
    'set rlimit data <= 5MB,',
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
  isBadRule('network inet6 [[icmp]],', 'bad-network');
  isBadRule('network stream [[tcp]],', 'bad-network');
  isBadRule('network inet dgram peer=([[addr]]=127.0.0.53),', 'bad-condition');
  isBadRule('network inet dgram [[port=99999]],', 'bad-network');
  isBadRule('network inet dgram [[ip=10.0.0.0/8]],', 'bad-network');
  isBadRule('network [[unix]] port=1,', 'bad-network');
  isBadRule('network [[bind]] inet dgram peer=(port=53),', 'access-conflict');
  isBadRule('network inet [[# words]]\n dgram,', 'comment-in-rule');
  isBadRule('[[owner]] network inet,', 'bad-prefix');
  isBadRule('unix [[addr=x]],', 'bad-address');
  isBadRule('unix [[type=(stream dgram)]],', 'single-value');
  isBadRule('dbus send [[name=a]],', 'access-conflict');
  isBadRule('dbus bus=a [[bus=b]],', 'repeated-condition');
  isBadRule('signal set=([[boo]]),', 'bad-signal');
  isBadRule('signal [[set in (hup)]],', 'bad-operator');
  isBadRule('ptrace [[peer]]=(label=x),', 'bad-condition');
  isBadRule('set rlimit [[files]] <= 1,', 'bad-rlimit');
  isBadRule('set rlimit cpu <= [[10 ms]],', 'bad-rlimit');
  isBadRule('mount options=([[fast]]) /a,', 'bad-mount');
  isBadRule('mount options=[[ro,noexec]] /a,', 'bad-mount');
  isBadRule('mount [[options=(ro rw)]] /a,', 'bad-mount');
  isBadRule('mount [[options=(rprivate)]] /a -> /b,', 'bad-mount');
  isBadRule('mqueue type=sysv [[/a]],', 'bad-queue');
  isBadRule('userns [[(create)]],', 'bad-access-list');
  isBadRule('change_profile [[x]],', 'path-start');
  isBadRule('change_profile [[safe]] -> x,', 'missing-program');
  isBadRule('network inet [[dgram2]],', 'bad-network');
  isBadRule('quiet /a r,', 'unknown-rule');
  isInvalid('profile x {\r\n  network inet,[[\r\n]]}\r\n', 'carriage-return');
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
