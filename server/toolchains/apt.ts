/** Fetches Debian packages of any suite by an apt configuration of our own: without root, and without touching the machine's. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { archiveUris, debianArchive } from './aptSources.ts';
import { type Ran, run } from './run.ts';
import { type ProgressOptions, ToolchainError } from './types.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const minutes = 60_000;

/** An apt configuration for one suite; what it downloads lands in `downloads`. */
export interface PrivateApt {
  suite: string;
  env: NodeJS.ProcessEnv;
  downloads: string;
}

/**
 * Makes an apt configuration in the directory `work` and reads the suite's package list; signatures are always verified.
 * It is all its own: one source (AA_DEBIAN_ARCHIVE, else the machine's own Debian archive, else the public one), its
 * own lists and cache, nothing of the system's but proxies. Throws ToolchainError with one sentence.
 */
export async function privateApt(suite: string, work: string, options: ProgressOptions): Promise<PrivateApt> {
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
  const apt = { suite, env: { APT_CONFIG: configuration }, downloads: join(work, 'downloads') };
  await updateIndex(apt, options);
  return apt;
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

async function updateIndex(apt: PrivateApt, options: ProgressOptions): Promise<void> {
  const { suite } = apt;
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

/** Downloads packages by name into `apt.downloads`. Throws ToolchainError with one sentence. */
export async function downloadPackages(
  apt: PrivateApt,
  names: string[],
  options: ProgressOptions,
): Promise<void> {
  const ran = await run('apt-get', ['download', ...names], {
    cwd: apt.downloads,
    env: apt.env,
    signal: options.signal,
    timeoutMs: 10 * minutes,
  });
  throwIfAborted(options);
  if (ran.status !== 0) throw new ToolchainError(fetchFailure(ran, apt.suite));
}

/** The packages that installing some on an empty system would install, them among them. Throws ToolchainError. */
export async function packagesToInstall(
  apt: PrivateApt,
  names: string[],
  options: ProgressOptions,
): Promise<string[]> {
  const ran = await run('apt-get', ['--simulate', '--no-install-recommends', 'install', ...names], {
    env: apt.env,
    signal: options.signal,
  });
  throwIfAborted(options);
  if (ran.status !== 0) throw new ToolchainError(fetchFailure(ran, apt.suite));
  return [...ran.stdout.matchAll(/^Inst (\S+)/gm)].map((found) => found[1]!);
}

/** The path of a package that was downloaded, by its name. Throws ToolchainError where it is not there. */
export async function downloadedPackage(apt: PrivateApt, name: string): Promise<string> {
  const archive = (await readdir(apt.downloads)).find((file) => file.startsWith(`${name}_`));
  if (!archive)
    throw new ToolchainError(`apt-get said it fetched ${name} of ${apt.suite}, but there is no package.`);
  return join(apt.downloads, archive);
}

/** A package's Depends field, as it stands. */
export async function packageDepends(archive: string, options: ProgressOptions): Promise<string> {
  const ran = await run('dpkg-deb', ['-f', archive, 'Depends'], { signal: options.signal });
  return ran.stdout;
}

/** Unpacks a package's files below the directory `root`. Throws ToolchainError with one sentence. */
export async function unpackPackage(archive: string, root: string, options: ProgressOptions): Promise<void> {
  const unpacked = await run('dpkg-deb', ['-x', archive, root], { signal: options.signal });
  if (unpacked.status !== 0)
    throw new ToolchainError(`dpkg-deb could not unpack ${basename(archive)}: ${lastLine(unpacked)}`);
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
    return `The Debian archive cannot be reached, so nothing of Debian ${suite} was fetched; it needs the network once.`;
  if (/404\s+Not Found|does not have a Release file/i.test(ran.stderr))
    return `The Debian archive has no suite “${suite}”.`;
  if (/NO_PUBKEY|not signed|signatures? (?:couldn't|were|is) (?:be verified|invalid)/i.test(ran.stderr))
    return `The signature of Debian ${suite} could not be verified with the keys on this machine; update debian-archive-keyring.`;
  return `apt-get could not fetch Debian ${suite}: ${lastLine(ran)}`;
}

/** What a program said last, or its first error line: for a message. */
export function lastLine(ran: Ran): string {
  const lines = (ran.stderr || ran.stdout).trim().split('\n');
  return (lines.find((line) => line.startsWith('E:')) ?? lines.at(-1) ?? 'no reason given').slice(0, 300);
}

function throwIfAborted(options: ProgressOptions): void {
  if (options.signal?.aborted) throw new ToolchainError('Fetching from Debian was cancelled.');
}
