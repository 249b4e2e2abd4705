/** The package of a profile, through its whole life: real dpkg in a root of its own, the real parser, no kernel. */
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { debName } from '../../shared/debName.ts';
import { renderKit } from '../../shared/kits/index.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import { loadKit } from '../kits.ts';
import { deb } from './deb.ts';
import { missingTools, run, temporaryFolder } from './forTests.ts';
import { kitDeb } from './kitDeb.ts';

const noTools = missingTools('packages', ['dpkg', 'dpkg-deb', 'lintian']).length > 0;
const noRoot =
  missingTools('a package’s life in a root of its own', ['dpkg', 'chroot', 'ldd', 'apparmor_parser']).length >
    0 || process.getuid?.() !== 0;
if (noRoot) console.warn('NOT TESTED: installing packages in a root of its own needs to be root (chroot).');

const { kit, files } = await loadKit(join(import.meta.dirname, '../../public/kits'), 'rustnet');
const sources = { profile: files.profile.text, tunables: files.tunables.text, local: files.local.text };
const folder = temporaryFolder();
const date = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));

async function write(name: string, rendered: OpenFile[], version?: string): Promise<string> {
  const place = join(folder, name);
  writeFileSync(place, await kitDeb(kit, rendered, { date, ...(version ? { version } : {}) }));
  return place;
}

describe.skipIf(noTools)('the package of the kit for rustnet', () => {
  const field = (place: string, name: string) => run('dpkg-deb', ['-f', place, name]).trim();

  test('is one that lintian has nothing to say about', async () => {
    const place = await write('shipped.deb', renderKit(kit, sources, {}));
    expect(run('lintian', ['--fail-on', 'none', '--allow-root', place])).toBe('');
    expect(['Package', 'Version', 'Architecture'].map((name) => field(place, name))).toEqual([
      'rustnet-apparmor',
      expect.stringMatching(/^20260102\.0304\+aa\d/),
      'all',
    ]);
  });

  test('holds its files byte for byte, as configuration', async () => {
    const place = await write('files.deb', renderKit(kit, sources, {}));
    const out = join(folder, 'files');
    run('dpkg-deb', ['-x', place, out]);
    expect(readFileSync(join(out, 'etc/apparmor.d/usr.bin.rustnet'), 'utf8')).toBe(sources.profile);
    expect(run('dpkg-deb', ['-I', place, 'conffiles'])).toBe(
      '/etc/apparmor.d/usr.bin.rustnet\n/etc/apparmor.d/tunables/rustnet.d/site\n',
    );
    const owners = run('dpkg-deb', ['-c', place])
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/)[1]);
    expect(new Set(owners)).toEqual(new Set(['root/root']));
  });

  test('asks for an AppArmor that reads it', async () => {
    const needs = async (target?: string) =>
      field(await write('needs.deb', renderKit(kit, sources, target ? { target } : {})), 'Depends');
    expect(await needs()).toBe('apparmor (>= 5.0.0~)');
    expect(await needs('debian-12')).toBe('apparmor (>= 3.0~)');
  });

  test('is the same bytes for the same files and date', async () => {
    const [a, b] = await Promise.all(
      ['a.deb', 'b.deb'].map((name) => write(name, renderKit(kit, sources, {}))),
    );
    expect(readFileSync(a!).equals(readFileSync(b!))).toBe(true);
  });
});

describe('what cannot be a package', () => {
  const facts = {
    files: [{ path: 'p', text: 'profile p {}\n' }],
    program: 'p',
    version: '1',
    maintainer: 'A <a@b.org>',
    change: 'c',
    date,
  };
  test.each<[string, object, RegExp]>([
    [
      'a name that a shell would read',
      { files: [{ path: 'a$(reboot)', text: '' }] },
      /cannot be in a package/,
    ],
    ['a way out', { files: [{ path: '../x', text: '' }] }, /./],
    ['a version with spaces', { version: '1 2' }, /is no version of a package/],
    ['a maintainer with another field', { maintainer: 'A\nEssential: yes <a@b.org>' }, /is no maintainer/],
  ])('%s', async (_name, wrong, words) => {
    await expect((async () => deb({ ...facts, ...wrong }))()).rejects.toThrow(words);
  });

  test('names follow Debian’s rules, whatever the program is called', () => {
    fc.assert(
      fc.property(fc.string(), (program) => {
        expect(debName(program)).toMatch(/^[a-z0-9][a-z0-9+.-]+$/);
      }),
    );
  });
});

