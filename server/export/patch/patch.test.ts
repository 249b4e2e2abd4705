/** The patch for a small repository of our own, packaged as rustnet's is: made, applied, made again, built. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderKit } from '../../../shared/kits/index.ts';
import { loadKit } from '../../kits.ts';
import { closeParsers } from '../../parser/check.ts';
import { parsersForTests } from '../../toolchains/forTests.ts';
import { newEnough } from '../../toolchains/index.ts';
import { missingTools, run, temporaryFolder } from '../forTests.ts';
import { formsOf, formsOfTexts, type Wanted } from './forms.ts';
import { packagingPatch } from './index.ts';

const parser = (await parsersForTests()).find(newEnough);
const noGit = missingTools('the patch', ['git']).length > 0;
const cannotBuild =
  missingTools('the package that the patched repository builds', [
    'dpkg-buildpackage',
    'dh_apparmor',
    'lintian',
    'apparmor_parser',
  ]).length > 0;
const noToml = missingTools('Cargo.toml, read by another reader', ['python3']).length > 0;
afterAll(closeParsers);

const kits = join(import.meta.dirname, '../../../public/kits');
const onDisk = await loadKit(kits, 'rustnet');
const { profile, tunables, local } = onDisk.files;
const sources = { profile: profile.text, tunables: tunables.text, local: local.text };
const author = { name: 'Ada Lovelace', email: 'ada@program.example.org' };
const folder = temporaryFolder();
const fixture = join(import.meta.dirname, 'fixture');

/** A repository with the fixture's files, changed by `change`, in one commit. */
function repository(name: string, change: (place: string) => void = () => {}): string {
  const place = join(folder, name);
  cpSync(fixture, place, { recursive: true });
  change(place);
  run('git', ['init', '-q', '-b', 'main'], place);
  commit(place, 'The program');
  return place;
}

function commit(place: string, message: string): void {
  run('git', ['add', '-A'], place);
  run(
    'git',
    ['-c', 'user.name=Test', '-c', 'user.email=test@program.example.org', 'commit', '-qm', message],
    place,
  );
}

function apply(place: string, patch: string, ...options: string[]): void {
  const file = join(folder, 'a.patch');
  writeFileSync(file, patch);
  run(
    'git',
    ['-c', 'user.name=Test', '-c', 'user.email=test@program.example.org', 'am', '-q', ...options, file],
    place,
  );
}

const patchFor = (place: string, wanted: Wanted = {}) =>
  packagingPatch({
    kit: onDisk.kit,
    forms: formsOf(onDisk.kit, sources, wanted),
    kitFolder: join(kits, 'rustnet'),
    repository: place,
    author,
  });
const text = (place: string, path: string) => readFileSync(join(place, path), 'utf8');
const edit = (place: string, path: string, change: (text: string) => string) =>
  writeFileSync(join(place, path), change(text(place, path)));

