/** Lets processes in a booted kernel do things under policies, and compares what happened with what we say would. */

import { decide } from '../../shared/policy/decide.ts';
import { type Kernel, kernelOf } from '../../shared/policy/kernel.ts';
import { enforce } from '../../shared/policy/permissions.ts';
import { type CompiledProfile, fullName } from '../../shared/policy/profile.ts';
import { readPolicy } from '../../shared/policy/reader.ts';
import type { Answer, Request } from '../../shared/policy/requests.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import type { LabKernel } from '../kernels.ts';
import { type LabPolicies, type LabPolicy, loadedNames } from '../policies/index.ts';
import { mentionsOf } from '../queries/index.ts';
import { Random } from '../random.ts';
import { bootLab, type LabSession } from '../session.ts';
import { makeDeeds } from './make.ts';
import type { Deed, DeedResult } from './types.ts';

export interface Surprise {
  policy: string;
  deed: Deed;
  result: DeedResult;
  /** Ours: each request's verdict, and where the deed was said to lead. */
  answers: Answer[];
  what: 'verdict' | 'label' | 'record';
}

export interface DeedsReport {
  kernel: string;
  release: string;
  parser: string;
  seed: number;
  policies: number;
  /** By kind: how many were done, were denied, and could not be tried. */
  kinds: Record<string, { done: number; denied: number; untried: number }>;
  surprises: Surprise[];
  milliseconds: number;
}

export interface DeedsOptions {
  deeds: number;
  seed: number;
  onProgress?: ((line: string) => void) | undefined;
}

const errnos = { EPERM: 1, EACCES: 13 } as const;
const accessOnly: readonly number[] = [errnos.EACCES];
const either: readonly number[] = [errnos.EACCES, errnos.EPERM];
/** By which errnos a deed is seen to be denied by the policy; others have other reasons. */
const denials: Record<string, readonly number[]> = {
  capability: either,
  mount: either,
  umount: either,
  userns: either,
};

/** Boots the kernel, and lets deeds be done under each policy. Throws LabError or ToolchainError with one sentence. */
export async function tryDeeds(
  kernel: LabKernel,
  policies: LabPolicies,
  options: DeedsOptions,
): Promise<DeedsReport> {
  const session = await bootLab(kernel, { onProgress: options.onProgress });
  try {
    return await tryAll(session, policies, options);
  } finally {
    await session.stop();
  }
}

/** As tryDeeds, in a kernel that is booted already. */
export async function tryAll(
  session: LabSession,
  policies: LabPolicies,
  { deeds, seed, onProgress }: DeedsOptions,
): Promise<DeedsReport> {
  const kernel = kernelOf(session.release, findTarget(session.kernel.target)!.features.tree);
  const report: DeedsReport = {
    kernel: session.kernel.id,
    release: session.release,
    parser: policies.parser,
    seed,
    policies: 0,
    kinds: {},
    surprises: [],
    milliseconds: 0,
  };
  const started = performance.now();
  for (const [index, policy] of policies.compiled.entries()) {
    const share = Math.ceil(deeds / policies.compiled.length);
    await tryPolicy({
      session,
      policy,
      base: policies.base,
      kernel,
      random: new Random(seed + index),
      share,
      report,
    });
    if (index % 25 === 24) onProgress?.(`Deeds under ${index + 1} of ${policies.compiled.length} policies.`);
  }
  report.milliseconds = Math.round(performance.now() - started);
  return report;
}

interface Trying {
  session: LabSession;
  policy: LabPolicy;
  base: string;
  kernel: Kernel;
  random: Random;
  share: number;
  report: DeedsReport;
}

async function tryPolicy({ session, policy, base, kernel, random, share, report }: Trying): Promise<void> {
  const { profiles } = readPolicy(policy.policy);
  // Names in other namespaces are not visible from the processes of this one.
  const usable = profiles.filter(({ namespace }) => namespace === undefined);
  if (usable.length === 0) return;
  await session.load(policy.policy);
  const mentions = mentionsOf(policy.files, base);
  const loaded = usable.map(fullName);
  const scenes = usable.map((profile) => ({
    profile,
    label: fullName(profile),
    loaded,
    mentions,
    kernel,
    random,
  }));
  const deeds = scenes.flatMap((scene) => makeDeeds(scene, Math.ceil(share / scenes.length)));
  const results = await session.try(deeds);
  report.policies++;
  for (const [index, deed] of deeds.entries())
    judgeDeed(policy.name, deed, results[index]!, usable, kernel, report);
  for (const name of loadedNames(profiles)) await session.unload(name);
}

