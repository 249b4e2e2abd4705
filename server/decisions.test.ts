/** Decisions against what rules plainly mean, in every encoding that the parsers at hand write. */
import { describe, expect, test } from 'vitest';
import { deciderFor } from '../shared/policy/decide.ts';
import { readPolicy } from '../shared/policy/reader.ts';
import type { Answer, Request } from '../shared/policy/requests.ts';
import { compile, kernelOfTarget } from './compileForTests.ts';
import { parsersForTests } from './toolchains/forTests.ts';

const parsers = await parsersForTests();

/** A parser, a kernel it compiles for, and options: together every encoding of tables and permissions. */
const encodings = parsers.flatMap((parser) => {
  const major = Number(parser.version.split('.')[0]);
  const ways: [target: string, options: string[]][] = [
    ['debian-12', []],
    ['debian-12', ['-O', 'no-equiv']],
    ['ubuntu-22.04', ['-O', 'diff-encode', '-O', 'compress-small']],
  ];
  if (major >= 4) ways.push(['debian-13', []], ['ubuntu-24.04', []], ['ubuntu-24.04', ['-O', 'no-equiv']]);
  if (major >= 5)
    ways.push(
      ['debian-sid', []],
      ['debian-sid', ['-O', 'no-equiv', '-O', 'no-minimize']],
      ['ubuntu-26.04', []],
      ['ubuntu-26.04', ['-O', 'no-state32', '-O', 'diff-encode']],
      ['ubuntu-26.04', ['-O', 'no-flags-table']],
    );
  return ways.map(([target, options]) => ({
    name: `${parser.version} (${parser.id}) ${target} ${options.join(' ')}`.trim(),
    parser,
    target,
    options,
  }));
});
type Encoding = (typeof encodings)[number];
const newest = encodings.findLast(({ target }) => target === 'debian-sid');

const file = (path: string, perms: string, owner = false): Request => ({ op: 'file', path, perms, owner });
const exec = (path: string): Request => ({ op: 'exec', path });

/** Compiles rules in a profile `p`, or a whole text, and asks. */
function asked(encoding: Encoding, text: string, profile = 'p') {
  const whole = /^(?:profile|\/|@)/.test(text) ? text : `profile p {\n${text}\n}\n`;
  const bytes = compile(encoding.parser, { text: whole }, encoding.target, encoding.options);
  const decider = deciderFor(readPolicy(bytes), kernelOfTarget(encoding.target));
  return (request: Request): Answer => decider.decide(request, profile);
}

const fileRules = `
  /etc/** r,
  deny /etc/shadow r,
  audit /etc/audited r,
  audit deny /etc/secret r,
  owner /home/*/{,**} rwk,
  /var/log/*.log a,
  /lib/**.so mr,
  /tmp/[a-f]?x w,
  /ünï/* r,
  link /new/* -> /old/*,
  link subset /sub/new/* -> /sub/old/*,
  /sub/new/* rw,
  /sub/old/a rw,
  /sub/old/b r,
`;

/** What the rules say of a request, in every encoding. */
const plain: [request: Request, verdict: 'allow' | 'deny', more?: Partial<Answer>][] = [
  [file('/etc/passwd', 'r'), 'allow', { audit: false }],
  [file('/etc/passwd', 'w'), 'deny', { explicitDeny: false, quiet: false, audit: true }],
  [file('/etc/shadow', 'r'), 'deny', { explicitDeny: true, quiet: true, audit: false }],
  [file('/etc/audited', 'r'), 'allow', { audit: true }],
  [file('/etc/secret', 'r'), 'deny', { quiet: false, audit: true }],
  [file('/home/u/', 'r', true), 'allow'],
  [file('/home/u/x', 'rwk', true), 'allow'],
  [file('/home/u/x', 'r', false), 'deny'],
  [file('/home/u/x', 'm', true), 'deny'],
  [file('/var/log/a.log', 'a'), 'allow'],
  [file('/var/log/a.log', 'w'), 'deny'],
  [file('/var/log/d/a.log', 'a'), 'deny'],
  [file('/lib/x/libc.so', 'mr'), 'allow'],
  [file('/lib/x/libc.so.6', 'r'), 'deny'],
  [file('/tmp/cyx', 'w'), 'allow'],
  [file('/tmp/gyx', 'w'), 'deny'],
  [file('/ünï/é', 'r'), 'allow'],
  [file('/ünï/é/', 'r'), 'deny'],
  [{ op: 'link', path: '/new/a', target: '/old/b' }, 'allow'],
  [{ op: 'link', path: '/new/a', target: '/etc/passwd' }, 'deny'],
  [{ op: 'link', path: '/etc/a', target: '/old/b' }, 'deny'],
  [{ op: 'link', path: '/sub/new/a', target: '/sub/old/a', owner: true }, 'allow'],
  [{ op: 'link', path: '/sub/new/a', target: '/sub/old/b', owner: true }, 'deny'],
  // The parser asks for the subset only where the file is one's own (LINK_TO_LINK_SUBSET shifts no other bit).
  [{ op: 'link', path: '/sub/new/a', target: '/sub/old/b', owner: false }, 'allow'],
  [exec('/etc/passwd'), 'deny'],
];