describe.skipIf(!parser || noGit)('a checkout', () => {
  let place: string;
  let made: Awaited<ReturnType<typeof packagingPatch>>;
  let before: string;

  beforeAll(async () => {
    place = repository('whole');
    before = snapshot(place);
    made = await patchFor(place, { tunables: { RUSTNET_LOG_DIR: ['/var/log/rustnet', '/srv/my captures'] } });
    expect(snapshot(place)).toBe(before);
    apply(place, made.patch!);
  });

  test('has a place for everything', () => {
    expect(made.missing).toEqual([]);
    expect(made.notes).toEqual([expect.stringContaining('SECURITY.zh-CN.md is a translation')]);
    expect(run('git', ['log', '-1', '--format=%an <%ae>|%s'], place)).toBe(
      'Ada Lovelace <ada@program.example.org>|packaging(deb): confine rustnet with an AppArmor profile\n',
    );
    expect(run('git', ['show', '--stat', '--format=%b', 'HEAD'], place)).not.toMatch(/by hand/);
  });

  test('is changed only by adding lines, but for two that lists go on in', () => {
    const removed = run('git', ['diff', '-U0', 'HEAD~1'], place).match(/^-(?!--).*$/gm);
    expect(removed).toEqual(['-conf-files = []', '-               make']);
  });

  test('has nothing to do the second time', async () => {
    const again = await patchFor(place, {
      tunables: { RUSTNET_LOG_DIR: ['/var/log/rustnet', '/srv/my captures'] },
    });
    expect(again).toEqual({ changed: [], missing: [], notes: [] });
  });

  test('has both forms, and the value in quotes', () => {
    expect(text(place, 'debian/apparmor/usr.bin.rustnet')).toMatch(
      /abi <abi\/3\.0>[\s\S]*network inet dgram,/,
    );
    expect(text(place, 'debian/apparmor/usr.bin.rustnet.abi-5.0')).toBe(sources.profile);
    expect(text(place, 'debian/apparmor/tunables/rustnet.d/site')).toContain(
      '@{RUSTNET_LOG_DIR} += "/srv/my captures"\n',
    );
  });

  test('says what each release enforces, from the compiled policy', () => {
    const rows = text(place, 'SECURITY.md')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    const cells = (name: string) =>
      rows
        .find((row) => row.startsWith(`| ${name}`))!
        .split(' | ')
        .slice(1)
        .map((cell) => cell.replace(' |', ''));
    expect(cells('Form of')).toEqual(['portable', 'portable', 'portable', 'portable', 'portable', 'abi/5.0']);
    expect(cells('UDP 203.0.113.7:1234')).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'allowed',
      'allowed',
      'refused',
    ]);
    expect(text(place, 'SECURITY.md')).toMatch(
      /Refused on every one of them:\n\n- Read: `\/etc\/shadow`, .*\n- Write: .*\n- Run: `\/usr\/bin\/dash`, /,
    );
    expect(text(place, 'SECURITY.md')).toContain('(default `/var/log/rustnet`, `/srv/my captures`)');
  });

  test('links its two sections to each other and from their contents', () => {
    for (const [path, other] of [
      ['SECURITY.md', 'INSTALL.md'],
      ['INSTALL.md', 'SECURITY.md'],
    ] as const) {
      expect(text(place, path)).toContain('\n## AppArmor (Debian and Ubuntu)\n');
      expect(text(place, path)).toContain('- [AppArmor (Debian and Ubuntu)](#apparmor-debian-and-ubuntu)\n');
      expect(text(place, path)).toContain(`](${other}#apparmor-debian-and-ubuntu)`);
    }
  });

  test('has CI parse it on the series that are built, checking out as the others do', () => {
    const workflow = text(place, '.github/workflows/apparmor.yml');
    expect(workflow).toContain("ubuntu: ['22.04', '24.04', '26.04']");
    expect(workflow).toContain('uses: actions/checkout@0000000000000000000000000000000000000001 # v7\n');
    expect(workflow).toContain('branches: [main]');
  });

  test.skipIf(noToml)('has a manifest that any reader of TOML reads', () => {
    const script =
      'import json,tomllib;print(json.dumps(tomllib.load(open("Cargo.toml","rb"))["package"]["metadata"]["deb"]))';
    expect(JSON.parse(run('python3', ['-c', script], place))).toMatchObject({
      assets: [
        ['target/release/rustnet', 'usr/bin/', '755'],
        ['assets/services', 'usr/share/rustnet-monitor/', '644'],
        ['debian/apparmor/usr.bin.rustnet', 'etc/apparmor.d/usr.bin.rustnet', '644'],
        ['debian/apparmor/tunables/rustnet.d/site', 'etc/apparmor.d/tunables/rustnet.d/site', '644'],
      ],
      'conf-files': ['/etc/apparmor.d/usr.bin.rustnet', '/etc/apparmor.d/tunables/rustnet.d/site'],
      'maintainer-scripts': 'debian/apparmor/cargo-deb/',
    });
  });

  test('has scripts for cargo-deb that a shell can read', () => {
    for (const script of ['postinst', 'postrm'])
      run('sh', ['-n', join(place, 'debian/apparmor/cargo-deb', script)]);
  });

  test.skipIf(cannotBuild)('builds a package with dh_apparmor that lintian has no error for', () => {
    const build = join(folder, 'build');
    mkdirSync(build);
    run('git', ['clone', '-q', place, join(build, 'source')]);
    run('dpkg-buildpackage', ['-b', '-uc', '-us', '-d'], join(build, 'source'));
    const deb = join(build, readdirSync(build).find((name) => name.endsWith('.deb'))!);
    expect(run('dpkg-deb', ['-f', deb, 'Package'])).toBe('rustnet\n');
    expect(run('dpkg-deb', ['-I', deb, 'conffiles']).split('\n').sort()).toEqual([
      '',
      '/etc/apparmor.d/tunables/rustnet.d/site',
      '/etc/apparmor.d/usr.bin.rustnet',
    ]);
    expect(run('dpkg-deb', ['-I', deb, 'postinst'])).toMatch(
      /apparmor_parser -r -T -W "\$APP_PROFILE"[\s\S]*setcap/,
    );
    const out = join(build, 'out');
    run('dpkg-deb', ['-x', deb, out]);
    const form = existsSync('/etc/apparmor.d/abi/5.0') ? 'usr.bin.rustnet.abi-5.0' : 'usr.bin.rustnet';
    expect(text(out, 'etc/apparmor.d/usr.bin.rustnet')).toBe(text(place, `debian/apparmor/${form}`));
    expect(run('lintian', ['--fail-on', 'none', '--allow-root', deb])).not.toMatch(/^E:/m);
  });

  test.skipIf(cannotBuild)('installs the newer form where the series has its abi', () => {
    const planned = (abi: string) =>
      run(
        'sh',
        ['-c', `sed 's#/etc/apparmor.d/abi/5.0#${abi}#' debian/rules | make -nf - execute_after_dh_install`],
        place,
      );
    expect(planned(place)).toContain(
      'install -Dm644 debian/apparmor/usr.bin.rustnet.abi-5.0 debian/rustnet/etc/apparmor.d/usr.bin.rustnet',
    );
    expect(planned('/none')).toContain(
      'install -Dm644 debian/apparmor/usr.bin.rustnet debian/rustnet/etc/apparmor.d/usr.bin.rustnet',
    );
  });
});

