/** Reading rustnet's compiled policy against compiling it, and file decisions against the bare walk in C. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Toolchain } from '../server/toolchains/index.ts';
import type { OpenFile } from '../shared/kits/state.ts';
import { deciderFor } from '../shared/policy/decide.ts';
import { kernelOf } from '../shared/policy/kernel.ts';
import { readPolicy } from '../shared/policy/reader.ts';
import type { FileRequest } from '../shared/policy/requests.ts';
import { findTarget } from '../shared/targets/targets.ts';
import { type Measurement, median, milliseconds, time } from './measure.ts';

const pathLength = 40;
const pathCount = 1_000;
/** Walks over all paths in one measured run. */
const repeats = 300;

/** The compiler to hold decisions against, or undefined where there is none. */
export function cCompiler(): string | undefined {
  for (const name of ['cc', 'gcc', 'clang'])
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {}
  return undefined;
}

export async function measureDecisions(
  {
    files,
    target,
    toolchain,
    features,
    compiler,
  }: {
    files: OpenFile[];
    target: string;
    toolchain: Toolchain;
    features: string;
    compiler: string | undefined;
  },
  rounds: number,
): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aa-bench-'));
  try {
    for (const file of files) {
      const place = join(folder, 'overlay', file.path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, file.text);
    }
    writeFileSync(join(folder, 'features'), features);
    const [command, ...before] = toolchain.command;
    const compile = (): Buffer =>
      execFileSync(
        command!,
        [
          ...before,
          ...['-QKT', '-j0', '--config-file', '/dev/null', '-b', toolchain.base],
          ...['-I', join(folder, 'overlay'), '-M', join(folder, 'features'), '-S'],
          join(folder, 'overlay', files[0]!.path),
        ],
        { env: { LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 ** 2 },
      );
    const policy = compile();
    const compiling: number[] = [];
    const decoding: number[] = [];
    for (let round = 0; round < rounds; round++) {
      compiling.push(await time(compile));
      decoding.push(await time(() => readPolicy(policy)));
    }
    const measured: Measurement[] = [
      {
        id: 'decode',
        what: 'reading rustnet’s compiled policy against compiling it',
        ratio: median(decoding) / median(compiling),
        atMost: 0.1,
        medians: { reading: milliseconds(median(decoding)), compiling: milliseconds(median(compiling)) },
        note: `${(policy.length / 1000).toFixed(0)} kB`,
      },
    ];
    if (compiler) measured.push(againstC(policy, { folder, target, compiler }, rounds));
    return measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function againstC(
  policy: Uint8Array,
  { folder, target, compiler }: { folder: string; target: string; compiler: string },
  rounds: number,
): Measurement {
  const { kernel, features } = findTarget(target)!;
  const decider = deciderFor(readPolicy(policy), kernelOf(kernel, features.tree));
  const profile = decider.only!;
  const paths = somePaths();
  // As they come from JSON: plain texts, not slices of one.
  const requests: FileRequest[] = JSON.parse(
    JSON.stringify(paths.map((path) => ({ op: 'file', path, perms: 'r', owner: true }))),
  );
  const program = join(folder, 'walk');
  execFileSync(compiler, ['-O2', '-o', program, join(import.meta.dirname, 'walk.c')]);
  writeFileSync(join(folder, 'table'), policy.subarray(lastTable(policy)));
  writeFileSync(join(folder, 'paths'), `${paths.join('\n')}\n`);
  const inC = (): number =>
    Number(
      execFileSync(program, [join(folder, 'table'), join(folder, 'paths'), String(repeats)], {
        encoding: 'utf8',
      }).split(' ')[0],
    ) / 1e6;
  let allowed = 0;
  const ours = (): number => {
    const start = performance.now();
    for (let again = 0; again < repeats; again++)
      for (const request of requests) if (decider.decide(request, profile).verdict === 'allow') allowed++;
    return performance.now() - start;
  };
  ours();
  const times = { ours: [] as number[], c: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.c.push(inC());
    times.ours.push(ours());
  }
  if (allowed === 0) throw new Error('No path is allowed: nothing was measured.');
  const each = (all: number[]) => (median(all) * 1e6) / (repeats * pathCount);
  return {
    id: 'decisions',
    what: 'a file decision on a path of 40 bytes against the same walk in C at -O2',
    ratio: each(times.ours) / each(times.c),
    atMost: 2,
    medians: { decision: `${each(times.ours).toFixed(0)} ns`, 'walk in C': `${each(times.c).toFixed(0)} ns` },
  };
}

/** Where the last automaton starts: that of files. The writer ends it with the policy but for a few names. */
function lastTable(policy: Uint8Array): number {
  for (let at = policy.length - 4; at >= 0; at--)
    if (policy[at] === 0x1b && policy[at + 1] === 0x5e && policy[at + 2] === 0x78 && policy[at + 3] === 0x3d)
      return at;
  throw new Error('There is no automaton in the policy.');
}

/** Paths that begin as the profile's rules do, the same in every run. */
function somePaths(): string[] {
  const starts = [
    '/etc/',
    '/proc/self/',
    '/usr/lib/x86_64-linux-gnu/',
    '/home/user/.config/rustnet/',
    '/sys/class/net/',
    '/usr/share/GeoIP/',
    '/var/log/',
    '/tmp/',
  ];
  let seed = 1;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  return Array.from({ length: pathCount }, () => {
    let path = starts[random(starts.length)]!;
    while (path.length < pathLength) path += 'abcdefghijklmnop/._-'[random(20)];
    return path.slice(0, pathLength);
  });
}
