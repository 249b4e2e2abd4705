import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseFeatures } from '../../shared/targets/features.ts';
import { findTarget, targetFacts } from '../../shared/targets/targets.ts';
import { archiveUris, debianArchive, publicArchive } from './aptSources.ts';
import { chooseToolchain } from './choose.ts';
import { parsersForTests } from './forTests.ts';
import {
  addToolchain,
  canUnpack,
  ensureDefault,
  listToolchains,
  newEnough,
  type Toolchain,
  ToolchainError,
} from './index.ts';
import { run } from './run.ts';
import { findTree } from './tree.ts';
import { dependedLibraries } from './unpack.ts';
import { compareVersions, versionFromBanner } from './version.ts';

const atHand = await parsersForTests();

describe('which archive to fetch from', () => {
  const uris = (name: string, text: string) => archiveUris([{ name, text }]);
  it('reads one-line sources', () =>
    expect(
      uris(
        'sources.list',
        '# deb http://old/debian x main\ndeb [arch=amd64 signed-by=/k] http://a/debian bookworm main\ndeb-src http://b/debian bookworm main\n',
      ),
    ).toEqual(['http://a/debian']));
  it('reads deb822 sources', () =>
    expect(
      uris(
        'debian.sources',
        'Types: deb deb-src\n# a comment\nURIs: http://a/debian\n http://b/debian\nSuites: bookworm\n\nTypes: deb\nEnabled: no\nURIs: http://c/debian\n',
      ),
    ).toEqual(['http://a/debian', 'http://b/debian']));
  it('prefers the plain archive', () =>
    expect(debianArchive(['cdrom:[x]/debian', 'http://a/debian-security', 'http://b/debian/'])).toBe(
      'http://b/debian/',
    ));
  it('falls back to the public one', () =>
    expect(debianArchive(['http://archive.ubuntu.com/ubuntu'])).toBe(publicArchive));
});

describe('versions', () => {
  it('are compared by number', () => expect(compareVersions('4.1.8', '4.1.10')).toBeLessThan(0));
  it('are read from what the parser says', () =>
    expect(versionFromBanner('AppArmor parser version 5.0.2\nCopyright')).toBe('5.0.2'));
  it('the libraries of a package are read from its Depends', () =>
    expect(
      dependedLibraries('debconf, debconf (>= 0.5) | debconf-2.0, libc6 (>= 2.38), libzstd1 (>= 1.5.5)'),
    ).toEqual(['libc6', 'libzstd1']));
});

describe('the parser for a target', () => {
  const parser = (id: string, version: string): Toolchain => ({
    id,
    version,
    command: [],
    base: '',
    root: '',
  });
  const choose = (target: string, ...toolchains: Toolchain[]) =>
    chooseToolchain(findTarget(target)!, toolchains);
  const system = parser('system', '3.0.8');
  const trixie = parser('trixie', '4.1.0');
  const sid = parser('sid', '5.0.2');

  it('is the release’s own', () => {
    expect(choose('debian-13', system, trixie, sid)).toEqual({ toolchain: trixie });
    expect(choose('debian-12', system, sid)).toEqual({ toolchain: system });
  });
  it('else the nearest newer one, and says so', () => {
    const choice = choose('debian-13', system, sid);
    expect(choice?.toolchain).toBe(sid);
    expect(choice?.borrowed).toBe(
      'Debian 13 (trixie) ships apparmor_parser 4.1.0; Debian sid’s 5.0.2 answers here, told what that release’s kernel mediates.',
    );
  });
  it('the system’s answers for the release of the machine, whatever its version', () => {
    const beta = parser('system', '5.0.0~beta1');
    const target = findTarget('ubuntu-26.04')!;
    expect(chooseToolchain(target, [beta, sid])?.borrowed).toContain(
      'this machine’s 5.0.0~beta1 answers here',
    );
    expect(chooseToolchain(target, [beta, sid], target)).toEqual({ toolchain: beta });
  });
  it('is never an older one', () => expect(choose('ubuntu-26.04', system, trixie)).toBeUndefined());
});