describe.skipIf(noRoot || noTools)('installed in a root of its own', () => {
  const root = join(folder, 'root');
  const at = (path: string) => join(root, path);
  const text = (path: string) => readFileSync(at(path), 'utf8');
  const policy = '/etc/apparmor.d';
  const profile = `${policy}/usr.bin.rustnet`;
  const site = `${policy}/tunables/rustnet.d/site`;
  const local = `${policy}/local/usr.bin.rustnet`;
  const disabled = `${policy}/disable/usr.bin.rustnet`;
  const dpkg = (...words: string[]) =>
    run('dpkg', [`--root=${root}`, '--force-confold', '--log=/dev/null', ...words]);
  const portable = (mode: 'complain' | 'enforce') => renderKit(kit, sources, { target: 'debian-12', mode });
  /** What the scripts had the parser do since the last look. */
  const asked = () => {
    const log = at('/var/log/parser');
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    writeFileSync(log, '');
    return lines.filter((line) => line !== '');
  };
  /** Everything but directories: dpkg takes those away that nobody else is in. */
  const paths = () =>
    run('find', [root, '-not', '-type', 'd', '-not', '-path', '*/var/lib/dpkg/*']).split('\n').sort();
  let bare: string[];

  beforeAll(() => {
    makeRoot(root);
    bare = paths();
  });

  test('it is refused where AppArmor is too old for its abi', async () => {
    const newest = await write('newest.deb', renderKit(kit, sources, {}));
    expect(() => dpkg('-i', newest)).toThrow(/depends on apparmor \(>= 5\.0\.0~\)/);
    dpkg('--purge', 'rustnet-apparmor');
    expect(paths()).toEqual(bare);
    asked();
  });

  test('it loads the profile, and makes the file for local rules', async () => {
    dpkg('-i', await write('one.deb', portable('complain'), '1'));
    expect(asked()).toEqual([`-r -T -W ${profile}: 0`]);
    expect(text(local)).toBe(sources.local);
    expect(text(profile)).toContain('flags=(complain)');
  });

  test('an upgrade brings the new profile, and keeps what was changed here', async () => {
    writeFileSync(at(local), '/srv/traces/*.pcapng w,\n');
    writeFileSync(at(site), `${text(site)}@{RUSTNET_LOG_DIR} += /srv/captures\n`);
    dpkg('-i', await write('two.deb', portable('enforce'), '2'));
    expect(asked()).toEqual([`-r -T -W ${profile}: 0`]);
    expect(text(profile)).not.toContain('flags=(complain)');
    expect(text(local)).toBe('/srv/traces/*.pcapng w,\n');
    expect(text(site)).toMatch(/\/srv\/captures\n$/);
  });

  test('a mode that was set here outlives an upgrade', async () => {
    const mine = text(profile).replace('/usr/bin/rustnet {', '/usr/bin/rustnet flags=(complain) {');
    expect(mine).not.toBe(text(profile));
    writeFileSync(at(profile), mine);
    const [changed] = portable('enforce');
    const newer = { ...changed!, text: `${changed!.text}# newer\n` };
    dpkg('-i', await write('three.deb', [newer, ...portable('enforce').slice(1)], '3'));
    expect(text(profile)).toBe(mine);
    expect(text(`${profile}.dpkg-dist`)).toBe(newer.text);
    asked();
  });

  test('removal unloads it, keeps the configuration, and keeps it from being loaded again', () => {
    dpkg('-r', 'rustnet-apparmor');
    expect(asked()).toEqual([`-R ${profile}: 0`]);
    expect(existsSync(at(profile))).toBe(true);
    expect(text(local)).toBe('/srv/traces/*.pcapng w,\n');
    expect(lstatSync(at(disabled)).isSymbolicLink()).toBe(true);
  });

  test('installed again it is loaded again', async () => {
    dpkg('-i', join(folder, 'three.deb'));
    expect(existsSync(at(disabled))).toBe(false);
    expect(asked()).toEqual([`-r -T -W ${profile}: 0`]);
  });

  test('where it was switched off by hand, it stays so', () => {
    run('ln', ['-s', profile, at(disabled)]);
    dpkg('-r', 'rustnet-apparmor');
    dpkg('-i', join(folder, 'three.deb'));
    expect(lstatSync(at(disabled)).isSymbolicLink()).toBe(true);
    asked();
  });

  test('purging leaves nothing behind', () => {
    dpkg('--purge', 'rustnet-apparmor');
    expect(paths()).toEqual(bare);
  });
});

