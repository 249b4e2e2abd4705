/** Places that the rows of the message table have in common. */
import type { ResolveInclude } from '../../../shared/syntax/index.ts';
import {
  endOfCode,
  findAll,
  lastWord,
  literal,
  patternUses,
  type Source,
  type Spot,
  unfinishedLineBefore,
  variableDefinitions,
} from './locate.ts';

/** What a row may look at to find the place. */
export interface Where {
  /** Finds what the files include. */
  resolveInclude: ResolveInclude;
  /** All files under edit, the compiled one first. */
  sources: Source[];
  /** The file and zero-based line that the parser named, where it named one of these files. */
  source?: Source;
  line?: number;
}

/** Whether the word that was taken for part of a rule is really the start of the next one. */
export function isNextRule(word: string, { source, line }: Where): boolean {
  if (!source || line === undefined) return false;
  return (
    source.lines.line(line).trimStart().startsWith(word) && unfinishedLineBefore(source, line) !== undefined
  );
}

/** The end of the rule above, where it has no comma; it may be the last one of an included file. */
export function commaBefore({ source, line, sources }: Where): Spot[] {
  if (!source || line === undefined) return [];
  const above = unfinishedLineBefore(source, line);
  if (above !== undefined) return [endOfCode(source, above)];
  const included = includedAbove(source, line, sources);
  const last = included && unfinishedLineBefore(included, included.lines.count);
  if (included && last !== undefined) return [endOfCode(included, last)];
  // On one line: `{ /etc/passwd r }`.
  const start = source.lines.offset(line);
  const code = source.code.slice(start, start + source.lines.line(line).length).trimEnd();
  return code.endsWith('}') ? lastWord(source, start, code.slice(0, -1)) : [];
}

/** The file under edit that the last statement above a line includes. */
export function includedAbove(source: Source, line: number, sources: Source[]): Source | undefined {
  const end = source.lines.offset(line);
  const above = source.code.slice(Math.max(0, end - 500), end).trimEnd();
  const name = /include\s+(?:if\s+exists\s+)?<([^>\n]+)>$/.exec(above)?.[1];
  return sources.find((each) => each.path === name);
}

export function entryBefore(source: Source, entry: string, line: number): Spot[] {
  for (let at = line; at >= 0; at--) {
    const start = source.lines.offset(at);
    const text = source.code.slice(start, start + source.lines.line(at).length);
    const found = text.indexOf(entry);
    if (found < 0) continue;
    const rest = text.slice(found).trimEnd();
    return [source.spot(start + found, start + found + rest.length)];
  }
  return [];
}

export function lastCode(source: Source): Spot[] {
  const end = source.code.trimEnd().length;
  return end > 0 ? [endOfCode(source, source.lines.lineOf(end - 1))] : [];
}

/** The thing itself on the line the parser named. */
export function quotedInLine(thing: string, { source, line }: Where): Spot[] {
  if (!source || line === undefined) return [];
  const start = source.lines.offset(line);
  const found = source.lines.line(line).indexOf(thing);
  return found >= 0 ? [source.spot(start + found, start + found + thing.length)] : [];
}

/** The last definition at or before a line: the parser names the line it had read up to. */
export function definitionsUpTo(
  name: string,
  source: Source | undefined,
  line = 0,
  sources: Source[],
): Spot[] {
  const all = variableDefinitions(source ? [source] : sources, name);
  return all.filter((spot) => spot.range.start.line <= line).slice(-1);
}

export function endOfNext(source: Source, line: number): Spot[] {
  const at = source.lines.line(line).trimEnd().endsWith(',') ? line : line + 1;
  const text = source.lines.line(Math.min(at, source.lines.count - 1));
  const comma = text.lastIndexOf(',');
  const start = source.lines.offset(at);
  return comma >= 0 ? [source.spot(start + comma, start + comma + 1)] : [];
}

/** Every rule for exactly this path with an execute permission. */
export function execRules(sources: Source[], path: string): Spot[] {
  return patternUses(sources, path).filter((spot) => {
    const source = sources.find((each) => each.path === spot.file)!;
    return /\b[a-zA-Z]*[xX]\b/.test(source.lines.line(spot.range.start.line).slice(spot.range.end.character));
  });
}

export function rulesOf(sources: Source[], kind: string): Spot[] {
  return findAll(
    sources,
    new RegExp(
      `(?<=^|[{},]|\\n)[ \\t]*(?:(?:audit|allow|deny|priority=-?\\d+)[ \\t]+)*(${literal(kind)}\\b[^{}\\n]{0,2000}?)(?=,|\\n|$)`,
      'g',
    ),
  );
}

export function pathHeaderBefore(source: Source, line: number): Spot[] {
  for (let at = line; at >= 0; at--) {
    const start = source.lines.offset(at);
    const code = source.code.slice(start, start + source.lines.line(at).length);
    const header = /^\s*("?[/@{][^\s"]{0,2000}"?)(?:\s.*)?\{\s*$/.exec(code.slice(0, 4_000));
    if (header) {
      const found = start + header[0].indexOf(header[1]!);
      return [source.spot(found, found + header[1]!.length)];
    }
  }
  return [];
}