describe('toolchains on disk', () => {
  const directory = mkdtempSync(join(tmpdir(), 'toolchains-'));
  const before = process.env.AA_TOOLCHAINS;
  beforeAll(() => {
    process.env.AA_TOOLCHAINS = directory;
  });
  afterEach(() => {
    delete process.env.AA_DEBIAN_ARCHIVE;
    for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true });
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
    if (before === undefined) delete process.env.AA_TOOLCHAINS;
    else process.env.AA_TOOLCHAINS = before;
  });
  const ids = async () => (await listToolchains()).map(({ id }) => id).filter((id) => id !== 'system');

  it('a half-finished unpack does not count', async () => {
    mkdirSync(join(directory, 'trixie/usr/sbin'), { recursive: true });
    mkdirSync(join(directory, '.unpacking-sid-x'));
    mkdirSync(join(directory, 'sid'));
    writeFileSync(join(directory, 'sid/toolchain.json'), '{"suite":"sid","version":"5.0.2"}');
    expect(await ids()).toEqual([]);
  });

  it.each(['', 'Sid', '../x', 'a b', '-x', 'sid main'])('%j is not a suite', (suite) =>
    expect(addToolchain(suite)).rejects.toThrow('is not the name of a Debian suite'),
  );

  it.skipIf(!canUnpack())('an archive that is away is one sentence, soon', async () => {
    process.env.AA_DEBIAN_ARCHIVE = 'http://127.0.0.1:9/debian';
    const started = performance.now();
    const failed = addToolchain('trixie');
    await expect(failed).rejects.toThrow(ToolchainError);
    await expect(failed).rejects.toThrow(
      'The Debian archive cannot be reached, so nothing of Debian trixie was fetched; it needs the network once.',
    );
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(readdirSync(directory)).toEqual([]);
  });

  it.skipIf(!canUnpack())('giving up leaves nothing behind', async () => {
    const stop = new AbortController();
    const given = addToolchain('trixie', { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(given).rejects.toThrow('Fetching from Debian was cancelled.');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('without apt it says what is missing', async () => {
    const path = process.env.PATH;
    process.env.PATH = directory;
    try {
      await expect(addToolchain('trixie')).rejects.toThrow('This machine has no apt');
    } finally {
      process.env.PATH = path;
    }
  });

  it.skipIf(!canUnpack() || atHand.length === 0)(
    'unpacks a suite that then runs, once for all who ask',
    async () => {
      const lines: string[] = [];
      const asked = [
        addToolchain('trixie', { onProgress: (line) => lines.push(line) }),
        addToolchain('trixie'),
      ];
      const [one, two] = await Promise.all(asked);
      expect(one).toBe(two);
      expect(one).toMatchObject({ id: 'trixie', version: expect.stringMatching(/^4\./) });
      expect(lines.at(-1)).toBe(`apparmor_parser ${one!.version} of Debian trixie is ready.`);
      expect(await ids()).toEqual(['trixie']);
      expect(readdirSync(directory)).toEqual(['trixie']);
      const [command, ...args] = one!.command;
      const banner = await run(command!, [...args, '-V']);
      expect(versionFromBanner(banner.stdout)).toBe(one!.version);
      // Everything it loads is its own.
      const loaded = await run(command!, ['--list', ...args]);
      for (const [, path] of loaded.stdout.matchAll(/=> (\S+)/g)) expect(path).toContain(one!.root);
      // What its kernel mediates is what we say without it.
      expect(parseFeatures(readFileSync(one!.features!, 'utf8'))).toEqual(
        findTarget('debian-13')!.features.tree,
      );
    },
  );

  it.skipIf(!canUnpack() || atHand.length === 0)('says plainly that there is no such suite', async () =>
    expect(addToolchain('nosuchsuite')).rejects.toThrow('The Debian archive has no suite “nosuchsuite”.'),
  );
});

describe.skipIf(atHand.length === 0)('the parsers at hand', () => {
  it('one is new enough for the shipped profile, and is found again at once', async () => {
    const started = performance.now();
    expect(newEnough(await ensureDefault())).toBe(true);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('their trees are whole', () => {
    for (const toolchain of atHand.filter(({ root }) => root !== '/'))
      expect(findTree(toolchain.root)).toBeDefined();
  });

  it('what Debian’s kernels mediate is what the packages say', () => {
    for (const { id, version, features } of atHand) {
      const target = targetFacts.find(({ suite, distribution }) => suite === id && distribution === 'debian');
      if (target?.parserVersion === version && features)
        expect(parseFeatures(readFileSync(features, 'utf8'))).toEqual(target.features.tree);
    }
  });

  it('Ubuntu’s are told as AppArmor’s abi files tell them', () => {
    const tree = atHand.find((toolchain) => existsSync(join(toolchain.base, 'abi/5.0')))!;
    const abi = (name: string) => parseFeatures(readFileSync(join(tree.base, 'abi', name), 'utf8'));
    expect(findTarget('ubuntu-26.04')!.features.tree).toEqual(abi('5.0'));
    expect(findTarget('ubuntu-24.04')!.features.tree).toEqual(abi('4.0-ip'));
  });
});
