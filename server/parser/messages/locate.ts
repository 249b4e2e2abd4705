/** Finds the place in the files under edit that a message without a line speaks of. */
import type { Range } from '../../../shared/syntax/diagnostics.ts';
import { Lines } from '../lines.ts';

/** A place in one of the files. */
export interface Spot {
  file: string;
  range: Range;
}

/** A file under edit, ready for searching. */
export class Source {
  readonly path: string;
  readonly text: string;
  readonly lines: Lines;
  /** The text with comments blanked out, of the same length. */
  readonly code: string;

  constructor({ path, text }: { path: string; text: string }) {
    this.path = path;
    this.text = text;
    this.lines = new Lines(text);
    this.code = blankComments(text);
  }

  spot(start: number, end: number): Spot {
    return { file: this.path, range: this.lines.range(start, end) };
  }

  /** A whole line, zero-based, without the blanks around it. */
  wholeLine(line: number): Spot {
    return { file: this.path, range: this.lines.wholeLine(line) };
  }

  /** Everything the pattern (global) matches outside comments; the first group, where there is one, is the place. */
  findAll(pattern: RegExp): Spot[] {
    return [...this.code.matchAll(pattern)].map((match) => {
      const place = match[1] ?? match[0];
      const start = match.index + match[0].indexOf(place);
      return this.spot(start, start + place.length);
    });
  }
}

/** A comment starts where a word could, outside quotes, and runs to the line's end; `#include` is none. */
function blankComments(text: string): string {
  return text.replace(/"(?:\\.|[^"\\\n])*"?|(?<![^\s,{}()])#(?!include)[^\n]*/g, (found) =>
    found.startsWith('#') ? found.replace(/[^\r]/g, ' ') : found,
  );
}

/** The first match over all files, in their order. */
export function findFirst(sources: Source[], pattern: RegExp): Spot[] {
  for (const source of sources) {
    const [first] = source.findAll(pattern);
    if (first) return [first];
  }
  return [];
}

export function findAll(sources: Source[], pattern: RegExp): Spot[] {
  return sources.flatMap((source) => source.findAll(pattern));
}

/** Text to be found as it is. */
export function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** The headers of a profile, child or hat of that name, up to their brace. */
export function headers(sources: Source[], name: string): Spot[] {
  const local = literal(
    name
      .split('//')
      .at(-1)!
      .replace(/^:[^:]*:(?:\/\/)?/, ''),
  );
  return findAll(
    sources,
    new RegExp(
      `(?<=^|[{},]|\\n)[ \\t]*((?:(?:profile|hat)\\s+|\\^)?"?${local}"?(?=[\\s({])[^{},\\n]*)\\{`,
      'g',
    ),
  );
}

/** Uses of a variable, `@{NAME}` or `@NAME`. */
export function variableUses(sources: Source[], name: string): Spot[] {
  return findAll(sources, new RegExp(`(@\\{${literal(name)}\\}|@${literal(name)}\\b)`, 'g'));
}

/** Where a variable is given values: its name in `@{NAME} =` and the like. */
export function variableDefinitions(sources: Source[], name: string): Spot[] {
  return findAll(sources, new RegExp(`(@\\{?${literal(name)}\\}?)[ \\t]*[+?:]?=`, 'g'));
}

/** A word that could be a path or a pattern in a rule, quoted or not. */
export const pathToken = /"((?:\\.|[^"\\\n])*)"?|((?:[@/{]|\\)(?:\\.|\{[^{}\n]*\}|[^\s",]|,(?=[^\s]))*)/g;

/** The words whose pattern is the given one once variables are put in. */
export function patternUses(sources: Source[], pattern: string): Spot[] {
  const found: Spot[] = [];
  for (const source of sources)
    for (const match of source.code.matchAll(pathToken)) {
      const word = match[1] ?? match[2]!;
      if (word.length < 2 || !couldBecome(word, pattern)) continue;
      const start = match.index + match[0].indexOf(word);
      found.push(source.spot(start, start + word.length));
    }
  return found;
}

/** Whether the word is the pattern once something is put in for each of its variables. */
function couldBecome(word: string, pattern: string): boolean {
  const [first, ...rest] = word.split(/@\{\w*\}/);
  const last = rest.pop();
  if (last === undefined) return word === pattern;
  let at = first!.length;
  const end = pattern.length - last.length;
  if (at > end || !pattern.startsWith(first!) || !pattern.endsWith(last)) return false;
  for (const part of rest) {
    const found = pattern.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= end;
}

/** The last line before `line` (zero-based) that has code and does not end a rule: where a comma may be missing. */
export function unfinishedLineBefore(source: Source, line: number): number | undefined {
  for (let at = line - 1; at >= 0; at--) {
    const start = source.lines.offset(at);
    const code = source.code.slice(start, start + source.lines.line(at).length).trim();
    if (code === '') continue;
    return /[,{}]$|^(?:#?include|abi)\b|^[@$]\{?\w+\}?\s*[+?:]?=/.test(code) ? undefined : at;
  }
  return undefined;
}

/** The last word of code on a line: what a missing comma should follow. */
export function endOfCode(source: Source, line: number): Spot {
  const start = source.lines.offset(line);
  const [word] = lastWord(source, start, source.code.slice(start, start + source.lines.line(line).length));
  return word ?? source.wholeLine(line);
}

/** The last word of a piece of code that starts at an offset, if there is one that ends no rule or block. */
export function lastWord(source: Source, start: number, code: string): Spot[] {
  const end = code.trimEnd().length;
  let at = end;
  while (at > 0 && !/[\s{}]/.test(code[at - 1]!)) at--;
  return at < end ? [source.spot(start + at, start + end)] : [];
}
