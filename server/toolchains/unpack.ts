/** Unpacks a suite's apparmor_parser from Debian packages: without root, and without touching the machine's own apt. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { archiveUris, debianArchive } from './aptSources.ts';
import { type Ran, run } from './run.ts';
import { findTree, treeCommand } from './tree.ts';
import { type ProgressOptions, ToolchainError } from './types.ts';
import { versionFromBanner } from './version.ts';

/** Written last, into the finished tree: a directory without it never counts as a toolchain. */
export const markerName = 'toolchain.json';
export interface Marker {
  suite: string;
  version: string;
  packages: string[];
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
// The parser and what it is linked with; libraries that a release adds are read from the package's own Depends.
const basePackages = ['libapparmor1', 'libc6', 'libstdc++6', 'libgcc-s1'];
const minutes = 60_000;

/**
 * Fetches and unpacks `suite` into `directory/suite`, by way of a directory beside it that is renamed at the end.
 * Signatures are always verified. Throws ToolchainError with one sentence.
 */
export async function unpackSuite(suite: string, directory: string, options: ProgressOptions): Promise<void> {
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(suite))
    throw new ToolchainError(
      `“${suite}” is not the name of a Debian suite; expected one like bookworm or sid.`,
    );
  await mkdir(directory, { recursive: true });
  const work = await mkdtemp(join(directory, `.unpacking-${suite}-`));
  try {
    const apt = await privateApt(suite, work, options);
    await updateIndex(apt, suite, options);
    const packages = await download(apt, suite, options);
    options.onProgress?.('Unpacking.');
    const root = join(work, 'root');
    await mkdir(root);
    for (const archive of packages) {
      const unpacked = await run('dpkg-deb', ['-x', join(apt.downloads, archive), root], {
        signal: options.signal,
      });
      if (unpacked.status !== 0)
        throw new ToolchainError(`dpkg-deb could not unpack ${archive}: ${lastLine(unpacked)}`);
    }
    for (const unused of ['doc', 'man', 'locale', 'lintian', 'gcc', 'gdb', 'apport'])
      await rm(join(root, 'usr/share', unused), { recursive: true, force: true });
    const version = await tryParser(root, suite, options);
    const marker: Marker = { suite, version, packages };
    await writeFile(join(root, markerName), `${JSON.stringify(marker, null, 2)}\n`);
    await putInPlace(root, join(directory, suite), join(work, 'replaced'));
    options.onProgress?.(`apparmor_parser ${version} of Debian ${suite} is ready.`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Another process may be doing the same: whoever is last finds a finished tree, and leaves it. */
async function putInPlace(root: string, place: string, replaced: string): Promise<void> {
  await rename(place, replaced).catch(ignore('ENOENT'));
  await rename(root, place).catch(ignore('ENOTEMPTY', 'EEXIST'));
}

function ignore(...codes: string[]): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
}

interface PrivateApt {
  env: NodeJS.ProcessEnv;
  downloads: string;
}

/**
 * An apt configuration of its own: one source (AA_DEBIAN_ARCHIVE, else the machine's own Debian archive, else the public one), its
 * own lists and cache, nothing of the system's but proxies.
 */
async function privateApt(suite: string, work: string, options: ProgressOptions): Promise<PrivateApt> {
  const architecture = await run('dpkg', ['--print-architecture'], { signal: options.signal });
  const probe = await run('apt-get', ['--version'], { signal: options.signal });
  if (architecture.failed === 'missing' || probe.failed === 'missing')
    throw new ToolchainError(
      'This machine has no apt, so a parser cannot be unpacked from Debian packages; install apparmor_parser with its own package manager.',
    );
  for (const place of ['etc', 'state/lists/partial', 'cache/archives/partial', 'downloads'])
    await mkdir(join(work, place), { recursive: true });
  const uri = process.env.AA_DEBIAN_ARCHIVE || debianArchive(archiveUris(await machineSources()));
  const key = existsSync(keyring) ? keyring : await fetchKeyring(work, options);
  options.onProgress?.(`Fetching the package list of Debian ${suite} from ${new URL(uri).host}.`);
  await writeFile(join(work, 'etc/sources.list'), `deb [signed-by=${key}] ${uri} ${suite} main\n`);
  await writeFile(join(work, 'status'), '');
  const configuration = join(work, 'apt.conf');
  const settings: [string, string][] = [
    ['Dir::Etc', join(work, 'etc/')],
    ['Dir::Etc::sourcelist', join(work, 'etc/sources.list')],
    ['Dir::Etc::sourceparts', '-'],
    ['Dir::State', join(work, 'state')],
    ['Dir::State::status', join(work, 'status')],
    ['Dir::Cache', join(work, 'cache')],
    ['APT::Architecture', architecture.stdout.trim()],
    ['APT::Architectures', architecture.stdout.trim()],
    ['APT::Get::List-Cleanup', '0'],
    // As root, apt would otherwise fetch as a user that cannot enter our directory.
    ['APT::Sandbox::User', 'root'],
    ['Acquire::Languages', 'none'],
    ['Acquire::Retries', '1'],
    ['Acquire::http::Timeout', '20'],
    ['Acquire::https::Timeout', '20'],
    ...(await proxySettings(options)),
  ];
  await writeFile(configuration, settings.map(([name, value]) => `${name} "${value}";\n`).join(''));
  return { env: { APT_CONFIG: configuration }, downloads: join(work, 'downloads') };
}

async function machineSources(): Promise<{ name: string; text: string }[]> {
  const parts = '/etc/apt/sources.list.d';
  const names = existsSync(parts)
    ? (await readdir(parts)).filter((name) => /\.(?:list|sources)$/.test(name)).sort()
    : [];
  const texts: { name: string; text: string }[] = [];
  for (const path of ['/etc/apt/sources.list', ...names.map((name) => join(parts, name))]) {
    const text = await readFile(path, 'utf8').catch(() => '');
    texts.push({ name: basename(path), text });
  }
  return texts;
}

/** How the machine reaches the network is its own business: proxies are taken over as they are. */
async function proxySettings(options: ProgressOptions): Promise<[string, string][]> {
  const dump = await run('apt-config', ['dump', 'Acquire'], { signal: options.signal });
  return [...dump.stdout.matchAll(/^(Acquire::https?::(?:\S*::)?Proxy(?:::\S+)?) "([^"]+)";$/gm)].map(
    (match) => [match[1]!, match[2]!],
  );
}

/** Ubuntu ships Debian's keys as a package: without the keys nothing could be verified. */
async function fetchKeyring(work: string, options: ProgressOptions): Promise<string> {
  options.onProgress?.('Fetching Debian’s archive keys.');
  const place = join(work, 'keyring');
  await mkdir(place);
  const fetched = await run('apt-get', ['download', 'debian-archive-keyring'], {
    cwd: place,
    signal: options.signal,
    timeoutMs: minutes,
  });
  const archive = (await readdir(place)).find((name) => name.endsWith('.deb'));
  if (fetched.status !== 0 || !archive)
    throw new ToolchainError(
      'Debian’s archive keys are not on this machine and could not be fetched; install the package debian-archive-keyring.',
    );
  await run('dpkg-deb', ['-x', join(place, archive), place], { signal: options.signal });
  return join(place, keyring);
}

async function updateIndex(apt: PrivateApt, suite: string, options: ProgressOptions): Promise<void> {
  const update = (extra: string[]) =>
    run('apt-get', [...extra, 'update'], { env: apt.env, signal: options.signal, timeoutMs: 5 * minutes });
  let ran = await update([]);
  if (/Release file for .* is expired/.test(ran.stderr)) {
    options.onProgress?.(
      `The archive’s list for ${suite} is past its date, as on an old mirror; using it all the same (its signature is still verified).`,
    );
    ran = await update(['-o', 'Acquire::Check-Valid-Until=false']);
  }
  throwIfAborted(options);
  if (ran.status !== 0 || /^(?:E|W): Failed to fetch|^W: Some index files/m.test(ran.stderr))
    throw new ToolchainError(fetchFailure(ran, suite));
}

async function download(apt: PrivateApt, suite: string, options: ProgressOptions): Promise<string[]> {
  options.onProgress?.('Fetching the parser and its libraries.');
  const fetch = (names: string[]) =>
    run('apt-get', ['download', ...names], {
      cwd: apt.downloads,
      env: apt.env,
      signal: options.signal,
      timeoutMs: 5 * minutes,
    });
  const parser = await fetch(['apparmor']);
  throwIfAborted(options);
  if (parser.status !== 0) throw new ToolchainError(fetchFailure(parser, suite));
  const archive = (await readdir(apt.downloads)).find((name) => name.startsWith('apparmor_'));
  if (!archive)
    throw new ToolchainError(`apt-get said it fetched apparmor of ${suite}, but there is no package.`);
  const depends = await run('dpkg-deb', ['-f', join(apt.downloads, archive), 'Depends'], {
    signal: options.signal,
  });
  const libraries = await fetch([...new Set([...basePackages, ...dependedLibraries(depends.stdout)])]);
  throwIfAborted(options);
  if (libraries.status !== 0) throw new ToolchainError(fetchFailure(libraries, suite));
  return (await readdir(apt.downloads)).filter((name) => name.endsWith('.deb')).sort();
}

/** The library packages in a Depends field. */
export function dependedLibraries(depends: string): string[] {
  return depends
    .split(',')
    .map((clause) => /^\s*([a-z0-9][a-z0-9+.-]*)/.exec(clause)?.[1] ?? '')
    .filter((name) => name.startsWith('lib'));
}

async function tryParser(root: string, suite: string, options: ProgressOptions): Promise<string> {
  const tree = findTree(root);
  if (!tree)
    throw new ToolchainError(`The packages of ${suite} do not hold a parser, a loader and a policy tree.`);
  const [loader, ...args] = treeCommand(tree);
  const banner = await run(loader!, [...args, '-V'], { signal: options.signal, timeoutMs: 10_000 });
  const version = versionFromBanner(banner.stdout);
  if (!version)
    throw new ToolchainError(`The parser of ${suite} does not run on this machine: ${lastLine(banner)}`);
  return version;
}

/** apt's reasons in one sentence; what it says itself is kept short. */
function fetchFailure(ran: Ran, suite: string): string {
  if (ran.failed === 'stopped')
    return `Fetching Debian ${suite} took too long and was stopped; is the network slow or away?`;
  if (
    /Temporary failure resolving|Could not resolve|Could not connect|Connection (?:failed|refused|timed out)|Network is unreachable|Unable to connect/i.test(
      ran.stderr,
    )
  )
    return `The Debian archive cannot be reached, so the parser of ${suite} was not fetched; it needs the network once.`;
  if (/404\s+Not Found|does not have a Release file/i.test(ran.stderr))
    return `The Debian archive has no suite “${suite}”.`;
  if (/NO_PUBKEY|not signed|signatures? (?:couldn't|were|is) (?:be verified|invalid)/i.test(ran.stderr))
    return `The signature of Debian ${suite} could not be verified with the keys on this machine; update debian-archive-keyring.`;
  return `apt-get could not fetch Debian ${suite}: ${lastLine(ran)}`;
}

function lastLine(ran: Ran): string {
  const lines = (ran.stderr || ran.stdout).trim().split('\n');
  return (lines.find((line) => line.startsWith('E:')) ?? lines.at(-1) ?? 'no reason given').slice(0, 300);
}

function throwIfAborted(options: ProgressOptions): void {
  if (options.signal?.aborted) throw new ToolchainError('Fetching the parser was cancelled.');
}