function judgeDeed(
  policy: string,
  deed: Deed,
  result: DeedResult,
  loaded: CompiledProfile[],
  kernel: Kernel,
  report: DeedsReport,
): void {
  report.kinds[deed.kind] ??= { done: 0, denied: 0, untried: 0 };
  const count = report.kinds[deed.kind]!;
  if (!result.killed && !isTold(deed, result)) {
    count.untried++;
    return;
  }
  const denied = isDenied(deed, result);
  if (denied) count.denied++;
  else count.done++;
  const answers = [
    ...answersOf(deed.label, deed.requests, loaded, kernel),
    ...(deed.peer ? answersOf(deed.peer.label, deed.peer.requests, loaded, kernel) : []),
  ];
  const expected = answers.some(({ verdict }) => verdict === 'deny');
  if (result.killed && answers.length > 0 && answers.every(isEnded)) return;
  if (denied !== expected || (!denied && answers.some(isEnded)))
    report.surprises.push({ policy, deed, result, answers, what: 'verdict' });
  else if (!denied && !labelAsSaid(deed, result, answers))
    report.surprises.push({ policy, deed, result, answers, what: 'label' });
  else if (!recordAsSaid(deed, result, answers))
    report.surprises.push({ policy, deed, result, answers, what: 'record' });
}

/** Whether the policy was asked: with files, other errors come before that. */
function isTold({ kind }: Deed, { errno }: DeedResult): boolean {
  if (errno === undefined) return false;
  return !onFiles.includes(kind) || errno === 0 || errno === errnos.EACCES;
}

const onFiles = ['open', 'link', 'exec'];

/** A program that may start, and is ended as it does. */
function isEnded({ verdict, transition, note }: Answer): boolean {
  return verdict === 'allow' && transition !== undefined && (note ?? '').includes('ended as it starts');
}

function isDenied({ kind }: Deed, { errno, killed }: DeedResult): boolean {
  if (killed) return true;
  if (kind === 'change_hat') return errno !== 0;
  return (denials[kind] ?? accessOnly).includes(errno!);
}

function answersOf(label: string, requests: Request[], loaded: CompiledProfile[], kernel: Kernel): Answer[] {
  // What attaches to a program is asked of all profiles, whichever is named.
  const profile = label === '' ? loaded[0] : loaded.find((one) => fullName(one) === label);
  // Nothing holds back a process that is not confined.
  if (!profile) return [];
  const enforced = enforce(profile, kernel);
  return requests.map((request) => decide(enforced, request, loaded));
}

/** Where an exec leads, as /proc/PID/attr/current says it: `label (mode)`. */
function labelAsSaid({ kind, label }: Deed, { errno, detail }: DeedResult, [answer]: Answer[]): boolean {
  if (errno !== 0 || (kind !== 'exec' && kind !== 'change_hat')) return true;
  const found = detail.replace(/ \([\w, ]+\)$/, '');
  const parts = (text: string) => text.split('//&').sort().join();
  return parts(found) === parts(answer?.transition ?? label);
}

/** The operation that a deed's own audit records name; a start of a program, say, may have others logged too. */
const operations: Record<string, string> = {
  open: 'open',
  link: 'link',
  exec: 'exec',
  capability: 'capable',
  socket: 'create',
  mount: 'mount',
  umount: 'umount',
  change_profile: 'change_profile',
};

/** Whether it was logged where we say so, and only there. Of two processes either may have caused a record: not asked. */
function recordAsSaid(deed: Deed, { records }: DeedResult, answers: Answer[]): boolean {
  const operation = operations[deed.kind];
  const last = answers.at(-1);
  if (!operation || !last || answers.slice(0, -1).some(({ verdict }) => verdict === 'deny')) return true;
  const logged = records.some((record) => record.includes(`operation="${operation}"`));
  // The use of a capability is not logged again soon after (audit_caps() in security/apparmor/capability.c).
  return logged === last.audit || (deed.kind === 'capability' && !logged);
}
