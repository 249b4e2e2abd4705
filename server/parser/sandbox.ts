/**
 * Where a parser run happens. With bubblewrap it sees only the parser, its libraries, the policy tree and a private
 * directory, all read-only, without network and other processes. Where bubblewrap does not work (many containers), it
 * runs in a private directory under the same limits, and the include pre-check has to hold alone.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Toolchain } from '../toolchains/index.ts';
import { run } from '../toolchains/run.ts';
import { limits } from './limits.ts';

export type SandboxKind = 'bubblewrap' | 'bare';

/** How to start the parser of a toolchain, and what its paths look like from inside. */
export interface Sandbox {
  kind: SandboxKind;
  /** The program and arguments for a private directory: waits for a byte on file descriptor 3 before it runs. */
  argv(directory: string): string[];
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
export const textName = `text-${Math.random().toString(36).slice(2, 12)}-under-check`;

const known = new Map<string, Promise<Sandbox>>();

/** The sandbox for a toolchain; bubblewrap is tried once by really running the parser in it. */
export function sandboxFor(toolchain: Toolchain): Promise<Sandbox> {
  const key = toolchain.command.join('\n');
  const sandbox = known.get(key) ?? probe(toolchain);
  known.set(key, sandbox);
  return sandbox;
}

async function probe(toolchain: Toolchain): Promise<Sandbox> {
  const program = findProgram('bwrap');
  if (program && process.env.AA_SANDBOX !== 'bare') {
    const bubblewrap = await bubblewrapSandbox(program, toolchain);
    const [command, ...args] = bubblewrap.probe;
    const ran = await run(command!, args, { timeoutMs: 10_000 });
    if (ran.status === 0 && ran.stdout.includes('AppArmor parser')) return bubblewrap.sandbox;
  }
  return bareSandbox(toolchain, program !== undefined);
}

async function bubblewrapSandbox(
  program: string,
  toolchain: Toolchain,
): Promise<{ sandbox: Sandbox; probe: string[] }> {
  const inside = await insideView(toolchain);
  const box = [
    ...['--unshare-all', '--die-with-parent', '--new-session', '--as-pid-1', '--cap-drop', 'ALL'],
    ...['--clearenv', '--setenv', 'LC_ALL', 'C'],
    ...inside.binds.flatMap(([from, to]) => ['--ro-bind', from, to]),
  ];
  const bounded = [...limitPrefix([]), program, ...box];
  return {
    sandbox: {
      kind: 'bubblewrap',
      base: inside.base,
      workPath: () => '/w',
      argv: (directory) => [
        ...bounded,
        ...['--ro-bind', directory, '/w', '--chdir', '/w', '--block-fd', '3', '--'],
        ...inside.command,
        ...parserArguments('/w', inside.base),
      ],
    },
    probe: [...bounded, '--', ...inside.command, '-V'],
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

function bareSandbox(toolchain: Toolchain, present: boolean): Sandbox {
  return {
    kind: 'bare',
    base: toolchain.base,
    workPath: (directory) => directory,
    // The parser forks nothing with -j0, so it needs no process besides itself.
    argv: (directory) => [
      '/bin/sh',
      '-c',
      'read -r go <&3; exec "$@"',
      'sh',
      ...limitPrefix(['--nproc=1']),
      ...toolchain.command,
      ...parserArguments(directory, toolchain.base),
    ],
    weakness: present
      ? 'bubblewrap does not work here, so apparmor_parser runs under limits and an include check only.'
      : 'bubblewrap is not installed, so apparmor_parser runs under limits and an include check only.',
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
