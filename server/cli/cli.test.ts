/** The command line, in this process; one test runs the built command. */
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { main } from './main.ts';

const parser = (await parsersForTests()).find(newEnough);
const built = existsSync('dist/server/cli.js');
if (!built && process.env.CI)
  throw new Error('dist/server is not built: run “npm run build” before the tests');
if (!built) console.warn('SKIPPED: the built command: run “npm run build” first (npm test does it)');
const kit = 'public/kits/rustnet/usr.bin.rustnet';

let folder: string;
let good: string;
let bad: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-test-'));
  good = write('good', 'profile good /usr/bin/good {\n  /etc/good r,\n}\n');
  bad = write('bad', 'profile bad /usr/bin/bad {\n  /etc/bad zz,\n}\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function run(words: string[], options: { stdin?: string; env?: Record<string, string> } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await main(words, {
    stdout: (text) => void out.push(text),
    stderr: (text) => void err.push(text),
    stdin: async () => options.stdin ?? '',
    env: options.env ?? {},
    signal: new AbortController().signal,
  });
  return { status, out: out.join(''), err: err.join('') };
}
const json = async (words: string[], options = {}) => {
  const ran = await run([...words, '--format', 'json'], options);
  return { ...ran, document: JSON.parse(ran.out) };
};

describe('what cannot run is one sentence on standard error, status 2, and nothing on standard output', () => {
  test.each<[string[], string]>([
    [
      ['chekc'],
      'There is no command “chekc”; there is: serve, check, decide, tell, fmt, export, toolchains, targets.',
    ],
    [['events', 'x'], 'The command “events” is not in this version yet.'],
    [['check'], 'Name at least one file to check, or - for standard input.'],
    [['check', '-', 'x', '-'], 'Standard input (-) can be checked only once.'],
    [['check', ''], '“” cannot be read: there is no such file.'],
    [['check', 'a\x1b[2Jb'], 'a\\x1b[2Jb cannot be read: there is no such file.'],
    [['check', 'x', '--formt', 'json'], "Unknown option '--formt'; see aa-workbench check --help."],
    [['check', 'x', '--format', 'xml'], 'There is no format “xml”; there is: text, json, github, sarif.'],
    [
      ['check', kit, '--target'],
      "Option '--target <value>' argument missing; see aa-workbench check --help.",
    ],
    [
      ['check', '--base', '--syntax-only', kit],
      "Option '--base' argument is ambiguous; see aa-workbench check --help.",
    ],
    [
      ['check', '--syntax-only=maybe', kit],
      "Option '--syntax-only' does not take an argument; see aa-workbench check --help.",
    ],
    [['check', '--', '--weird'], '--weird cannot be read: there is no such file.'],
    [
      ['toolchains', 'add', 'sid', 'trixie'],
      '“trixie” is one word too many; see aa-workbench toolchains --help.',
    ],
    [['check', '/none/x'], '/none/x cannot be read: there is no such file.'],
    [['check', '/'], '/ cannot be read: it is a directory; name its files.'],
    [['check', '/none/x', '--format', 'json'], '/none/x cannot be read: there is no such file.'],
    [
      ['check', kit, '--target', 'plan-9'],
      'There is no target “plan-9”; there is: debian-12, debian-13, debian-sid, ubuntu-22.04, ubuntu-24.04, ubuntu-26.04.',
    ],
    [['check', kit, '--base', '/none', '--syntax-only'], 'There is no directory /none.'],
    [['check', kit, '--kit', 'none'], 'There is no kit “none”; there is: rustnet.'],
    [['serve', '--port', 'http'], '--port must be a port number from 0 to 65535, not “http”.'],
    [['serve', '--workspace', '/none'], 'The workspace /none does not exist.'],
    [
      ['toolchains', 'remove', 'sid'],
      'There is no “toolchains remove”; write “toolchains” or “toolchains add SUITE”.',
    ],
    [['toolchains', 'add'], 'Name the suite to add; there is: bookworm, trixie, sid.'],
    [['export'], 'Name the kit: --kit ID.'],
    [
      ['export', '--kit', 'rustnet'],
      'Name the format: --format dir, --format tar, --format deb, --format patch.',
    ],
    [
      ['export', '--kit', 'rustnet', '--format', 'rpm'],
      'There is no format “rpm”; there is: dir, tar, deb, patch.',
    ],
    [
      ['export', '--kit', 'rustnet', '--format', 'patch', '--out', 'x'],
      'Name the checkout that the patch is for: --repo DIR.',
    ],
    [
      ['export', '--kit', 'rustnet', '--format', 'patch', '--out', 'x', '--target', 'debian-12'],
      'A patch holds the forms for all releases: leave --target out.',
    ],
    [
      ['export', '--kit', 'rustnet', '--format', 'deb', '--out', 'x', '--repo', '.'],
      '--repo is for the format patch: it names the checkout that the patch is for.',
    ],
    [
      ['export', '--kit', 'rustnet', '--format', 'deb', '--out', 'x', '--author', 'Ada'],
      '--author Ada: write "Name <name@example.org>".',
    ],
    [['export', '--kit', 'rustnet', '--format', 'tar'], 'Name what to write: --out PATH.'],
    [
      ['export', '--kit', 'rustnet', '--format', 'tar', '--out', '-'],
      'Nothing is written to standard output; name a file (./- if it is called so).',
    ],
    [
      ['export', '--kit', 'none', '--format', 'tar', '--out', 'x'],
      'There is no kit “none”; there is: rustnet.',
    ],
  ])('%j', async (words, sentence) => {
    expect(await run(words)).toEqual({ status: 2, out: '', err: `aa-workbench: ${sentence}\n` });
  });

  test('bytes that are not UTF-8', async () => {
    const path = join(folder, 'latin');
    writeFileSync(path, Buffer.from('profile l /usr/bin/l {\n  /etc/caf\xe9 r,\n}\n', 'latin1'));
    const err = `aa-workbench: ${path} is not UTF-8 text, and no other is read.\n`;
    expect(await run(['check', '--syntax-only', path])).toEqual({ status: 2, out: '', err });
  });

  test('a suite that is no name of one', async () => {
    const { status, err } = await run(['toolchains', 'add', '../x']);
    expect([status, err]).toEqual([2, expect.stringContaining('is not the name of a Debian suite')]);
  });

  test('no command at all: the list of them', async () => {
    const { status, out, err } = await run([]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(/^Usage: aa-workbench COMMAND/);
  });

  test('the stack is shown only where AA_DEBUG asks for it', async () => {
    expect((await run(['check'])).err.trim().split('\n')).toHaveLength(1);
    expect((await run(['check'], { env: { AA_DEBUG: '1' } })).err).toMatch(/\n\s+at .*check\.ts/);
  });
});

describe('check --syntax-only', () => {
  test('starts no parser process', async () => {
    const path = process.env.PATH;
    const toolchains = process.env.AA_TOOLCHAINS;
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('aa-workbench-'));
    process.env.PATH = folder;
    process.env.AA_TOOLCHAINS = folder;
    try {
      expect((await run(['check', '--syntax-only', good])).status).toBe(0);
    } finally {
      process.env.PATH = path;
      if (toolchains === undefined) delete process.env.AA_TOOLCHAINS;
      else process.env.AA_TOOLCHAINS = toolchains;
    }
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('aa-workbench-'))).toEqual(before);
  });

  test('follows includes below --base, and quoted ones from the current directory', async () => {
    write('own/abstractions/mine', '/etc/mine r,\n');
    const base = join(folder, 'own');
    const includes = (name: string) => write('including', `profile i {\n  include ${name}\n}\n`);
    const check = (path: string) => json(['check', path, '--syntax-only', '--base', base]);
    expect((await check(includes('<abstractions/mine>'))).status).toBe(0);
    expect((await check(includes('if exists <abstractions/none>'))).status).toBe(0);
    const { status, document } = await check(includes('<abstractions/none>'));
    expect(status).toBe(1);
    expect(document.files[0].diagnostics[0]).toMatchObject({
      code: 'missing-include',
      range: { start: { line: 1, character: 10 } },
    });
    expect((await check(includes(`"${base}/abstractions/mine"`))).status).toBe(0);
    expect((await check(includes('"abstractions/mine"'))).status).toBe(1);

    write('own/abstractions/mine', '/etc/mine zz,\n');
    const wrong = await check(includes('<abstractions/mine>'));
    expect(wrong.document.files[0].diagnostics[0].message).toMatch(/^In abstractions\/mine, line 1: /);
  });

  test('a good file: ok, status 0', async () => {
    const { status, document, err } = await json(['check', good, '--syntax-only']);
    expect([status, err]).toEqual([0, '']);
    expect(document).toEqual({ files: [{ path: good, ok: true, diagnostics: [] }] });
  });

  test('a bad file: the form of the design, places zero-based, status 1', async () => {
    const { status, document } = await json(['check', good, bad, '--syntax-only']);
    expect(status).toBe(1);
    expect(document.files.map((file: { ok: boolean }) => file.ok)).toEqual([true, false]);
    expect(document.files[1].diagnostics[0]).toEqual({
      range: {
        start: { line: 1, character: expect.any(Number) },
        end: { line: 1, character: expect.any(Number) },
      },
      severity: 'error',
      code: expect.stringMatching(/^[a-z0-9-]+$/),
      message: expect.any(String),
      source: 'syntax',
    });
  });

  test('with --target: what that release’s parser is too old for', async () => {
    const path = write('userns', 'profile u {\n  userns,\n}\n');
    const codes = async (target: string) => {
      const { status, document } = await json(['check', path, '--syntax-only', '--target', target]);
      return [status, ...document.files[0].diagnostics.map((one: { code: string }) => one.code)];
    };
    expect(await codes('debian-12')).toEqual([1, 'newer-than-parser']);
    expect(await codes('debian-13')).toEqual([0]);
  });

  test('characters are counted in UTF-16', async () => {
    const emoji = write('emoji', 'profile e {\n  "/tmp/😀" zz,\n}\n');
    const ascii = write('ascii', 'profile e {\n  "/tmp/ab" zz,\n}\n');
    const places = async (path: string) =>
      (await json(['check', path, '--syntax-only'])).document.files[0].diagnostics.map(
        (one: { range: object }) => one.range,
      );
    expect(await places(emoji)).toEqual(await places(ascii));
  });

  test('standard input is called -', async () => {
    const { status, document } = await json(['check', '-', '--syntax-only'], { stdin: 'profile t {' });
    expect(status).toBe(1);
    expect(document.files[0]).toMatchObject({ path: '-', ok: false });
  });

  test('as text: one-based places, one line each', async () => {
    const { status, out } = await run(['check', bad, '--syntax-only']);
    expect(status).toBe(1);
    expect(out).toMatch(new RegExp(`^${bad}:2:\\d+: error [a-z-]+: .+\n[\\s\\S]*${bad}: errors found\n$`));
  });
});

