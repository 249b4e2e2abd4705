/**
 * Debian's whole tree of profiles, parsed and linted in one process, against apparmor_parser (`-d`: it reads and
 * prints the rules, and compiles nothing) and the Python utilities that read the same files; and how time grows with
 * the size of one file. All of them begin with the files on disk.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { built } from './built.ts';
import { type Measurement, milliseconds, race } from './measure.ts';
import { extra } from './treeRead.ts';

const parser = '/usr/sbin/apparmor_parser';
const python = '/usr/bin/python3';

/** Why the trees cannot be compared here, if so. */
export function noTree(): string | undefined {
  if (!existsSync(parser)) return 'no apparmor_parser is installed on this system';
  if (!existsSync(extra)) return 'Debian’s package apparmor-profiles is not installed';
  return undefined;
}

/** Python's reader, as aa-logprof and the other utilities start with. */
const readInPython = `
import apparmor.aa as aa
aa.init_aa()
aa.read_profiles()
aa.read_inactive_profiles()
`;

function hasPython(): boolean {
  try {
    execFileSync(python, ['-c', 'import apparmor.aa'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const reader = () => built<typeof import('./treeRead.ts')>('bench/treeRead.ts');

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'ignore', env: { LC_ALL: 'C', PATH: process.env.PATH } });
}

export async function measureTree(rounds: number): Promise<Measurement[]> {
  const { readAll, treeOnDisk } = await reader();
  const { paths, places } = treeOnDisk();
  const options = ['-d', '-Q', '-K'];
  const rivals: Record<string, () => unknown> = {
    here: () => readAll(paths),
    // A shell starts processes faster than Node does, and that is not the parser's time.
    each: () =>
      run('/bin/sh', [
        '-c',
        `for each do ${parser} ${options.join(' ')} "$each"; done; true`,
        'sh',
        ...places,
      ]),
    once: () => run(parser, [...options, ...places]),
  };
  if (hasPython()) rivals.python = () => run(python, ['-c', readInPython]);
  const times = await race(rivals, { rounds, warmup: 4 });
  const { here, each, once, python: utilities } = times as Record<string, number>;
  const note = `${paths.length} profiles and all that they include`;
  const measurements: Measurement[] = [
    {
      id: 'tree-parser',
      what: 'Debian’s profiles parsed and linted in one process, against apparmor_parser -d -Q -K over each file',
      ratio: here! / each!,
      atMost: 0.1,
      medians: {
        here: milliseconds(here!),
        'apparmor_parser, file by file': milliseconds(each!),
        'all files in one run': milliseconds(once!),
      },
      note: `${note}; against the one run of all files ${(here! / once!).toFixed(2)}`,
    },
  ];
  if (utilities !== undefined)
    measurements.push({
      id: 'tree-python',
      what: 'Debian’s profiles parsed and linted, against the Python utilities reading them',
      ratio: here! / utilities,
      atMost: 0.02,
      medians: { here: milliseconds(here!), 'python3-apparmor': milliseconds(utilities) },
      note,
    });
  return measurements;
}

// ---- growth -------------------------------------------------------------------------------------------------------

const kinds: Readonly<Record<string, (bytes: number) => string>> = {
  /** Profiles such as people write, one after another. */
  ordinary: (bytes) =>
    repeated(bytes, (at) =>
      [
        `# profile ${at}`,
        `profile p${at} /usr/bin/p${at} {`,
        `  include <abstractions/base>`,
        `  capability net_raw,`,
        `  network inet stream,`,
        `  /usr/bin/p${at} mr,`,
        `  owner @{HOME}/.config/p${at}/{,**} rw,`,
        `  @{PROC}/@{pid}/{comm,stat} r,`,
        `  /usr/lib/p${at}/*.so mr,`,
        `  /usr/bin/helper-${at} Px,`,
        `  deny /etc/shadow r,`,
        '}',
        '',
      ].join('\n'),
    ),
  /** One profile whose patterns all might meet. */
  patterns: (bytes) => {
    const head = 'profile p /usr/bin/p {\n';
    return `${head}${repeated(bytes - head.length - 2, (at) => `  /*${at % 977}/**/{a,b}[0-9]*${at} rwlkmix,\n`)}}\n`;
  },
  /** Nothing but braces that are not closed. */
  braces: (bytes) => 'profile p {\n'.repeat(bytes / 12),
  /** One line, one word. */
  word: (bytes) => `profile p /usr/bin/p {\n  /${'a*'.repeat(bytes / 2)} r,\n}\n`,
};

function repeated(bytes: number, part: (at: number) => string): string {
  let text = '';
  for (let at = 0; text.length < bytes; at++) text += part(at);
  return text;
}

/** How much longer four times the size takes than four times as long. */
export async function measureGrowth(rounds: number): Promise<Measurement[]> {
  const { readOne } = await reader();
  const measurements: Measurement[] = [];
  for (const [kind, make] of Object.entries(kinds)) {
    const sizes = [250_000, 500_000, 1_000_000];
    const work = Object.fromEntries(
      sizes.map((bytes) => {
        const text = make(bytes);
        return [`${bytes / 1000} kB`, () => readOne(text)];
      }),
    );
    const times = await race(work, { rounds, warmup: 1 });
    measurements.push({
      id: `growth-${kind}`,
      what: `Parsing and linting one file, ${kind}: time a byte at 1 MB against that at 250 kB`,
      ratio: times['1000 kB']! / (4 * times['250 kB']!),
      atMost: 1.5,
      medians: Object.fromEntries(Object.entries(times).map(([name, value]) => [name, milliseconds(value)])),
    });
  }
  return measurements;
}
