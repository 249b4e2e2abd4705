/** Getting parsers: the system's, and those unpacked from Debian packages without root. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolchainsDirectory } from './places.ts';
import { systemToolchain } from './system.ts';
import { findTree, treeCommand } from './tree.ts';
import { type ProgressOptions, type Toolchain, ToolchainError } from './types.ts';
import { type Marker, markerName, unpackSuite } from './unpack.ts';
import { compareVersions } from './version.ts';

export { toolchainFor } from './choose.ts';
export { toolchainsDirectory } from './places.ts';
export { type ProgressOptions, type Toolchain, ToolchainError } from './types.ts';

/** The suite that is unpacked where the system's parser is too old for the shipped profile. */
export const defaultSuite = 'sid';

/** Every parser that can be run here: the system's first, then the unpacked ones, oldest version first. */
export async function listToolchains(): Promise<Toolchain[]> {
  const system = await systemToolchain();
  const unpacked = await unpackedToolchains();
  return system ? [system, ...unpacked] : unpacked;
}

/** The unpacked parsers that can be run here, oldest version first. Starts no process. */
export async function unpackedToolchains(): Promise<Toolchain[]> {
  const directory = toolchainsDirectory();
  const names = await readdir(directory).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => !name.startsWith('.')).map((name) => readToolchain(join(directory, name), name)),
  );
  return found
    .filter((toolchain) => toolchain !== undefined)
    .sort((a, b) => compareVersions(a.version, b.version) || a.id.localeCompare(b.id));
}

/** The toolchain in a directory, or undefined where it is not a finished one. */
async function readToolchain(root: string, id: string): Promise<Toolchain | undefined> {
  const text = await readFile(join(root, markerName), 'utf8').catch(() => undefined);
  const tree = text && findTree(root);
  if (!tree) return undefined;
  try {
    const marker = JSON.parse(text) as Marker;
    if (marker.suite !== id || typeof marker.version !== 'string') return undefined;
    return {
      id,
      version: marker.version,
      command: treeCommand(tree),
      base: tree.base,
      root,
      ...(tree.features ? { features: tree.features } : {}),
    };
  } catch {
    return undefined;
  }
}

/** Whether this machine has the tools to unpack a suite (apt and dpkg); says nothing of the network. */
export function canUnpack(): boolean {
  return ['apt-get', 'dpkg-deb', 'dpkg'].every((program) => existsSync(join('/usr/bin', program)));
}

/** An unpacking under way, and those who wait for it. */
interface Unpacking {
  result: Promise<Toolchain>;
  waiting: Set<ProgressOptions>;
  stop: AbortController;
}

const underWay = new Map<string, Unpacking>();

/**
 * Unpacks a Debian suite's parser, replacing an older unpack of it. Calls for one suite at the same time share one run,
 * which stops when all of them have given up. Throws ToolchainError with one sentence for the person who asked.
 */
export function addToolchain(suite: string, options: ProgressOptions = {}): Promise<Toolchain> {
  const unpacking = underWay.get(suite) ?? startUnpacking(suite);
  unpacking.waiting.add(options);
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      unpacking.waiting.delete(options);
      if (unpacking.waiting.size === 0) {
        underWay.delete(suite);
        unpacking.stop.abort();
        // Nothing is left lying about when the caller hears of it.
        void unpacking.result.catch(() => {}).then(() => reject(new ToolchainError(cancelled)));
      } else reject(new ToolchainError(cancelled));
    };
    if (options.signal?.aborted) return giveUp();
    options.signal?.addEventListener('abort', giveUp, { once: true });
    unpacking.result
      .then(resolve, reject)
      .finally(() => options.signal?.removeEventListener('abort', giveUp));
  });
}

const cancelled = 'Fetching from Debian was cancelled.';

function startUnpacking(suite: string): Unpacking {
  const waiting = new Set<ProgressOptions>();
  const stop = new AbortController();
  const onProgress = (line: string) => {
    for (const each of waiting) each.onProgress?.(line);
  };
  const result = (async () => {
    const directory = toolchainsDirectory();
    // Those who asked are noted before the first step is told.
    await Promise.resolve();
    await unpackSuite(suite, directory, { onProgress, signal: stop.signal });
    const toolchain = await readToolchain(join(directory, suite), suite);
    if (!toolchain)
      throw new ToolchainError(`The parser of ${suite} was unpacked but cannot be found again.`);
    return toolchain;
  })();
  const unpacking = { result, waiting, stop };
  underWay.set(suite, unpacking);
  const done = () => {
    if (underWay.get(suite) === unpacking) underWay.delete(suite);
  };
  result.then(done, done);
  return unpacking;
}

/** New enough for the shipped profile, which says `abi <abi/5.0>`. */
export function newEnough(toolchain: Toolchain): boolean {
  return compareVersions(toolchain.version, '5.0.0') >= 0 && existsSync(join(toolchain.base, 'abi/5.0'));
}

/**
 * Makes sure that the shipped profile can be checked: returns a parser that is new enough, unpacking one where none is.
 * Quick where there is one already. Throws ToolchainError where none can be had.
 */
export async function ensureDefault(options: ProgressOptions = {}): Promise<Toolchain> {
  const enough = (await listToolchains()).find(newEnough);
  if (enough) return enough;
  options.onProgress?.(
    'The shipped profile needs apparmor_parser 5; fetching it once from Debian packages (about 15 MB, no root).',
  );
  return addToolchain(defaultSuite, options);
}