describe.skipIf(!parser)('check with the real parser', () => {
  test('security checks too, with the pages about them in the SARIF report', async () => {
    const wide = write('wide', 'abi <abi/5.0>,\nprofile w /usr/bin/w {\n  /** rwix,\n}\n');
    const words = ['check', wide, '--target', 'debian-sid', '--target', 'ubuntu-26.04'];
    const { document } = await json(words);
    const lints = document.files[0].diagnostics.filter((one: { source: string }) => one.source === 'lint');
    // What holds for all targets is told once.
    expect(lints).toContainEqual(expect.not.objectContaining({ target: expect.anything() }));
    const { status, out } = await run([...words, '--format', 'sarif']);
    expect(status).toBe(0);
    const { rules } = JSON.parse(out).runs[0].tool.driver;
    expect(rules).toContainEqual(
      expect.objectContaining({ help: expect.objectContaining({ markdown: expect.stringMatching(/^# /) }) }),
    );
    expect((await run([...words, '--format', 'github'])).out).toMatch(
      /^::(?:warning|notice) file=.*wide,line=/,
    );
  });

  test('the shipped profile on the default target', async () => {
    const { status, document, err } = await json([
      'check',
      kit,
      '--kit',
      'rustnet',
      '--target',
      'ubuntu-26.04',
    ]);
    expect([status, err]).toEqual([0, '']);
    expect(document.files).toEqual([expect.objectContaining({ path: kit, ok: true })]);
    const warnings = document.files[0].diagnostics.filter(
      ({ severity }: { severity: string }) => severity === 'warning',
    );
    expect(warnings.map(({ answer }: { answer?: { option: string } }) => answer?.option)).toEqual(
      ['setuid', 'setgid', 'chown', 'dac-override', 'fowner', 'sys-ptrace'].map((id) => `sudo/${id}`),
    );
  });

  test('several targets: each finding of a parser says whose it is', async () => {
    const { status, document } = await json([
      ...['check', kit, '--target', 'ubuntu-26.04', '--target', 'debian-sid', '--target', 'debian-12'],
    ]);
    const errors = document.files[0].diagnostics.filter(
      (one: { severity: string }) => one.severity === 'error',
    );
    // Debian 12 has neither abi/5.0 nor a parser that reads ports.
    expect(status).toBe(1);
    expect(new Set(errors.map((one: { target: string }) => one.target))).toEqual(new Set(['debian-12']));
    expect(errors[0]).toMatchObject({ source: 'apparmor_parser' });
  });

  test('an error that only the real parser finds', async () => {
    const unknown = write('unknown', 'profile u {\n  @{NONE}/x r,\n}\n');
    const { status, document } = await json(['check', unknown, '--target', 'debian-sid']);
    expect(status).toBe(1);
    expect(document.files[0].diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'error', source: 'apparmor_parser', target: 'debian-sid' }),
    );
  });

  test('--base is looked in first, through includes of includes and of folders', async () => {
    write('tree/abstractions/mine', 'include <abstractions/deeper>\n');
    write('tree/abstractions/deeper', 'include if exists <abstractions/deeper.d>\n');
    write('tree/abstractions/deeper.d/one', '/etc/one r,\n');
    write('tree/abstractions/deeper.d/two.dpkg-old', 'broken\n');
    const path = write(
      'tree/usr.bin.t',
      'include <tunables/global>\nprofile t {\n  include <abstractions/base>\n  include <abstractions/mine>\n}\n',
    );
    const args = ['check', path, '--target', 'debian-sid', '--base', join(folder, 'tree')];
    expect(await run(args)).toMatchObject({ status: 0, err: '' });
    expect((await run(args.slice(0, -2))).status).toBe(1);

    write('tree/abstractions/deeper.d/three', '/etc/three zz,\n');
    const { status, document } = await json(args);
    expect(status).toBe(1);
    const error = document.files[0].diagnostics.find((one: { severity: string }) => one.severity === 'error');
    expect(error.message).toMatch(/^In abstractions\/deeper\.d\/three, line 1[:,]/);
  });

  test('a file too large for a parser here was not checked: status 2, and the size is said', async () => {
    const path = write('large', `profile large {\n${'  # a long comment line\n'.repeat(12_000)}}\n`);
    const { status, err, document } = await json(['check', path, '--target', 'debian-sid']);
    expect(status).toBe(2);
    expect(err).toContain('larger than 256 kB');
    expect(document.files[0].diagnostics).toContainEqual(
      expect.objectContaining({ code: 'parser-not-judged', severity: 'warning' }),
    );
  });

  test('a bomb is too complex, never good', async () => {
    const bomb = write('bomb', `profile t {\n  /**a${'?'.repeat(28)} r,\n}\n`);
    const { status, document } = await json(['check', bomb, '--target', 'debian-sid']);
    expect(status).toBe(1);
    expect(document.files[0]).toMatchObject({ ok: false });
    expect(document.files[0].diagnostics).toContainEqual(
      expect.objectContaining({ code: 'parser-too-complex', severity: 'error', target: 'debian-sid' }),
    );
  });
});

test('where no parser can be had, a check could not run: it is not called good', async () => {
  const { PATH, AA_TOOLCHAINS } = process.env;
  process.env.PATH = folder;
  process.env.AA_TOOLCHAINS = folder;
  try {
    // No release is older than what it asks for, so no parser of this machine can stand in.
    const { status, document, err } = await json(['check', good, '--target', 'debian-sid']);
    expect(status).toBe(2);
    expect(err).toMatch(/^aa-workbench: not judged by apparmor_parser: /);
    expect(document.files[0].diagnostics).toContainEqual(
      expect.objectContaining({ code: 'parser-not-judged', severity: 'warning', source: 'apparmor_parser' }),
    );
    expect(document.files[0].diagnostics).not.toContainEqual(expect.objectContaining({ severity: 'error' }));
  } finally {
    process.env.PATH = PATH;
    if (AA_TOOLCHAINS === undefined) delete process.env.AA_TOOLCHAINS;
    else process.env.AA_TOOLCHAINS = AA_TOOLCHAINS;
  }
});

describe('export', () => {
  const exported = (...more: string[]) => run(['export', '--kit', 'rustnet', ...more]);
  const out = (name: string) => join(folder, 'out', name);
  const profileIn = (name: string) => readFileSync(join(out(name), 'etc/apparmor.d/usr.bin.rustnet'), 'utf8');

  test('a folder laid out for installing, the shipped files byte for byte', async () => {
    const { status, err } = await exported('--format', 'dir', '--out', out('plain'));
    expect([status, err]).toEqual([0, '']);
    expect(profileIn('plain')).toBe(readFileSync(kit, 'utf8'));
    expect(readdirSync(out('plain')).sort()).toEqual(['INSTALL', 'etc']);
    expect(readFileSync(join(out('plain'), 'INSTALL'), 'utf8')).toContain(
      'sudo cp -r etc/apparmor.d/. /etc/apparmor.d/',
    );
    expect(readdirSync(join(folder, 'out')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('what is there is overwritten only with --force', async () => {
    for (const [format, name] of [
      ['dir', 'there'],
      ['tar', 'there.tar.gz'],
    ] as const) {
      expect((await exported('--format', format, '--out', out(name))).status).toBe(0);
      const again = await exported('--format', format, '--out', out(name), '--mode', 'enforce');
      expect(again).toMatchObject({
        status: 2,
        err: expect.stringMatching(/is already there.*--force overwrites/),
      });
      expect(
        (await exported('--format', format, '--out', out(name), '--mode', 'enforce', '--force')).status,
      ).toBe(0);
    }
    expect(profileIn('there')).not.toContain('complain)');
  });

  test('an option is switched off, another of its group is chosen', async () => {
    const { status, err } = await exported(
      ...[
        '--format',
        'dir',
        '--out',
        out('options'),
        '--option',
        'reverse-dns=any-inet',
        '--option',
        'ebpf/load=off',
      ],
    );
    expect([status, err]).toEqual([0, '']);
    expect(profileIn('options')).not.toContain('port=53');
    expect(profileIn('options')).not.toMatch(/^ *capability bpf,/m);
  });

  test('tunables, options, mode and target take effect', async () => {
    const { status, err } = await exported(
      ...['--format', 'dir', '--out', out('full'), '--target', 'debian-12', '--mode', 'enforce'],
      ...['--set', 'RUSTNET_LOG_DIR=/srv/captures', '--set', 'RUSTNET_LOG_DIR=/srv/more captures'],
    );
    expect([status, err]).toEqual([0, '']);
    const site = readFileSync(join(out('full'), 'etc/apparmor.d/tunables/rustnet.d/site'), 'utf8');
    expect(site).toContain('@{RUSTNET_LOG_DIR} += /srv/captures "/srv/more captures"');
    expect(profileIn('full')).not.toMatch(/flags=\(complain\)|port=53/);
    expect(readFileSync(join(out('full'), 'INSTALL'), 'utf8')).toContain('Debian 12 (bookworm)');
  });

  test.each<[string[], RegExp]>([
    [
      ['--set', 'RUSTNET_LOG_DIR=captures'],
      /^aa-workbench: --set RUSTNET_LOG_DIR=captures: A path starts with a slash/,
    ],
    [['--set', 'RUSTNET_LOG_DIR=/'], /This is the whole file system/],
    [['--set', 'RUSTNET_LOG_DIR='], /Nothing is written here/],
    [['--set', 'RUSTNET_LOG_DIR=/a\nb'], /A value stays on one line/],
    [['--set', 'NONE=/x'], /There is no tunable “NONE”; there is: RUSTNET_LOG_DIR/],
    [['--set', 'x'], /write NAME=VALUE/],
    [['--option', 'none/none=on'], /There is no option “none\/none”/],
    [
      ['--option', 'capture=maybe'],
      /write GROUP\/OPTION=on, GROUP\/OPTION=off, or for a choice of one GROUP=OPTION/,
    ],
    [['--mode', 'kill'], /The mode is complain or enforce, not “kill”/],
    [['--target', 'plan-9'], /There is no target “plan-9”/],
  ])('%j is refused with the reason, and nothing is written', async (more, words) => {
    const ran = await exported('--format', 'dir', '--out', out('refused'), ...more);
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(words) });
    expect(existsSync(out('refused'))).toBe(false);
  });

  test('a place that cannot be written is said', async () => {
    const ran = await exported('--format', 'tar', '--out', join(good, 'x.tar.gz'));
    expect(ran).toMatchObject({
      status: 2,
      err: expect.stringContaining('cannot be written: a part of the path is a file'),
    });
  });

  test.skipIf(!parser)('the archive for each target passes its check', async () => {
    for (const target of ['debian-12', 'debian-sid', 'ubuntu-26.04']) {
      const place = out(`for-${target}`);
      mkdirSync(place, { recursive: true });
      const made = await exported('--format', 'tar', '--out', join(place, 'a.tar.gz'), '--target', target);
      expect(made.status).toBe(0);
      execFileSync('tar', ['-xzf', 'a.tar.gz'], { cwd: place });
      const tree = join(place, 'etc/apparmor.d');
      const checked = await run(['check', join(tree, 'usr.bin.rustnet'), '--base', tree, '--target', target]);
      expect(checked).toMatchObject({ status: 0, err: '' });
    }
  });
});

describe('help', () => {
  test('of all, of one, and the version', async () => {
    expect((await run(['--help'])).out).toMatch(
      /^Usage: aa-workbench COMMAND[\s\S]*check FILE\.\.\.[\s\S]*Exit status/,
    );
    for (const words of [
      ['check', '--help'],
      ['check', 'x', '-h'],
      ['help', 'check'],
    ])
      expect(await run(words)).toMatchObject({
        status: 0,
        err: '',
        out: expect.stringContaining('--syntax-only'),
      });
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('lists', () => {
  test('targets', async () => {
    expect((await json(['targets'])).document.targets).toHaveLength(6);
    expect((await run(['targets'])).out).toMatch(
      /^target +release +kernel[\s\S]*ubuntu-26\.04 +Ubuntu 26\.04 LTS/,
    );
  });

  test.skipIf(!parser)('toolchains', async () => {
    const { document } = await json(['toolchains']);
    expect(document.toolchains).toContainEqual({
      id: parser!.id,
      version: parser!.version,
      directory: parser!.base,
      targets: expect.arrayContaining(['ubuntu-26.04']),
    });
    expect((await run(['toolchains'])).out).toContain(parser!.base);
  });
});

describe.skipIf(!built)('the built command', () => {
  test('works through a link, as npm makes one', () => {
    const link = join(folder, 'aa-workbench');
    symlinkSync(join(process.cwd(), 'bin/aa-workbench.js'), link);
    const out = execFileSync(link, ['check', good, '--syntax-only', '--format', 'json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(JSON.parse(out)).toEqual({ files: [{ path: good, ok: true, diagnostics: [] }] });
  });

  test('serves until Ctrl+C, even where npm passes it on a second time, and ends with status 0', async () => {
    const child = spawn(process.execPath, ['bin/aa-workbench.js', 'serve', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise((resolve) => child.once('exit', (status, signal) => resolve([status, signal])));
    let said = '';
    for await (const chunk of child.stdout) {
      said += chunk;
      if (said.includes('Ctrl+C')) break;
    }
    const [url] = /http:\/\/localhost:\d+/.exec(said)!;
    expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({ status: 'ok' });
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGINT'), 5);
    expect(await ended).toEqual([0, null]);
    await expect(fetch(url)).rejects.toThrow();
  });
});
