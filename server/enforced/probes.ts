/** Compiles many small profiles at once, and finds out which of them the parser refuses. */
import type { Diagnostic, PolicyText } from '../../shared/api/schemas.ts';
import { emptyProbe, type Probe, probeText } from '../../shared/policy/apart.ts';
import type { CompiledProfile } from '../../shared/policy/profile.ts';
import { readPolicy } from '../../shared/policy/reader.ts';
import { compilePolicy } from '../parser/check.ts';
import type { RunOptions } from '../parser/run.ts';

export interface ProbeSource {
  name: string;
  source: string;
}

export interface ProbeResults {
  compiled: Map<string, CompiledProfile>;
  /** In the parser's words, as they are told to people. */
  refused: Map<string, string>;
  /** Probes that could not be judged, and one sentence why. */
  unjudged: Set<string>;
  reason?: string;
}

export interface ProbeRequest {
  /** The profile's own file first; the probes take its place. */
  files: PolicyText[];
  preamble: string;
  target: string;
  sources: ProbeSource[];
}

/** So many that one run stays well below its limit of time. */
const batch = 64;
/** Runs of a batch in which single probes are refused, before the batch is halved. */
const patience = 8;

export async function compileProbes(request: ProbeRequest, options: RunOptions = {}): Promise<ProbeResults> {
  const results: ProbeResults = { compiled: new Map(), refused: new Map(), unjudged: new Set() };
  const batches: ProbeSource[][] = [];
  for (let at = 0; at < Math.max(1, request.sources.length); at += batch)
    batches.push(request.sources.slice(at, at + batch));
  await Promise.all(batches.map((sources) => compileBatch({ ...request, sources }, options, results)));
  return results;
}

async function compileBatch(
  { files, preamble, target, sources }: ProbeRequest,
  options: RunOptions,
  results: ProbeResults,
): Promise<void> {
  let left = sources;
  for (let round = 0; round < patience; round++) {
    const { text, probes } = probeText(preamble, left);
    const path = files[0]!.path;
    const { response, policy } = await compilePolicy(
      { files: [{ path, text }, ...files.slice(1)], target },
      options,
    );
    if (policy) {
      for (const profile of readPolicy(policy).profiles) results.compiled.set(profile.name, profile);
      return;
    }
    const errors = response.diagnostics.filter(({ severity }) => severity === 'error');
    const found = culprits(errors, path, probes);
    const { reason } = response;
    if (!found || response.verdict === 'not-judged')
      return giveUp(left, { reason, errors, toBlame: false }, results);
    if (found.size === 0) {
      if (left.length > 1) break;
      return giveUp(left, { reason, errors, toBlame: true }, results);
    }
    for (const [name, message] of found) results.refused.set(name, message);
    left = left.filter(({ name }) => !found.has(name));
  }
  // The parser names no line, or too many rules are refused one by one.
  const half = Math.ceil(left.length / 2);
  for (const part of [left.slice(0, half), left.slice(half)])
    if (part.length > 0) await compileBatch({ files, preamble, target, sources: part }, options, results);
}

function giveUp(
  left: ProbeSource[],
  { reason, errors, toBlame }: { reason: string | undefined; errors: Diagnostic[]; toBlame: boolean },
  results: ProbeResults,
) {
  const [error] = errors;
  if (left.length === 1 && toBlame && error) results.refused.set(left[0]!.name, error.message);
  else for (const { name } of left) results.unjudged.add(name);
  const why = reason ?? error?.message;
  if (why) results.reason ??= why;
}

/** The probes in whose lines an error lies; undefined where one lies elsewhere: then no probe is to blame. */
function culprits(errors: Diagnostic[], path: string, probes: Probe[]): Map<string, string> | undefined {
  const found = new Map<string, string>();
  for (const { file, range, message } of errors) {
    const line = range.start.line;
    const probe =
      file === path
        ? probes.find(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine)
        : undefined;
    if (!probe || probe.name === emptyProbe) return undefined;
    if (!found.has(probe.name)) found.set(probe.name, message);
  }
  return found;
}
