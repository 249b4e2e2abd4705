/**
 * Written and enforced: for each rule of a profile, what the target's kernel makes of it. Every rule is compiled alone,
 * with and without its conditions, by the parser that answers for the target, and the results are compared.
 */
import type { EnforcedResponse, PolicyText, RuleMark } from '../../shared/api/enforced.ts';
import { treeOf, Workspace } from '../../shared/language/workspace.ts';
import { type ApartRule, emptyProbe, preambleOf, probeName, rulesApart } from '../../shared/policy/apart.ts';
import { decideAlike } from '../../shared/policy/compare.ts';
import { LineIndex } from '../../shared/syntax/index.ts';
import { findTarget, type TargetFacts } from '../../shared/targets/targets.ts';
import { RequestError } from '../parser/errors.ts';
import type { RunOptions } from '../parser/run.ts';
import { readWholePolicyTree } from '../wholePolicyTree.ts';
import { leakOf } from './leaks.ts';
import type { ProbeResults } from './probes.ts';
import { rememberedProbes } from './remembered.ts';
import { type Judgement, noEffectWords, widerWords } from './words.ts';

export interface EnforcedRequest {
  files: PolicyText[];
  target: string;
  /** Rules of included files too. */
  includes?: boolean;
  /** The files whose rules are judged; all of `files` where it is left out. */
  only?: readonly string[];
}

/** Throws RequestError for a target that is none, BusyError, or the signal's reason where the caller gave up. */
export async function enforcedRules(
  request: EnforcedRequest,
  options: RunOptions = {},
): Promise<EnforcedResponse> {
  const target = findTarget(request.target);
  if (!target) throw new RequestError(`There is no target “${request.target}”.`);
  const { files: treeFiles } = await readWholePolicyTree(target.id);
  const tree = treeOf(treeFiles);
  const workspace = new Workspace({ files: request.files, target: target.id, tree });
  const document = workspace.document(request.files[0]!.path);
  if (!document) throw new RequestError('There is no file to check.');
  const own = new Set(request.only ?? request.files.map(({ path }) => path));
  const rules = rulesApart(workspace, document).filter(
    ({ place }) => request.includes || own.has(place.path),
  );
  const sources = rules.flatMap(({ source, loosened }, index) => [
    { name: probeName(index), source },
    ...(loosened === undefined ? [] : [{ name: probeName(index, true), source: loosened }]),
  ]);
  const results = await rememberedProbes(
    { files: request.files, preamble: preambleOf(document), target: target.id, sources, tree: treeFiles },
    options,
  );
  const lines = new Map<string, LineIndex>();
  const linesOf = (path: string): LineIndex => {
    const known = lines.get(path) ?? new LineIndex(workspace.text(path) ?? '');
    lines.set(path, known);
    return known;
  };
  const marks = rules.map((rule, index): RuleMark => {
    const { path } = rule.place;
    const range = linesOf(path).rangeOf(rule.place);
    return { file: path, range, profile: rule.profile, ...judge(rule, index, results, target) };
  });
  return {
    target: target.id,
    source: target.features.source,
    marks,
    ...(results.reason ? { reason: results.reason } : {}),
  };
}

function judge(rule: ApartRule, index: number, results: ProbeResults, target: TargetFacts): Judgement {
  const refused = results.refused.get(probeName(index));
  if (refused !== undefined) return { effect: 'refused', words: refused, brief: 'refused here' };
  const empty = results.compiled.get(emptyProbe);
  const alone = results.compiled.get(probeName(index));
  if (!empty || !alone)
    return { effect: 'unknown', words: results.reason ?? 'This rule could not be compiled alone.' };
  if (decideAlike(alone, empty)) return noEffectWords(rule, target);
  const loose = results.compiled.get(probeName(index, true));
  if (loose && decideAlike(alone, loose)) return widerWords(rule, target);
  return leakOf(rule, alone, target) ?? { effect: 'as-written', words: '' };
}
