/** The reader of compiled policy, on what real parsers write: all of it, cut off anywhere, and with bytes changed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deciderFor } from '../shared/policy/decide.ts';
import { fullName } from '../shared/policy/profile.ts';
import { PolicyError, readPolicy } from '../shared/policy/reader.ts';
import type { Request } from '../shared/policy/requests.ts';
import { compile, kernelOfTarget } from './compileForTests.ts';
import { parsersForTests } from './toolchains/forTests.ts';

const parsers = await parsersForTests();
const newest = parsers.findLast(({ version }) => Number(version.split('.')[0]) >= 5);
const oldest = parsers[0];

const kit = [
  ...['tunables', 'local'].map((name) => readFileSync(`public/kits/rustnet/${name}`, 'utf8')),
  readFileSync('public/kits/rustnet/usr.bin.rustnet', 'utf8'),
];
/** The kit's profile in one text, for any parser: its own includes are written out, its abi left out. */
const rustnet = [
  kit[0]!,
  kit[2]!
    .replace(/^\s*abi .*$/gm, '')
    .replace(/include (?:if exists )?<(?:tunables\/rustnet\S*|local\/\S*)>/g, ''),
].join('\n');

const one = `
profile one /usr/bin/o* flags=(complain) {
  owner /home/*/** rwk,
  deny /etc/shadow r,
  /bin/a Px -> two,
  /bin/b Cx,
  capability net_raw,
  network inet stream,
  signal send set=term peer=two,
  change_profile /x -> two,
  link /n/* -> /o/*,
  set rlimit nofile <= 1024,
}
`;
const family = `
profile one { /k px, profile kid { /k r, } ^hat { /h r, } }
profile two /{usr/,}bin/t?o { /t/** ix, }
`;
const attributes = `profile x /usr/bin/* xattrs=(user.a="b*" user.c="d") { /x r, mount, dbus, unix, userns, }`;

const every: Request[] = [
  { op: 'file', path: '/home/u/x', perms: 'rw', owner: true },
  { op: 'exec', path: '/bin/a' },
  { op: 'exec', path: '/bin/b' },
  { op: 'link', path: '/n/a', target: '/o/b' },
  { op: 'change_profile', target: 'two', exec: '/x' },
  { op: 'change_hat', hat: 'hat' },
  { op: 'attach', path: '/usr/bin/two', xattrs: { 'user.a': 'b', 'user.c': 'd' } },
  { op: 'capability', name: 'net_raw' },
  { op: 'network', family: 'inet', type: 'stream', access: ['create', 'connect'] },
  { op: 'signal', access: 'send', signal: 'term', peer: 'two' },
  { op: 'mount', target: '/mnt/', source: '/dev/x', fstype: 'ext4', data: 'a' },
  { op: 'userns' },
  { op: 'raw', class: 14, bytes: '00020001' },
];

/** Reads the bytes and, where they are policy, asks all profiles everything; only a PolicyError may come out. */
function readAndAsk(bytes: Uint8Array, target: string): 'read' | 'refused' {
  try {
    const policy = readPolicy(bytes);
    const decider = deciderFor(policy, kernelOfTarget(target));
    for (const profile of policy.profiles)
      for (const request of every) decider.decide(request, fullName(profile));
    return 'read';
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    if (!(error.offset >= 0 && error.offset <= bytes.length)) throw new Error(`No place: ${error.message}`);
    return 'refused';
  }
}

/** The longest that one read and its questions may take, in milliseconds. */
const longest = 1_000;

function hostile(bytes: Uint8Array, target: string, change: (at: number) => Uint8Array) {
  const counts = { read: 0, refused: 0, slowest: 0 };
  for (let at = 0; at < bytes.length; at++) {
    const started = performance.now();
    counts[readAndAsk(change(at), target)]++;
    counts.slowest = Math.max(counts.slowest, performance.now() - started);
  }
  return counts;
}

const victims = [
  { name: 'accept words', parser: oldest, text: one, target: 'debian-12' },
  { name: 'accept words of the newest parser', parser: newest, text: one, target: 'debian-13' },
  { name: 'permission tables, version 2', parser: newest, text: one, target: 'ubuntu-24.04' },
  { name: 'permission tables, version 3', parser: newest, text: one, target: 'debian-sid' },
  { name: 'several profiles', parser: newest, text: family, target: 'debian-sid' },
  { name: 'extended attributes', parser: newest, text: attributes, target: 'ubuntu-26.04' },
  {
    name: 'differences, with classes',
    parser: newest,
    text: attributes,
    target: 'debian-sid',
    options: ['-O', 'diff-encode', '-O', 'equiv'],
  },
].filter((victim) => victim.parser !== undefined);

test.runIf(process.env.CI)('there are policies to damage', () => expect(victims.length).toBeGreaterThan(4));

describe.each(victims)('damaged: $name', ({ parser, text, target, options }) => {
  const bytes = compile(parser!, { text }, target, options);

  test('whole, it is read', () => {
    expect(readAndAsk(bytes, target)).toBe('read');
  });

  test('cut off anywhere', () => {
    const { read, refused, slowest } = hostile(bytes, target, (at) => bytes.slice(0, at));
    // Between two profiles the cut is a policy of its own.
    expect(read).toBeLessThan(10);
    expect(refused).toBe(bytes.length - read);
    expect(slowest).toBeLessThan(longest);
  });

  test.each([
    ['one bit', (byte: number, at: number) => byte ^ (1 << (at % 8))],
    ['all bits', (byte: number) => byte ^ 0xff],
  ] as const)('any byte changed: %s', (_, damage) => {
    const damaged = Uint8Array.from(bytes);
    const { read, refused, slowest } = hostile(bytes, target, (at) => {
      if (at > 0) damaged[at - 1] = bytes[at - 1]!;
      damaged[at] = damage(bytes[at]!, at);
      return damaged;
    });
    expect(read + refused).toBe(bytes.length);
    expect(refused).toBeGreaterThan(0);
    expect(slowest).toBeLessThan(longest);
  });
});

