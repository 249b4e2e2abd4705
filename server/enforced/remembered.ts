/**
 * Probes compiled before, remembered by the text of each rule: an edit compiles the rules that it changed, and one of
 * comments or empty lines none at all.
 */
import { createHash } from 'node:crypto';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { emptyProbe } from '../../shared/policy/apart.ts';
import type { CompiledProfile } from '../../shared/policy/profile.ts';
import type { RunOptions } from '../parser/run.ts';
import { toolchainFor } from '../toolchains/index.ts';
import { compileProbes, type ProbeRequest, type ProbeResults } from './probes.ts';

type Outcome = { compiled: CompiledProfile } | { refused: string };

/** Outcomes that are kept: a large profile with its includes on six targets. One takes some kB. */
const most = 12_000;
const known = new Map<string, Outcome>();

/**
 * As compileProbes. `tree` is the policy tree that the parser reads: the rules are compiled anew where that, the preamble, another file or the parser is another.
 */
export async function rememberedProbes(
  request: ProbeRequest & { tree: readonly PolicyText[] },
  options: RunOptions = {},
): Promise<ProbeResults> {
  const { files, preamble, target, tree } = request;
  const parser = (await toolchainFor(target))?.toolchain;
  const about = digest([files[0]!.path, files.slice(1), preamble, target, tree, parser?.id, parser?.version]);
  const keyOf = (source: string) => `${about} ${digest(source)}`;
  const wanted = [{ name: emptyProbe, source: '' }, ...request.sources];
  const outcomes = new Map<string, Outcome>();
  for (const { source } of wanted) {
    const outcome = recall(keyOf(source));
    if (outcome) outcomes.set(source, outcome);
  }
  const missing = firstOfEach(wanted.filter(({ source }) => !outcomes.has(source)));
  const results: ProbeResults = { compiled: new Map(), refused: new Map(), unjudged: new Set() };
  if (missing.length > 0) {
    // The empty probe is compiled with every batch.
    const sources = missing.filter(({ name }) => name !== emptyProbe);
    const fresh = await compileProbes({ files, preamble, target, sources }, options);
    if (fresh.reason) results.reason = fresh.reason;
    for (const { name, source } of missing) {
      const compiled = fresh.compiled.get(name);
      const refused = fresh.refused.get(name);
      const outcome = compiled ? { compiled } : refused === undefined ? undefined : { refused };
      // What could not be judged may be on another day: a busy machine is quiet again.
      if (!outcome) continue;
      outcomes.set(source, outcome);
      remember(keyOf(source), outcome);
    }
  }
  for (const { name, source } of wanted) {
    const outcome = outcomes.get(source);
    if (!outcome) results.unjudged.add(name);
    else if ('compiled' in outcome) results.compiled.set(name, { ...outcome.compiled, name });
    else results.refused.set(name, outcome.refused);
  }
  return results;
}

function recall(key: string): Outcome | undefined {
  const outcome = known.get(key);
  if (!outcome) return undefined;
  known.delete(key);
  known.set(key, outcome);
  return outcome;
}

function remember(key: string, outcome: Outcome): void {
  known.set(key, outcome);
  for (const oldest of known.keys()) {
    if (known.size <= most) break;
    known.delete(oldest);
  }
}

function firstOfEach<One extends { source: string }>(list: readonly One[]): One[] {
  const seen = new Set<string>();
  return list.filter(({ source }) => !seen.has(source) && seen.add(source));
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}

/** For tests: forgets what was compiled. */
export function forgetProbes(): void {
  known.clear();
}
