/**
 * What includes add, and which of a profile's own rules they make moot: compiled together, the include's rules decide
 * alike with the own rule and without it.
 */
import type { TellRequest, TellResponse, ToldInclude, ToldRule } from '../../shared/api/tell.ts';
import { treeOf, Workspace } from '../../shared/language/workspace.ts';
import { type ApartRule, emptyProbe, preambleOf, rulesApart } from '../../shared/policy/apart.ts';
import { allowsAll, decideAlike } from '../../shared/policy/compare.ts';
import type { CompiledProfile } from '../../shared/policy/profile.ts';
import { toldByClass } from '../../shared/policy/told.ts';
import { LineIndex, type Span } from '../../shared/syntax/index.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { RequestError } from '../parser/errors.ts';
import type { RunOptions } from '../parser/run.ts';
import { readWholePolicyTree } from '../wholePolicyTree.ts';
import { compileProbes, type ProbeResults, type ProbeSource } from './probes.ts';

interface Include {
  site: Span;
  profile: string;
  rules: ApartRule[];
  /** The rules of the profile's own file. */
  own: ApartRule[];
}

type Compile = (sources: ProbeSource[]) => Promise<ProbeResults>;

/** Throws RequestError for a target that is none, BusyError, or the signal's reason where the caller gave up. */
export async function tellIncludes(
  { files, target: targetId }: TellRequest,
  options: RunOptions = {},
): Promise<TellResponse> {
  const target = findTarget(targetId);
  if (!target) throw new RequestError(`There is no target “${targetId}”.`);
  const tree = treeOf((await readWholePolicyTree(target.id)).files);
  const workspace = new Workspace({ files, target: target.id, tree });
  const document = workspace.document(files[0]!.path);
  if (!document) throw new RequestError('There is no file to check.');
  const includes = includesOf(rulesApart(workspace, document));
  const compile: Compile = (sources) =>
    compileProbes({ files, preamble: preambleOf(document), target: target.id, sources }, options);
  const lines = new Map<string, LineIndex>();
  const told = ({ place: { path, text, start, end } }: ApartRule): ToldRule => {
    const at = lines.get(path) ?? new LineIndex(workspace.text(path) ?? '');
    lines.set(path, at);
    return { file: path, range: at.rangeOf({ start, end }), text: text.replace(/\s+/g, ' ') };
  };
  const pathAt = ({ start, end }: Span) =>
    /^#?include\s+(?:if\s+exists\s+)?[<"]?(.*?)[>"]?,?$/s.exec(document.text.slice(start, end).trim())?.[1] ??
    '';
  const found: ToldInclude[] = [];
  const ownAlone = new Map<string, ProbeResults>();
  for (const include of includes) {
    const { profile, own } = include;
    const alone = ownAlone.get(profile) ?? (await compile(named(own, ownName)));
    ownAlone.set(profile, alone);
    const { moot, without, reason } = await judged(include, alone.compiled, compile);
    found.push({
      path: pathAt(include.site),
      range: document.lines.rangeOf(include.site),
      profile: include.profile,
      rules: include.rules.length,
      adds: toldByClass(include.rules).map((one) => ({ ...one, rules: one.rules.map(told) })),
      without: without.map(told),
      moot: moot.map(told),
      ...(reason ? { reason } : {}),
    });
  }
  return { target: target.id, source: target.features.source, includes: found };
}

/** The includes of a file's profiles that bring rules, in order. */
function includesOf(rules: readonly ApartRule[]): Include[] {
  const found = new Map<string, Include>();
  for (const rule of rules) {
    const { include: site } = rule.place;
    if (!site) continue;
    const key = `${rule.profile}\n${site.start}`;
    const known = found.get(key);
    if (known) known.rules.push(rule);
    else {
      const own = rules.filter(({ profile, place }) => profile === rule.profile && !place.include);
      found.set(key, { site, profile: rule.profile, rules: [rule], own });
    }
  }
  return [...found.values()].sort((a, b) => a.site.start - b.site.start);
}

interface Judged {
  moot: ApartRule[];
  without: ApartRule[];
  reason?: string;
}

const together = 'together';
const ownName = (index: number) => `own-${index}`;
const addedName = (index: number) => `added-${index}`;

function named(rules: readonly ApartRule[], name: (index: number) => string): ProbeSource[] {
  return rules.map(({ source }, index) => ({ name: name(index), source }));
}

async function judged(
  { rules, own }: Include,
  ownAlone: ProbeResults['compiled'],
  compile: Compile,
): Promise<Judged> {
  const { compiled, refused, reason } = await compile([
    { name: together, source: sourceOf(rules) },
    ...named(rules, addedName),
  ]);
  const empty = compiled.get(emptyProbe);
  const whole = compiled.get(together);
  if (!empty || !whole) {
    const why = refused.get(together) ?? reason ?? 'It could not be compiled.';
    return { moot: [], without: [], reason: why };
  }
  const changesNothing = (alone: CompiledProfile | undefined) =>
    alone !== undefined && decideAlike(alone, empty) === true;
  const candidates = own.filter((_rule, index) => {
    const alone = ownAlone.get(ownName(index));
    // A quick look first: where the include does not allow all of it, it is not moot.
    return alone !== undefined && allowsAll(whole, alone) === true && !changesNothing(alone);
  });
  const moot = new Set<ApartRule>();
  for (let groups = candidates.length > 0 ? [candidates] : []; groups.length > 0; ) {
    const results = await compile(
      groups.map((group, index) => ({ name: addedName(index), source: sourceOf([...rules, ...group]) })),
    );
    groups = groups.flatMap((group, index) => {
      const both = results.compiled.get(addedName(index));
      if (both && decideAlike(whole, both) === true) for (const rule of group) moot.add(rule);
      else if (group.length > 1) return halves(group);
      return [];
    });
  }
  return {
    moot: candidates.filter((rule) => moot.has(rule)),
    without: rules.filter((_rule, index) => changesNothing(compiled.get(addedName(index)))),
  };
}

function sourceOf(rules: readonly ApartRule[]): string {
  return rules.map(({ source }) => source).join('\n');
}

function halves<Item>(group: readonly Item[]): Item[][] {
  const middle = Math.ceil(group.length / 2);
  return [group.slice(0, middle), group.slice(middle)];
}