test.runIf(process.env.CI)('there are parsers', () => expect(encodings.length).toBeGreaterThan(5));

describe.each(encodings)('$name', (encoding) => {
  test('files and links', () => {
    const ask = asked(encoding, fileRules);
    for (const [request, verdict, more = {}] of plain)
      expect(ask(request), JSON.stringify(request)).toMatchObject({ verdict, mediated: true, ...more });
  });

  test('the same in complain mode: only what a plain deny names is denied', () => {
    const ask = asked(encoding, `profile p flags=(complain) {${fileRules}}`);
    for (const [request, verdict, more = {}] of plain) {
      const quiet = more.quiet === true;
      expect(ask(request), JSON.stringify(request)).toMatchObject({
        verdict: quiet ? 'deny' : 'allow',
        explicitDeny: quiet,
        ...(verdict === 'deny' && !quiet ? { complain: true, audit: true } : {}),
      });
    }
  });

  test('flags=(complain,audit) lets pass even what a plain deny names', () => {
    const ask = asked(encoding, `profile p flags=(complain,audit) {${fileRules}}`);
    expect(ask(file('/etc/shadow', 'r'))).toMatchObject({
      verdict: 'allow',
      complain: true,
      explicitDeny: true,
      audit: true,
      quiet: false,
    });
    expect(ask(file('/etc/passwd', 'r'))).toMatchObject({ verdict: 'allow', audit: true });
  });

  test('exec: target, fallback and environment', () => {
    const ask = asked(
      encoding,
      `profile p {
        /bin/inherits ix,
        /bin/free Ux,
        /bin/loose ux,
        /bin/named Px -> other,
        /bin/unsafe px -> other,
        /bin/gone Px -> nowhere,
        /bin/gone-inherits Pix -> nowhere,
        /bin/gone-free Pux -> nowhere,
        /bin/child Cx -> kid,
        /bin/own Cx,
        /bin/attached Px,
        /bin/unattached Px,
        /bin/unattached-inherits pix,
        /bin/stacked Px -> &other,
        deny /bin/never x,
        profile kid { /a r, }
        profile /bin/own { /b r, }
      }
      profile other /bin/attached { /c r, }
      profile all /bin/st* { /d r, }`,
    );
    const expected: [path: string, transition: string | undefined, scrubs?: boolean][] = [
      ['/bin/inherits', 'p', false],
      ['/bin/free', 'unconfined', true],
      ['/bin/loose', 'unconfined', false],
      ['/bin/named', 'other', true],
      ['/bin/unsafe', 'other', false],
      ['/bin/gone', undefined],
      ['/bin/gone-inherits', 'p'],
      ['/bin/gone-free', 'unconfined'],
      ['/bin/child', 'p//kid', true],
      ['/bin/own', 'p///bin/own', true],
      ['/bin/attached', 'other', true],
      ['/bin/unattached', undefined],
      ['/bin/unattached-inherits', 'p'],
      ['/bin/stacked', 'all//&other'],
      ['/bin/never', undefined],
      ['/bin/unknown', undefined],
    ];
    for (const [path, transition, scrubs] of expected) {
      const answer = ask(exec(path));
      expect(answer.verdict, path).toBe(transition === undefined ? 'deny' : 'allow');
      expect(answer.transition, path).toBe(transition);
      if (scrubs !== undefined) expect(answer.exec?.scrubs, path).toBe(scrubs);
    }
    expect(ask(exec('/bin/never'))).toMatchObject({ explicitDeny: true, quiet: true });
    expect(ask(exec('/bin/gone'))).toMatchObject({
      explicitDeny: false,
      note: expect.stringContaining('nowhere'),
    });
  });

  test('change_profile, at once and with an exec', () => {
    const ask = asked(
      encoding,
      `profile p {
        change_profile -> one,
        change_profile /bin/x -> two,
        change_profile -> &three,
        change_profile -> four//&five,
      }`,
    );
    const change = (target: string, program?: string): Request => ({
      op: 'change_profile',
      target,
      ...(program ? { exec: program } : {}),
    });
    const verdict = (target: string, program?: string) => ask(change(target, program)).verdict;
    expect(verdict('one')).toBe('allow');
    expect(verdict('one', '/bin/anything')).toBe('allow');
    // The parser grants the label by itself too, whatever program the rule names.
    expect(verdict('two')).toBe('allow');
    expect(verdict('two', '/bin/x')).toBe('allow');
    expect(verdict('two', '/bin/y')).toBe('deny');
    expect(verdict('&three')).toBe('allow');
    expect(verdict('three')).toBe('deny');
    expect(verdict('four//&five')).toBe('allow');
    expect(verdict('four')).toBe('deny');
  });

  test('hats', () => {
    const text = `profile p { /a r, ^hat { /b r, } profile kid { /c r, } }`;
    const hat = (name: string): Request => ({ op: 'change_hat', hat: name });
    const ask = asked(encoding, text);
    expect(ask(hat('hat'))).toMatchObject({ verdict: 'allow', transition: 'p//hat' });
    expect(ask(hat('kid')).verdict).toBe('deny');
    expect(ask(hat('none')).verdict).toBe('deny');
    expect(asked(encoding, text, 'p//hat')(hat('hat')).verdict).toBe('allow');
    expect(asked(encoding, text, 'p//hat')(file('/b', 'r')).verdict).toBe('allow');
    expect(asked(encoding, text, 'p//hat')(file('/a', 'r')).verdict).toBe('deny');
  });

  test('attachment', () => {
    const ask = asked(
      encoding,
      `profile p /usr/bin/a* { /a r, }
       profile q /usr/bin/ab* { /a r, }
       profile r /{usr/,}bin/exact { /a r, }
       /usr/bin/legacy { /a r, }
       profile twin1 /usr/lib/*-x { /a r, }
       profile twin2 /usr/lib/*-x { /a r, }`,
    );
    const attached = (path: string) => ask({ op: 'attach', path }).transition;
    expect(attached('/usr/bin/ax')).toBe('p');
    expect(attached('/usr/bin/abx')).toBe('q');
    expect(attached('/bin/exact')).toBe('r');
    expect(attached('/usr/bin/legacy')).toBe('/usr/bin/legacy');
    expect(attached('/usr/lib/a-x')).toBe('unconfined');
    expect(attached('/usr/bin/none')).toBe('unconfined');
  });

  test('capabilities', () => {
    const ask = asked(encoding, 'capability net_raw,\naudit capability bpf,\ndeny capability sys_admin,');
    const capability = (name: string) => ask({ op: 'capability', name });
    expect(capability('net_raw')).toMatchObject({ verdict: 'allow', audit: false });
    expect(capability('bpf')).toMatchObject({ verdict: 'allow', audit: true });
    expect(capability('sys_admin')).toMatchObject({ verdict: 'deny', explicitDeny: true, quiet: true });
    expect(capability('chown')).toMatchObject({ verdict: 'deny', explicitDeny: false, quiet: false });
  });

  test('classes of the policy: allowed, denied, and not mediated', () => {
    const ask = asked(
      encoding,
      `network inet stream,
       signal send set=term peer=q,
       ptrace read peer=q,
       mount fstype=tmpfs /dev/x -> /mnt/,
       umount /mnt/,
       pivot_root /new/,`,
    );
    const network = (family: string, type: string): Request => ({
      op: 'network',
      family,
      type,
      access: ['create'],
    });
    const signal = (name: string, peer: string): Request => ({
      op: 'signal',
      access: 'send',
      signal: name,
      peer,
    });
    expect(ask(network('inet', 'stream')).verdict).toBe('allow');
    expect(ask(network('inet', 'dgram')).verdict).toBe('deny');
    expect(ask(network('packet', 'raw')).verdict).toBe('deny');
    expect(ask(signal('term', 'q')).verdict).toBe('allow');
    expect(ask(signal('kill', 'q')).verdict).toBe('deny');
    expect(ask(signal('term', 'r')).verdict).toBe('deny');
    expect(ask({ op: 'ptrace', access: 'read', peer: 'q' }).verdict).toBe('allow');
    expect(ask({ op: 'ptrace', access: 'trace', peer: 'q' }).verdict).toBe('deny');
    expect(ask({ op: 'mount', target: '/mnt/', source: '/dev/x', fstype: 'tmpfs' }).verdict).toBe('allow');
    expect(ask({ op: 'mount', target: '/mnt/', source: '/dev/x', fstype: 'ext4' }).verdict).toBe('deny');
    expect(ask({ op: 'umount', target: '/mnt/' }).verdict).toBe('allow');
    expect(ask({ op: 'umount', target: '/other/' }).verdict).toBe('deny');
    const userns = ask({ op: 'userns' });
    // Linux 6.1 knows nothing of it, and parser 3.0 neither.
    const known =
      !['debian-12', 'ubuntu-22.04'].includes(encoding.target) && !encoding.parser.version.startsWith('3.');
    expect(userns).toMatchObject(
      known ? { verdict: 'deny', mediated: true } : { verdict: 'allow', mediated: false },
    );
  });

  test('an unconfined profile restricts nothing', () => {
    const ask = asked(encoding, 'profile p flags=(unconfined) { deny /etc/shadow r, }');
    for (const request of [file('/etc/shadow', 'r'), { op: 'capability', name: 'chown' } as Request])
      expect(ask(request)).toMatchObject({ verdict: 'allow', mediated: false, explicitDeny: false });
  });
});

test.runIf(newest)('extended attributes choose among profiles alike', () => {
  const ask = asked(
    newest!,
    `profile p /usr/bin/x* xattrs=(security.tag="good*") { /a r, }
     profile q /usr/bin/x* { /a r, }`,
  );
  const attached = (xattrs?: Record<string, string>) =>
    ask({ op: 'attach', path: '/usr/bin/xy', ...(xattrs ? { xattrs } : {}) }).transition;
  expect(attached({ 'security.tag': 'good one' })).toBe('p');
  expect(attached({ 'security.tag': 'bad' })).toBe('q');
  expect(attached()).toBe('q');
});
