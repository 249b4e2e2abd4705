/** What is likely to blame when the parser did not come to an end: patterns of many states, variables that multiply. */
import { findAll, pathToken, type Source, type Spot } from './locate.ts';

/** Wildcards in one pattern that are still nothing unusual. */
const usualWildcards = 8;
/** Values of one variable, once others are put in, that are still nothing unusual. */
const usualValues = 1_000;

/** The likeliest place, or none where nothing stands out. */
export function suspects(sources: Source[]): Spot[] {
  const variable = multiplyingVariable(sources);
  return variable ? [variable] : wildestPattern(sources);
}

/** The pattern with the most wildcards, where there are unusually many. */
export function wildestPattern(sources: Source[]): Spot[] {
  let most = usualWildcards;
  let found: Spot[] = [];
  for (const source of sources)
    for (const match of source.code.matchAll(pathToken)) {
      const word = match[1] ?? match[2]!;
      const wildcards = word.match(/(?<!\\)[?*]/g)?.length ?? 0;
      if (wildcards <= most) continue;
      const start = match.index + match[0].indexOf(word);
      most = wildcards;
      found = [source.spot(start, start + word.length)];
    }
  return found;
}

/** The first variable, in the order of the text, whose values are unusually many once others are put in. */
function multiplyingVariable(sources: Source[]): Spot | undefined {
  const counts = new Map<string, number>();
  for (const source of sources)
    for (const match of source.code.matchAll(/@\{?(\w+)\}?[ \t]*([+?:]?=)([^\n]*)/g)) {
      const [whole, name, sign, given] = match;
      const values = given!
        .trim()
        .split(/\s+/)
        .map((value) =>
          [...value.matchAll(/@\{(\w+)\}/g)].reduce((all, [, used]) => all * (counts.get(used!) ?? 1), 1),
        );
      const before = sign === '+=' ? (counts.get(name!) ?? 0) : 0;
      const total = values.reduce((sum, each) => sum + each, before);
      if (total > usualValues) return source.spot(match.index, match.index + whole.trimEnd().length);
      counts.set(name!, total);
    }
  return undefined;
}

/** The first header of a profile, where nothing else can be pointed at. */
export function firstHeader(sources: Source[]): Spot {
  const [header] = findAll(sources.slice(0, 1), /(?:^|\n)[ \t]*((?:profile\b|\/|@\{|")[^{},\n]*)\{/g);
  return header ?? sources[0]!.wholeLine(0);
}
