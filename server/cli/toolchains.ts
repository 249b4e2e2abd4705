import { targetFacts } from '../../shared/targets/targets.ts';
import { listTargets } from '../targets.ts';
import {
  addToolchain,
  ensureDefault,
  listToolchains,
  type ProgressOptions,
  type Toolchain,
  ToolchainError,
  toolchainsDirectory,
} from '../toolchains/index.ts';
import { CannotRun, exit, type Io } from './io.ts';
import { table } from './table.ts';
import { requireFormat } from './targets.ts';

export interface ToolchainsArguments {
  /** Nothing lists; `add` fetches a suite; `ensure` fetches only what is missing (suites, or what the shipped profile needs). */
  action: string | undefined;
  /** For `ensure` also several, by commas. */
  suite: string | undefined;
  format: string;
}

/** `toolchains [add SUITE]`: the parsers that can be run here. */
export async function toolchains({ action, suite, format }: ToolchainsArguments, io: Io): Promise<number> {
  requireFormat(format);
  if (action === undefined) return list(format, io);
  const progress = { onProgress: (line: string) => io.stderr(`${line}\n`), signal: io.signal };
  if (action === 'ensure') return ensure(suite, progress, io);
  if (action !== 'add')
    throw new CannotRun(`There is no “toolchains ${action}”; write “toolchains” or “toolchains add SUITE”.`);
  if (suite === undefined)
    throw new CannotRun(`Name the suite to add; there is: ${knownSuites().join(', ')}.`);
  const added = await addToolchain(suite, progress);
  io.stdout(
    format === 'json'
      ? `${JSON.stringify(describe(added), null, 2)}\n`
      : `Added ${suite}: apparmor_parser ${added.version}, in ${added.root}\n`,
  );
  return exit.good;
}

function knownSuites(): string[] {
  return [...new Set(targetFacts.map((target) => target.suite))];
}

/** Fetches what is missing; one suite that cannot be had does not keep the others away. */
async function ensure(names: string | undefined, progress: ProgressOptions, io: Io): Promise<number> {
  if (names === undefined) {
    await ensureDefault(progress);
    return exit.good;
  }
  const here = new Set((await listToolchains()).map((toolchain) => toolchain.id));
  let status: number = exit.good;
  for (const name of names.split(',').filter((one) => !here.has(one))) {
    try {
      await addToolchain(name, progress);
    } catch (error) {
      if (io.signal.aborted || !(error instanceof ToolchainError)) throw error;
      io.stderr(`Without the parser of ${name}: ${error.message}\n`);
      status = exit.couldNotRun;
    }
  }
  return status;
}

function describe(toolchain: Toolchain): { id: string; version: string; directory: string } {
  return { id: toolchain.id, version: toolchain.version, directory: toolchain.base };
}

async function list(format: string, io: Io): Promise<number> {
  const [found, { targets, noParser }] = await Promise.all([listToolchains(), listTargets()]);
  const rows = found.map((toolchain) => ({
    ...describe(toolchain),
    targets: targets.filter((target) => target.parser?.toolchain === toolchain.id).map((target) => target.id),
  }));
  if (format === 'json') {
    io.stdout(`${JSON.stringify({ toolchains: rows }, null, 2)}\n`);
    return exit.good;
  }
  if (rows.length > 0)
    io.stdout(
      table(
        ['from', 'parser', 'policy tree', 'answers for'],
        rows.map((row) => [row.id, row.version, row.directory, row.targets.join(', ') || '-']),
      ),
    );
  if (noParser) io.stdout(`${noParser}\n`);
  const missing = knownSuites().filter((suite) => !found.some((toolchain) => toolchain.id === suite));
  if (missing.length > 0)
    io.stdout(
      `\nNot here: ${missing.join(', ')} (aa-workbench toolchains add SUITE puts it into ${toolchainsDirectory()}).\n`,
    );
  return exit.good;
}
