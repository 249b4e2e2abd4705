/**
 * Where a parser run happens. With bubblewrap it sees only the parser, its libraries, the policy tree and a private
 * directory, all read-only, without network and other processes. Where bubblewrap does not work (many containers), it
 * runs in a private directory under the same limits, and the include pre-check has to hold alone.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Toolchain } from '../toolchains/index.ts';
import { run } from '../toolchains/run.ts';
import { limits } from './limits.ts';
import { parserFilter } from './seccomp.ts';

/** How to start the parser of a toolchain, and what its paths look like from inside. */
export interface Sandbox {
  kind: 'bubblewrap' | 'bare';
  /**
   * The program and arguments for a private directory. It waits for file descriptor 3 to become readable before it
   * runs the parser, and reads its system call filter from descriptor 4 where there is one.
   */
  argv(directory: string): string[];
  filter?: Buffer;
  /** The user and group to run as, where not our own. */
  user?: number;
  /** The private directory as the parser sees it. */
  workPath(directory: string): string;
  /** The policy tree as the parser sees it. */
  base: string;
  /** What a person should know about how safely this runs; absent where the sandbox is whole. */
  weakness?: string;
}

/** Names inside the private directory. */
export const workNames = { features: 'features', configuration: 'parser.conf', overlay: 'overlay' } as const;

/**
 * The name of the compiled text. apparmor_parser passes over a file, with status 0, when its base name is found in
 * `disable/` of the policy tree: a name that nobody can have there keeps that from happening.
 */
export const textName = `text-${randomBytes(6).toString('hex')}`;

const nobody = 65534;

/** The sandboxes to try for a toolchain, the safest first. The caller finds out which works by using it. */
export async function sandboxCandidates(toolchain: Toolchain): Promise<Sandbox[]> {
  const candidates: Sandbox[] = [];
  const bubblewrap = findProgram('bwrap');
  if (bubblewrap && process.env.AA_SANDBOX !== 'bare') {
    const filter = parserFilter(process.arch);
    if (filter) candidates.push(await bubblewrapSandbox(bubblewrap, toolchain, filter));
    candidates.push(await bubblewrapSandbox(bubblewrap, toolchain));
  }
  const weakness = `${
    bubblewrap ? 'bubblewrap does not work here' : 'bubblewrap is not installed'
  }, so apparmor_parser runs under limits and an include check only.`;
  // Root without a sandbox would read any file: a user that owns nothing is better, where it can reach the parser.
  if (process.getuid?.() === 0) candidates.push({ ...bareSandbox(toolchain, weakness), user: nobody });
  candidates.push(bareSandbox(toolchain, weakness));
  return candidates;
}

async function bubblewrapSandbox(program: string, toolchain: Toolchain, filter?: Buffer): Promise<Sandbox> {
  const inside = await insideView(toolchain);
  return {
    kind: 'bubblewrap',
    base: inside.base,
    workPath: () => '/w',
    ...(filter ? { filter } : {}),
    argv: (directory) => [
      ...limitPrefix([]),
      program,
      ...['--unshare-all', '--die-with-parent', '--new-session', '--as-pid-1', '--cap-drop', 'ALL'],
      ...['--clearenv', '--setenv', 'LC_ALL', 'C', ...(filter ? ['--seccomp', '4'] : [])],
      ...inside.binds.flatMap(([from, to]) => ['--ro-bind', from, to]),
      ...['--ro-bind', directory, '/w', '--chdir', '/w', '--block-fd', '3', '--'],
      ...inside.command,
      ...parserArguments('/w', inside.base),
    ],
  };
}

/** An unpacked tree is bound as a whole; of the machine's own files only the parser and what it is linked with. */
async function insideView(
  toolchain: Toolchain,
): Promise<{ binds: [from: string, to: string][]; command: string[]; base: string }> {
  if (toolchain.root !== '/') {
    const move = (text: string) => text.replaceAll(toolchain.root, '/t');
    return {
      binds: [[toolchain.root, '/t']],
      command: toolchain.command.map(move),
      base: move(toolchain.base),
    };
  }
  const parser = toolchain.command[0]!;
  const linked = await run('ldd', [parser], { timeoutMs: 10_000 });
  const libraries = [...linked.stdout.matchAll(/(?:=>\s+|^\s+)(\/\S+) \(0x/gm)].map((match) => match[1]!);
  const files =
    libraries.length > 0 ? libraries : ['/usr', '/lib', '/lib64'].filter((path) => existsSync(path));
  return {
    binds: [...new Set([parser, ...files, toolchain.base])].map((path) => [path, path]),
    command: toolchain.command,
    base: toolchain.base,
  };
}

function bareSandbox(toolchain: Toolchain, weakness: string): Sandbox {
  return {
    kind: 'bare',
    base: toolchain.base,
    workPath: (directory) => directory,
    // With -j0 the parser starts nothing, so it needs no process besides its own.
    argv: (directory) => [
      ...['/bin/sh', '-c', 'read -r go <&3; exec "$@" 3<&-', 'sh'],
      ...limitPrefix(['--nproc=1']),
      ...toolchain.command,
      ...parserArguments(directory, toolchain.base),
    ],
    weakness,
  };
}

function limitPrefix(more: string[]): string[] {
  return [
    'prlimit',
    `--as=${limits.memoryBytes}`,
    `--cpu=${limits.cpuSeconds}`,
    `--fsize=${limits.fileBytes}`,
    '--core=0',
    ...more,
    '--',
  ];
}

/**
 * No kernel load (-Q), no cache (-K, -T), no worker processes (-j0), no settings of the machine; the features are told,
 * so that neither root nor a kernel with AppArmor is needed. -S writes the compiled policy to standard output.
 */
function parserArguments(work: string, base: string): string[] {
  return [
    ...['-Q', '-K', '-T', '-j0', '-S', '--warn=all'],
    ...['--config-file', join(work, workNames.configuration)],
    ...['-b', base, '-I', join(work, workNames.overlay), '-M', join(work, workNames.features)],
    join(work, textName),
  ];
}

function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? '/usr/bin')
    .split(delimiter)
    .map((place) => join(place, name))
    .find((path) => existsSync(path));
}