describe.skipIf(parsers.length === 0)('what parsers write', () => {
  test.each(parsers)('rustnet’s profile by $version ($id)', (parser) => {
    const target = parser === newest ? 'debian-sid' : 'debian-12';
    // Parser 3.0 knows neither accesses nor addresses of network rules.
    const text = parser.version.startsWith('3.')
      ? rustnet.replace(/network (?:\([^)]*\)|bind) (inet6?) (\w+)[^,]*,/g, 'network $1 $2,')
      : rustnet;
    const { profiles } = readPolicy(compile(parser, { text }, target));
    expect(profiles.map(fullName)).toEqual(['rustnet']);
    expect(profiles[0]!.capabilities.allow & (1n << 13n)).not.toBe(0n);
  });

  test.each(parsers)('names, modes and flags by $version ($id)', (parser) => {
    const text = `${one}${family.replaceAll('one', 'six')}
      profile :ns:three flags=(audit,attach_disconnected,mediate_deleted) { /a r, }
      profile four flags=(unconfined) { }
      profile five flags=(kill) { /a r, }`;
    const { profiles } = readPolicy(compile(parser, { text }, 'debian-12'));
    const listed = execFileSync(
      parser.command[0]!,
      [...parser.command.slice(1), '-QKTN', '--config-file', '/dev/null'],
      {
        input: text,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    );
    const named = listed
      .split('\n')
      .filter(Boolean)
      .map((name) => name.replace(/^:ns:\/\//, ':ns:'));
    expect(profiles.map(fullName).toSorted()).toEqual(named.toSorted());
    const byName = (name: string) => profiles.find((profile) => profile.name === name)!;
    expect(byName('one')).toMatchObject({ mode: 'complain', auditAll: false, hat: false });
    expect(byName('one').rlimits).toEqual(new Map([[7, 1024n]]));
    expect(byName('six//hat').hat).toBe(true);
    expect(byName('three')).toMatchObject({ namespace: 'ns', auditAll: true, pathFlags: 0x10004 });
    expect(byName('four').mode).toBe('unconfined');
    expect(byName('five').mode).toBe('kill');
  });

  test.runIf(newest)('what only newer kernels know', () => {
    const text = `profile p flags=(attach_disconnected.path=/gone) {
      /a r, capability bpf, priority=3 /b r, change_profile -> :other:q, /c px -> :other:r, }`;
    const [profile] = readPolicy(compile(newest!, { text }, 'ubuntu-26.04')).profiles;
    expect(profile).toMatchObject({
      disconnected: '/gone',
      capabilities: { allow: 1n << 39n },
    });
    expect(profile!.files!.targets).toEqual([':other:r']);
  });

  test.runIf(newest)('more states than 16 bits can tell', () => {
    const text = 'profile p {\n  /**a??????????????? r,\n}\n';
    const { profiles } = readPolicy(compile(newest!, { text }, 'debian-sid', ['-O', 'state32']));
    expect(profiles[0]!.files!.dfa.states).toBeGreaterThan(0xffff);
    const decider = deciderFor({ profiles }, kernelOfTarget('debian-sid'));
    const verdict = (path: string) => decider.decide({ op: 'file', path, perms: 'r' }, 'p').verdict;
    expect(verdict(`/x/ya${'z'.repeat(15)}`)).toBe('allow');
    expect(verdict(`/x/ya${'z'.repeat(14)}`)).toBe('deny');
    expect(verdict(`/x/ya${'z'.repeat(7)}a${'z'.repeat(15)}`)).toBe('allow');
  });

  const systemFolder = '/etc/apparmor.d';
  const system = existsSync(systemFolder)
    ? readdirSync(systemFolder)
        .map((name) => `${systemFolder}/${name}`)
        .filter((path) => statSync(path).isFile())
    : [];
  if (system.length < 10) console.warn(`SKIPPED: there are no profiles in ${systemFolder}.`);
  test.skipIf(system.length < 10)('this system’s profiles', () => {
    let read = 0;
    for (const path of system) {
      const bytes = compile(parsers[0]!, { path }, 'debian-12');
      if (bytes.length === 0) continue;
      expect(readAndAsk(bytes, 'debian-12'), path).toBe('read');
      read++;
    }
    expect(read).toBeGreaterThan(5);
  });
});

describe('what is no policy', () => {
  const refusal = (bytes: number[]) => {
    try {
      readPolicy(Uint8Array.from(bytes));
      return 'read';
    } catch (error) {
      return (error as Error).message;
    }
  };
  test('nothing', () =>
    expect(refusal([])).toBe(
      'Not a compiled policy: at byte 0, expected a profile, but there are no bytes.',
    ));
  test('text', () =>
    expect(refusal([...Buffer.from('profile p { }')])).toBe(
      'Not a compiled policy: at byte 0, expected the name “version”, but found the unknown code 112.',
    ));
  test('compressed', () =>
    expect(refusal([1, 0, 0, 0, 0, 0, 0, 0, 0x28, 0xb5, 0x2f, 0xfd])).toContain('compressed'));
  test('a version of another day', () =>
    expect(refusal([4, 8, 0, ...Buffer.from('version\0'), 2, 99, 0, 0, 0])).toContain('the version 99'));
});
