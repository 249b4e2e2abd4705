/** Asks a real kernel and shared/policy the same questions, and tells where they differ. */
import { access } from '../shared/policy/access.ts';
import { type Kernel, kernelOf } from '../shared/policy/kernel.ts';
import { enforce } from '../shared/policy/permissions.ts';
import { type CompiledProfile, fullName } from '../shared/policy/profile.ts';
import { readPolicy } from '../shared/policy/reader.ts';
import type { PermissionWords } from '../shared/policy/requests.ts';
import { findTarget } from '../shared/targets/targets.ts';
import type { LabKernel } from './kernels.ts';
import { LabError } from './machine.ts';
import { type LabPolicies, type LabPolicy, loadedNames } from './policies/index.ts';
import type { AccessAnswer, AccessQuery } from './protocol.ts';
import { mentionsOf, queriesFor } from './queries/index.ts';
import { Random } from './random.ts';
import { bootLab, type LabSession } from './session.ts';

export interface Disagreement {
  policy: string;
  profile: string;
  class: number;
  /** What follows the class byte, in hexadecimal. */
  bytes: string;
  owner: boolean;
  kernel: PermissionWords | { errno: number };
  ours: PermissionWords;
}

export interface DecideReport {
  kernel: string;
  release: string;
  version: string;
  parser: string;
  seed: number;
  policies: number;
  profiles: number;
  queries: number;
  /** Questions by class byte. */
  classes: Record<number, number>;
  /** Questions by what the kernel answered: something allowed, nothing, or that it does not mediate the class. */
  outcomes: Record<'allowed' | 'nothing' | 'unmediated', number>;
  /** Different answers that came: a report of one answer only would say little. */
  answers: number;
  bootMs: number;
  askMs: number;
  /** Questions the kernel refused, by errno; they count as disagreements. */
  disagreements: Disagreement[];
  refused: { name: string; reason: string }[];
}

export interface DecideOptions {
  queries: number;
  seed: number;
  onProgress?: ((line: string) => void) | undefined;
}

/** Boots the kernel, asks about every policy, and compares. Throws LabError or ToolchainError with one sentence. */
export async function decide(
  kernel: LabKernel,
  policies: LabPolicies,
  options: DecideOptions,
): Promise<DecideReport> {
  const session = await bootLab(kernel, { onProgress: options.onProgress });
  options.onProgress?.(`Linux ${session.release} answers after ${(session.bootMs / 1000).toFixed(1)} s.`);
  try {
    return await askAll(session, policies, options);
  } finally {
    await session.stop();
  }
}

/** Asks a booted kernel about every policy, and compares. Throws LabError. */
export async function askAll(
  session: LabSession,
  policies: LabPolicies,
  { queries, seed, onProgress }: DecideOptions,
): Promise<DecideReport> {
  const target = findTarget(session.kernel.target)!;
  const kernel = kernelOf(session.release, target.features.tree);
  const report: DecideReport = {
    kernel: session.kernel.id,
    release: session.release,
    version: session.version,
    parser: policies.parser,
    seed,
    policies: 0,
    profiles: 0,
    queries: 0,
    classes: {},
    outcomes: { allowed: 0, nothing: 0, unmediated: 0 },
    answers: 0,
    bootMs: Math.round(session.bootMs),
    askMs: 0,
    disagreements: [],
    refused: policies.refused,
  };
  const seen = new Set<string>();
  const started = performance.now();
  for (const [index, policy] of policies.compiled.entries()) {
    const left = policies.compiled.length - index;
    const share = Math.max(1, Math.ceil((queries - report.queries) / left));
    await askPolicy({
      session,
      policy,
      base: policies.base,
      kernel,
      random: new Random(seed + index),
      share,
      report,
      seen,
    });
    if (index % 50 === 49) onProgress?.(`${report.queries} answers about ${index + 1} policies.`);
  }
  report.answers = seen.size;
  report.askMs = Math.round(performance.now() - started);
  return report;
}

interface Asking {
  session: LabSession;
  policy: LabPolicy;
  base: string;
  kernel: Kernel;
  random: Random;
  share: number;
  report: DecideReport;
  seen: Set<string>;
}

async function askPolicy(asking: Asking): Promise<void> {
  const { session, policy, base, report } = asking;
  const { profiles } = readPolicy(policy.policy);
  await session.load(policy.policy);
  const mentions = mentionsOf(policy.files, base);
  report.policies++;
  for (const [index, profile] of profiles.entries()) {
    const share = shareOf(profile, asking.share, index, profiles.length);
    const queries = queriesFor(profile, mentions, asking.kernel, asking.random, share);
    const answers = await session.ask(fullName(profile), queries);
    compareAll(asking, profile, queries, answers);
    report.profiles++;
  }
  for (const name of loadedNames(profiles)) await session.unload(name);
}

/** The first profile's share is half, because children are mostly small. One that allows everything says little. */
function shareOf({ mode }: CompiledProfile, whole: number, index: number, profiles: number): number {
  const share = profiles === 1 ? whole : index === 0 ? whole / 2 : whole / 2 / (profiles - 1);
  return Math.ceil(mode === 'unconfined' ? Math.min(20, share) : share);
}

function compareAll(
  { policy, kernel, report, seen }: Asking,
  profile: CompiledProfile,
  queries: AccessQuery[],
  answers: AccessAnswer[],
): void {
  if (answers.length !== queries.length)
    throw new LabError(`The kernel gave ${answers.length} answers to ${queries.length} questions.`);
  const enforced = enforce(profile, kernel);
  queries.forEach(({ bytes, owner }, index) => {
    const { errno, ...words } = answers[index]!;
    const cls = bytes[0]!;
    const ours = access(enforced, cls, bytes.subarray(1), owner);
    report.queries++;
    report.classes[cls] = (report.classes[cls] ?? 0) + 1;
    report.outcomes[outcome(words)]++;
    seen.add(`${words.allow},${words.audit},${words.quiet}`);
    if (errno === 0 && sameWords(words, ours)) return;
    report.disagreements.push({
      policy: policy.name,
      profile: fullName(profile),
      class: cls,
      bytes: Buffer.from(bytes.subarray(1)).toString('hex'),
      owner,
      kernel: errno === 0 ? words : { errno },
      ours,
    });
  });
}

function sameWords(a: PermissionWords, b: PermissionWords): boolean {
  return a.allow === b.allow && a.deny === b.deny && a.audit === b.audit && a.quiet === b.quiet;
}

/** Every state of a file table grants reading attributes, and 0x8000 stands in each entry of the other table. */
function outcome({ allow }: PermissionWords): keyof DecideReport['outcomes'] {
  if (allow === 0xffffffff) return 'unmediated';
  return (allow & ~0x8200) === 0 ? 'nothing' : 'allowed';
}
