/** Unpacks a suite's apparmor_parser from Debian packages: without root, and without touching the machine's own apt. */
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  downloadedPackage,
  downloadPackages,
  lastLine,
  type PrivateApt,
  packageDepends,
  privateApt,
  unpackPackage,
} from './apt.ts';
import { run } from './run.ts';
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

// The parser and what it is linked with; libraries that a release adds are read from the package's own Depends.
const basePackages = ['libapparmor1', 'libc6', 'libstdc++6', 'libgcc-s1'];

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
    const packages = await download(apt, options);
    options.onProgress?.('Unpacking.');
    const root = join(work, 'root');
    await mkdir(root);
    for (const archive of packages) await unpackPackage(join(apt.downloads, archive), root, options);
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

async function download(apt: PrivateApt, options: ProgressOptions): Promise<string[]> {
  options.onProgress?.('Fetching the parser and its libraries.');
  await downloadPackages(apt, ['apparmor'], options);
  const depends = await packageDepends(await downloadedPackage(apt, 'apparmor'), options);
  await downloadPackages(apt, [...new Set([...basePackages, ...dependedLibraries(depends)])], options);
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