describe.skipIf(!parser || noGit)('what has no place is named, and the rest is made', () => {
  test('of a repository that is built otherwise', async () => {
    const place = repository('other', (at) => {
      edit(at, 'debian/rules', (rules) => rules.replace('dh $@', 'make binary'));
      edit(at, 'debian/postinst', (script) => script.replace('#DEBHELPER#', ''));
      edit(at, 'Cargo.toml', (manifest) =>
        manifest.replace(/^\[package\.metadata\.deb\][\s\S]*?(?=^\[package\.metadata\.gen)/m, ''),
      );
      rmSync(join(at, '.github'), { recursive: true });
      rmSync(join(at, 'INSTALL.md'));
    });
    const { patch, missing } = await patchFor(place);
    expect(missing.map((one) => one.split(':')[0])).toEqual([
      'debian/rules',
      'debian/postinst',
      'Cargo.toml',
      '.github/workflows',
      'INSTALL.md',
    ]);
    apply(place, patch!);
    expect(run('git', ['log', '-1', '--format=%b'], place)).toMatch(
      /Still to be done by hand:\n\* debian\/rules:/,
    );
    expect(existsSync(join(place, 'debian/apparmor/usr.bin.rustnet'))).toBe(true);
    expect((await patchFor(place)).changed).toEqual([]);
  });

  test('scripts that cargo-deb has already are added to', async () => {
    const place = repository('scripts', (at) => {
      edit(at, 'Cargo.toml', (manifest) =>
        manifest.replace('conf-files', 'maintainer-scripts = "packaging"\nconf-files'),
      );
      mkdirSync(join(at, 'packaging'));
      writeFileSync(
        join(at, 'packaging/postinst'),
        '#!/bin/sh\nset -e\nsetcap cap_net_raw+eip /usr/bin/rustnet\n',
      );
    });
    const { patch, missing } = await patchFor(place);
    expect(missing).toEqual([]);
    apply(place, patch!);
    expect(text(place, 'packaging/postinst')).toMatch(
      /^#!\/bin\/sh\nset -e\nsetcap[^\n]*\n\n# AppArmor[^\n]*\nif /,
    );
    expect(existsSync(join(place, 'packaging/postrm'))).toBe(true);
    expect((await patchFor(place)).changed).toEqual([]);
  });

  test('of a repository with other files where ours would be', async () => {
    const place = repository('taken', (at) => {
      rmSync(join(at, 'debian/install'));
      writeFileSync(join(at, 'list'), 'assets/services usr/share/rustnet-monitor/\n');
      symlinkSync('../list', join(at, 'debian/install'));
      writeFileSync(join(at, '.github/workflows/apparmor.yml'), 'on: push\n');
      rmSync(join(at, 'INSTALL.md'));
      symlinkSync('SECURITY.md', join(at, 'INSTALL.md'));
    });
    const { patch, missing } = await patchFor(place);
    expect(missing).toEqual([
      expect.stringMatching(/^debian\/install: it is a link; .*add “debian\/apparmor\/tunables/),
      expect.stringMatching(/^\.github\/workflows\/apparmor\.yml: there is one already/),
      expect.stringMatching(/^INSTALL\.md: it is a link; /),
    ]);
    apply(place, patch!);
    expect(readlinkSync(join(place, 'debian/install'))).toBe('../list');
  });

  test('of a repository with a file where a folder would be', async () => {
    const place = repository('blocked', (at) => writeFileSync(join(at, 'debian/apparmor'), 'x\n'));
    const { patch, missing } = await patchFor(place);
    expect(missing).toContainEqual(
      'debian/apparmor/usr.bin.rustnet: debian/apparmor is a file, not a folder',
    );
    apply(place, patch!);
  });

  test('of a repository that installs a profile of its own', async () => {
    const place = repository('own', (at) => {
      edit(at, 'debian/install', (list) => `${list}apparmor/usr.bin.rustnet etc/apparmor.d\n`);
      edit(
        at,
        'debian/rules',
        (rules) =>
          `${rules}\noverride_dh_install:\n\tdh_install\n\tdh_apparmor --profile-name=usr.bin.rustnet\n`,
      );
      mkdirSync(join(at, 'apparmor'));
      writeFileSync(join(at, 'apparmor/usr.bin.rustnet'), 'profile rustnet /usr/bin/rustnet { }\n');
    });
    expect((await patchFor(place)).missing).toEqual([
      expect.stringMatching(
        /^debian\/install: it installs .* from apparmor\/usr\.bin\.rustnet, which is another/,
      ),
      expect.stringMatching(/^debian\/rules: it calls dh_apparmor for usr\.bin\.rustnet already/),
    ]);
  });

  test('nothing, where the metadata is in a member of the workspace and documents are in a folder', async () => {
    const place = repository('member', (at) => {
      const manifest = text(at, 'Cargo.toml');
      const from = manifest.indexOf('[package]');
      mkdirSync(join(at, 'crates/app'), { recursive: true });
      writeFileSync(join(at, 'crates/app/Cargo.toml'), manifest.slice(from));
      writeFileSync(join(at, 'Cargo.toml'), '[workspace]\nmembers = ["crates/app"]\n');
      renameSync(join(at, 'SECURITY.md'), join(at, '.github/SECURITY.md'));
      writeFileSync(join(at, 'CHANGELOG.md'), '# Changes\n\n## [Unreleased]\n\n## [1.0]\n');
    });
    const { patch, missing } = await patchFor(place);
    expect(missing).toEqual([]);
    apply(place, patch!);
    expect(text(place, 'crates/app/Cargo.toml')).toContain(
      '"../../debian/apparmor/usr.bin.rustnet",\n        "etc/apparmor.d/usr.bin.rustnet"',
    );
    expect(text(place, 'crates/app/Cargo.toml')).toContain(
      'maintainer-scripts = "../../debian/apparmor/cargo-deb/"',
    );
    expect(existsSync(join(place, 'debian/apparmor/cargo-deb/postinst'))).toBe(true);
    expect(text(place, '.github/SECURITY.md')).toContain('](../INSTALL.md#apparmor-debian-and-ubuntu)');
    expect(text(place, 'INSTALL.md')).toContain('](.github/SECURITY.md#apparmor-debian-and-ubuntu)');
    expect(text(place, 'CHANGELOG.md')).toMatch(
      /## \[Unreleased\]\n\n### Added\n- \*\*AppArmor profile [\s\S]*complain mode;[\s\S]*\(#272\)\n\n## \[1\.0\]\n$/,
    );
    expect((await patchFor(place)).changed).toEqual([]);
  });

  test('scripts that debhelper and cargo-deb share keep the mark of debhelper', async () => {
    const place = repository('shared', (at) =>
      edit(at, 'Cargo.toml', (manifest) =>
        manifest.replace('conf-files', 'maintainer-scripts = "debian"\nconf-files'),
      ),
    );
    apply(place, (await patchFor(place)).patch!);
    for (const script of ['postinst', 'postrm'])
      expect(text(place, `debian/${script}`)).toMatch(/apparmor[\s\S]*^#DEBHELPER#$/m);
  });

  test('a section of that heading in other words is told, and stays', async () => {
    const place = repository('again');
    apply(place, (await patchFor(place)).patch!);
    const { patch, notes } = await patchFor(place, { mode: 'enforce' });
    expect(notes).toContainEqual(expect.stringMatching(/^SECURITY\.md has a section of that heading/));
    expect(notes).toContainEqual(
      'debian/apparmor/usr.bin.rustnet is there already; the patch replaces it, and what was changed in it.',
    );
    expect(patch).not.toContain('a/SECURITY.md');
    apply(place, patch!);
    expect(run('git', ['log', '-1', '--format=%B'], place)).toBe(
      'packaging(deb): update the AppArmor profile of rustnet\n\n* debian/apparmor: the profile in two forms: debian/rules installs the\n  one that the series can enforce\n\nSee: https://github.com/domcyrus/rustnet/issues/272\n\n',
    );
  });

  test('a file in another encoding is left as it is, and one with line breaks of Windows keeps them', async () => {
    const place = repository('encodings', (at) => {
      writeFileSync(join(at, 'SECURITY.md'), Buffer.from('# S\u00e9curit\u00e9\n', 'latin1'));
      edit(at, 'INSTALL.md', (old) => old.replaceAll('\n', '\r\n'));
    });
    const { patch, missing, notes } = await patchFor(place);
    expect(missing).toEqual([expect.stringMatching(/^SECURITY\.md: it is not in UTF-8/)]);
    expect(notes).toContainEqual(expect.stringMatching(/^INSTALL\.md has line breaks of Windows/));
    apply(place, patch!, '--keep-cr');
    expect(text(place, 'INSTALL.md')).toContain('## AppArmor (Debian and Ubuntu)\r\n');
    expect(text(place, 'INSTALL.md')).not.toMatch(/[^\r]\n/);
  });

  test.each<[string, (place: string, from: string) => void]>([
    ['a shallow clone', (place, from) => run('git', ['clone', '-q', '--depth=1', `file://${from}`, place])],
    [
      'a clone that borrows its objects',
      (place, from) => run('git', ['clone', '-q', '--shared', from, place]),
    ],
    ['a second working tree', (place, from) => run('git', ['-C', from, 'worktree', 'add', '-q', place])],
  ])('of %s', async (name, make) => {
    const place = join(folder, name.replaceAll(' ', '-'));
    make(place, repository(`for-${name.replaceAll(' ', '-')}`));
    const { patch, missing } = await patchFor(join(place, 'debian'));
    expect(missing).toEqual([]);
    apply(place, patch!);
    expect((await patchFor(place)).changed).toEqual([]);
  });

  test('a form that needs no inet says so', async () => {
    const place = repository('socket');
    apply(place, (await patchFor(place, { options: { 'reverse-dns': 'resolver-socket' } })).patch!);
    expect(text(place, 'SECURITY.md')).toContain('No form grants more of `inet`');
    expect(text(place, 'SECURITY.md')).toMatch(/\| UDP 127\.0\.0\.53:53 \|( refused \|){6}/);
    expect(text(place, 'SECURITY.md')).toMatch(
      /Refused on every one of them:\n\n- UDP: `203\.0\.113\.7:1234`/,
    );
    expect(text(place, 'SECURITY.md')).toContain('nothing over `inet` |');
    expect(text(place, 'SECURITY.md')).not.toContain('tunnel');
  });

  test('a value that opens what the profile is to refuse is told', async () => {
    const place = repository('opened');
    const { notes } = await patchFor(place, { tunables: { RUSTNET_LOG_DIR: ['/etc'] } });
    expect(notes).toContainEqual(
      expect.stringMatching(
        /^By these options and values every release allows .*: Write \/etc\/cron\.d\/a; /,
      ),
    );
  });

  test('changes that are not committed are said, and stay out of it', async () => {
    const place = repository('dirty');
    edit(place, 'SECURITY.md', (old) => `${old}\nNot committed.\n`);
    const { patch, notes } = await patchFor(place);
    expect(notes).toContainEqual(expect.stringContaining('SECURITY.md is changed in the working tree'));
    expect(patch).not.toContain('Not committed');
  });

  test('a choice that old parsers do not read goes into the newer form alone', async () => {
    const place = repository('choice');
    apply(place, (await patchFor(place, { options: { 'reverse-dns': 'port-53' }, mode: 'enforce' })).patch!);
    expect(text(place, 'debian/apparmor/usr.bin.rustnet')).not.toMatch(/peer=|flags=\(complain\)/);
    expect(text(place, 'debian/apparmor/usr.bin.rustnet.abi-5.0')).toContain('peer=(port=53)');
    expect(text(place, 'SECURITY.md')).toContain('**enforce mode**');
    expect(text(place, 'SECURITY.md')).toContain('the form allows `inet`');
  });
});

const real = process.env.RUSTNET_REPOSITORY;
if (!real)
  console.warn('NOT TESTED: the patch for rustnet itself: RUSTNET_REPOSITORY names no checkout of it.');

test.skipIf(!real || !parser || noGit)('a checkout of rustnet has a place for everything', async () => {
  const place = join(folder, 'rustnet');
  run('git', ['clone', '-q', real!, place]);
  const { patch, missing } = await patchFor(place);
  expect(missing).toEqual([]);
  apply(place, patch!);
  expect((await patchFor(place)).changed).toEqual([]);
});

describe('the forms of edited texts', () => {
  const { kit } = onDisk;
  const texts = (wanted: Wanted, target?: string) =>
    renderKit(kit, sources, { ...wanted, ...(target ? { target } : {}) });
  const profileOf = (form: { files: { text: string }[] } | undefined) => form?.files.at(0)?.text;

  test.each(['debian-12', 'ubuntu-26.04'])(
    'are those of the kit, whichever is open: that for %s',
    (target) => {
      const made = formsOfTexts(kit, texts({}, target));
      const expected = formsOf(kit, sources, {});
      expect(profileOf(made.newer)).toBe(profileOf(expected.newer));
      expect(profileOf(made.portable)).toBe(profileOf(expected.portable));
    },
  );
  test('keep another choice and every edit in both', () => {
    const [profile, ...others] = texts({ options: { 'reverse-dns': 'resolver-socket', 'geoip/cwd': false } });
    const { portable, newer } = formsOfTexts(kit, [
      { ...profile!, text: `${profile!.text}# mine\n` },
      ...others,
    ]);
    for (const form of [portable, newer]) {
      expect(profileOf(form)).not.toMatch(/network inet6? |GeoLite2-/);
      expect(profileOf(form)).toMatch(/# mine\n$/);
    }
    expect([portable.abi, newer?.abi]).toEqual(['3.0', '5.0']);
  });
});

describe.skipIf(noGit)('what cannot be patched at all', () => {
  test.each<[string, (place: string) => void, RegExp]>([
    ['no repository', (place) => mkdirSync(place), /is no checkout of a git repository/],
    ['no directory', () => {}, /^There is no directory /],
    ['a file', (place) => writeFileSync(place, ''), /is no directory\.$/],
    ['a bare one', (place) => run('git', ['init', '-q', '--bare', place]), /without files \(bare\)/],
    ['no commit', (place) => run('git', ['init', '-q', place]), /has no commit yet/],
    [
      'no packaging',
      (place) => {
        mkdirSync(place);
        writeFileSync(join(place, 'README'), 'x');
        run('git', ['init', '-q'], place);
        commit(place, 'x');
      },
      /has no debian\/control/,
    ],
    [
      'two packages of other names',
      (place) => {
        repository(place.slice(dirname(place).length + 1), (at) =>
          edit(
            at,
            'debian/control',
            (control) =>
              `${control.replace('Package: rustnet', 'Package: one')}\nPackage: two\nArchitecture: all\nDescription: two\n`,
          ),
        );
      },
      /has 2 packages \(one, two\), and none is called rustnet/,
    ],
  ])('%s', async (name, prepare, words) => {
    const place = join(folder, name.replaceAll(' ', '-'));
    prepare(place);
    await expect(patchFor(place)).rejects.toThrow(words);
  });
});

/** Everything in the working tree and in .git, by name and content: making a patch changes none of it. */
function snapshot(place: string): string {
  return run('sh', ['-c', 'find . -type f -exec sha256sum {} + | sort'], place);
}
