/** Where rustnet itself comes from: a ready binary, or the crate, built once and kept outside the checkout. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../server/toolchains/run.ts';
import { LabError } from '../machine.ts';

export const crate = 'rustnet-monitor';
export const crateVersion = '1.7.0';

const libraries = ['libpcap-dev', 'libelf-dev', 'zlib1g-dev', 'clang', 'llvm', 'pkg-config'];

export interface RustnetBinary {
  path: string;
  /** As `rustnet --version` prints it. */
  version: string;
  /** How it came here, for the report. */
  from: string;
}

/** Built binaries are kept here: $XDG_CACHE_HOME, else ~/.cache. */
export function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'apparmor-workbench/rustnet');
}

/** The binary at `ready`, else the one built before, else one built now (some ten minutes). Throws LabError. */
export async function rustnetBinary(
  ready: string | undefined,
  onProgress: (line: string) => void,
): Promise<RustnetBinary> {
  if (ready !== undefined) {
    if (!existsSync(ready)) throw new LabError(`There is no rustnet at ${ready}.`);
    return { path: ready, version: await versionOf(ready), from: 'a ready binary' };
  }
  const root = cacheDirectory();
  const path = join(root, 'bin/rustnet');
  const command = ['cargo', 'install', '--locked', '--root', root, crate, '--version', `=${crateVersion}`];
  const from = `cargo install --locked ${crate} --version =${crateVersion}`;
  if (!existsSync(path) || !(await versionOf(path)).includes(crateVersion)) {
    onProgress(`Building rustnet ${crateVersion} (${crate}); this takes some ten minutes, once.`);
    await mkdir(root, { recursive: true });
    await build(command);
  }
  return { path, version: await versionOf(path), from };
}

async function build([program, ...args]: string[]): Promise<void> {
  const ran = await run(program!, args, { timeoutMs: 60 * 60_000 });
  if (ran.failed === 'missing')
    throw new LabError(
      `rustnet cannot be built here: there is no cargo. Install Rust, or name a ready binary with --rustnet PATH.`,
    );
  if (ran.status !== 0) {
    const error = ran.stderr.split('\n').find((line) => line.startsWith('error')) ?? 'cargo said no reason';
    throw new LabError(
      `rustnet could not be built: ${error.slice(0, 300)}. It needs ${libraries.join(', ')} (Debian packages), or a ready binary: --rustnet PATH.`,
    );
  }
}

async function versionOf(path: string): Promise<string> {
  const ran = await run(path, ['--version'], { timeoutMs: 10_000 });
  if (ran.status !== 0)
    throw new LabError(
      `${path} does not run here: ${(ran.stderr || 'no reason given').trim().slice(0, 300)}`,
    );
  return ran.stdout.trim();
}
