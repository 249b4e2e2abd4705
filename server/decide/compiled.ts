/** Compiled and decoded policies, remembered: an edit of a requirement, or a second question, compiles nothing. */
import { createHash } from 'node:crypto';
import type { CheckResponse, PolicyText } from '../../shared/api/schemas.ts';
import { type Decider, deciderFor } from '../../shared/policy/decide.ts';
import { kernelOf } from '../../shared/policy/kernel.ts';
import { type CompiledPolicy, readPolicy } from '../../shared/policy/reader.ts';
import { findTarget, type TargetFacts } from '../../shared/targets/targets.ts';
import { compilePolicy, RequestError } from '../parser/check.ts';
import type { RunOptions } from '../parser/run.ts';

export interface Compiled {
  response: CheckResponse;
  /** Absent where the text was not compiled. */
  policy?: CompiledPolicy;
  /** As the target's kernel decides. */
  asWritten?: Decider;
  /** The same in enforce mode, where profiles are in complain mode. */
  enforced?: Decider;
}

/** A dozen edits on six targets: what is asked again soon. A policy takes some 100 kB. */
const remembered = 72;

interface Entry {
  made: Promise<Compiled>;
  /** How many wait for it; with none left while it is made, its parser is stopped. */
  waiting: number;
  stop: AbortController;
  done: boolean;
}
const known = new Map<string, Entry>();

/**
 * Throws RequestError, BusyError, or the signal's reason where the caller gave up. Of several who wait for the same, the
 * first one's limit of time counts.
 */
export async function compiled(
  files: PolicyText[],
  targetId: string,
  { signal, ...bounds }: RunOptions = {},
): Promise<Compiled> {
  signal?.throwIfAborted();
  const entry = entryFor(files, targetId, bounds);
  if (!signal || entry.done) return entry.made;
  entry.waiting++;
  let giveUp: () => void = () => {};
  try {
    return await Promise.race([
      entry.made,
      new Promise<never>((_resolve, reject) => {
        giveUp = () => reject(signal.reason);
        signal.addEventListener('abort', giveUp, { once: true });
      }),
    ]);
  } finally {
    signal.removeEventListener('abort', giveUp);
    if (--entry.waiting === 0 && !entry.done) entry.stop.abort(new Error('nobody waits for it'));
  }
}

function entryFor(files: PolicyText[], targetId: string, bounds: Omit<RunOptions, 'signal'>): Entry {
  const target = findTarget(targetId);
  if (!target) throw new RequestError(`There is no target “${targetId}”.`);
  const key = createHash('sha256')
    .update(JSON.stringify([targetId, files]))
    .digest('base64');
  const found = known.get(key);
  known.delete(key);
  if (found && !found.stop.signal.aborted) {
    known.set(key, found);
    return found;
  }
  const stop = new AbortController();
  const made = compilePolicy({ files, target: targetId }, { ...bounds, signal: stop.signal }).then(
    ({ response, policy }): Compiled => {
      // What was not judged may be on another day: a parser is unpacked, a busy machine is quiet again.
      if (response.verdict === 'not-judged' || response.verdict === 'too-complex') known.delete(key);
      return policy ? { response, ...decoded(policy, target) } : { response };
    },
  );
  const entry: Entry = { made, waiting: 0, stop, done: false };
  made.then(
    () => {
      entry.done = true;
    },
    () => {
      entry.done = true;
      if (known.get(key) === entry) known.delete(key);
    },
  );
  known.set(key, entry);
  for (const oldest of known.keys()) {
    if (known.size <= remembered) break;
    known.delete(oldest);
  }
  return entry;
}

function decoded(bytes: Uint8Array, target: TargetFacts) {
  const policy = readPolicy(bytes);
  const kernel = kernelOf(target.kernel, target.features.tree);
  const profiles = policy.profiles.map((profile) =>
    profile.mode === 'complain' ? { ...profile, mode: 'enforce' as const } : profile,
  );
  return { policy, asWritten: deciderFor(policy, kernel), enforced: deciderFor({ profiles }, kernel) };
}

/** For tests: forgets what was compiled. */
export function forgetCompiled(): void {
  known.clear();
}