describe.skipIf(noRoot || noTools)('beside a package of the program that brings the profile itself', () => {
  const root = join(folder, 'beside');
  const profile = '/etc/apparmor.d/usr.bin.rustnet';
  const disabled = join(root, '/etc/apparmor.d/disable/usr.bin.rustnet');
  const dpkg = (...words: string[]) =>
    run('dpkg', [`--root=${root}`, '--force-confnew', '--log=/dev/null', ...words]);
  let ours: string;
  let theirs: string;

  beforeAll(async () => {
    makeRoot(root);
    const rendered = renderKit(kit, sources, { target: 'debian-12' });
    ours = await write('ours.deb', rendered, '1');
    const tree = join(folder, 'theirs');
    for (const { path, text } of rendered.slice(0, 1)) {
      mkdirSync(join(tree, 'etc/apparmor.d'), { recursive: true });
      writeFileSync(join(tree, 'etc/apparmor.d', path), `${text}# theirs\n`);
    }
    mkdirSync(join(tree, 'DEBIAN'));
    writeFileSync(join(tree, 'DEBIAN/conffiles'), `${profile}\n`);
    writeFileSync(
      join(tree, 'DEBIAN/control'),
      'Package: rustnet\nVersion: 9\nArchitecture: all\nMaintainer: A <a@b.org>\nDescription: a\n',
    );
    theirs = join(folder, 'theirs.deb');
    run('dpkg-deb', ['--build', '--root-owner-group', tree, theirs]);
  });

  test.each([
    ['it', () => [ours, theirs], 'rustnet-apparmor'],
    ['the program', () => [theirs, ours], 'rustnet'],
  ])('with %s installed, the other is refused by dpkg, which names the first', (_name, debs, first) => {
    dpkg('-i', debs()[0]!);
    expect(() => dpkg('-i', debs()[1]!)).toThrow(new RegExp(`which is also in package ${first} `));
    dpkg('--purge', first);
  });

  test('purged later, it leaves the other’s profile there, and switches it on', () => {
    dpkg('-i', ours);
    dpkg('-r', 'rustnet-apparmor');
    dpkg('-i', theirs);
    expect(lstatSync(disabled).isSymbolicLink()).toBe(true);
    writeFileSync(join(root, 'var/log/parser'), '');
    dpkg('--purge', 'rustnet-apparmor');
    expect(existsSync(disabled)).toBe(false);
    expect(readFileSync(join(root, profile), 'utf8')).toMatch(/# theirs\n$/);
    expect(readFileSync(join(root, 'var/log/parser'), 'utf8')).toBe(`-r -T -W ${profile}: 0\n`);
  });
});

/**
 * A root with a shell, a few tools, AppArmor's files and its real parser. There is no kernel to load into, so where the
 * scripts load or unload, the parser compiles instead, and what was asked is written down with how it went.
 */
function makeRoot(root: string): void {
  const tools = [
    '/bin/sh',
    '/bin/mkdir',
    '/bin/rm',
    '/bin/rmdir',
    '/bin/ln',
    '/bin/touch',
    '/usr/bin/install',
    '/sbin/apparmor_parser',
  ];
  for (const tool of tools) {
    const needs = run('ldd', [tool]).match(/\/\S+(?= \(0x)/g) ?? [];
    for (const file of [tool, ...needs]) place(root, file);
  }
  const parser = join(root, 'sbin/apparmor_parser');
  cpSync(parser, join(root, 'sbin/the-parser'));
  script(
    parser,
    'for last; do :; done\n/sbin/the-parser -Q -K -T -M /etc/apparmor.d/abi/3.0 "$last"\ncode=$?\necho "$*: $code" >> /var/log/parser\nexit $code\n',
  );
  script(join(root, 'usr/bin/aa-enabled'), 'exit 0\n');
  for (const part of ['abi', 'abstractions', 'tunables'])
    cpSync(`/etc/apparmor.d/${part}`, join(root, 'etc/apparmor.d', part), { recursive: true });
  for (const path of [
    'dev',
    'tmp',
    'etc/apparmor.d/local',
    'var/log',
    'var/cache/apparmor',
    'usr/share/doc',
    'var/lib/dpkg/info',
    'var/lib/dpkg/updates',
    'var/lib/dpkg/triggers',
  ])
    mkdirSync(join(root, path), { recursive: true });
  const version = run('dpkg-query', ['-W', '-f', '${Version}', 'apparmor']);
  writeFileSync(
    join(root, 'var/lib/dpkg/status'),
    `Package: apparmor\nStatus: install ok installed\nArchitecture: all\nVersion: ${version}\nMaintainer: A <a@b.org>\nDescription: a\n\n`,
  );
  for (const path of ['dev/null', 'var/log/parser']) writeFileSync(join(root, path), '');
}

function place(root: string, file: string): void {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  cpSync(file, join(root, file), { dereference: true });
}

function script(path: string, body: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}`);
  chmodSync(path, 0o755);
}
