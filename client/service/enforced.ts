/** Marks of rules that a target does not enforce as written: as problems, and in a text that has changed since. */
import type { RuleMark } from '../../shared/api/enforced.ts';
import type { Diagnostic } from '../../shared/api/schemas.ts';
import type { Problem } from '../store/types.ts';
import type { Finding } from './problems.ts';

/** A rule that a target enforces otherwise than written. */
export interface EnforcedMark extends RuleMark {
  target: string;
}

type Text = { path: string; text: string };

/** Checks that say of a rule what a mark shows by compiling it: they stand once, as the mark. */
const sameMatter: Partial<Record<RuleMark['effect'], readonly string[]>> = {
  more: ['peer-only-inet', 'network-on-target', 'abi-without-inet', 'conditional-deny'],
  nothing: ['unmediated-rule', 'network-on-target', 'abi-without-inet'],
};

/** Codes of marks that no check's page tells about. */
const codes = { more: 'enforced-more', nothing: 'enforced-nothing', refused: 'enforced-refused' } as const;

type Told = keyof typeof codes;

/** Those marks that there is something to say about; a rule in two profiles is told once. */
export function telling(marks: readonly RuleMark[], target: string): EnforcedMark[] {
  const seen = new Set<string>();
  return marks.flatMap((mark) => {
    const { file, range, effect, words } = mark;
    const key = JSON.stringify([file, range, effect, words]);
    if (!(effect in codes) || seen.has(key)) return [];
    seen.add(key);
    return [{ ...mark, target }];
  });
}

/**
 * The findings with the marks put among them: a check's finding of the same line and about the same matter gives the
 * mark its code and fixes, and its place. A refused rule is left to the parser's own error where that is among `judged`.
 */
export function withMarks(
  found: readonly Finding[],
  marks: readonly EnforcedMark[],
  textOf: (path: string) => string | undefined,
  judged: readonly Diagnostic[] = [],
): Finding[] {
  const gone = new Set<Finding>();
  const own = marks.flatMap((mark): Finding[] => {
    const { line } = mark.range.start;
    const onLine = ({ file, range }: Pick<Diagnostic, 'file' | 'range'>) =>
      file === mark.file && range.start.line <= line && line <= range.end.line;
    if (
      mark.effect === 'refused' &&
      [...judged, ...found].some((one) => one.severity === 'error' && onLine(one))
    )
      return [];
    const same = found.filter(
      (one) =>
        one.source === 'lint' &&
        (one.target === undefined || one.target === mark.target) &&
        (one.code === mark.check || sameMatter[mark.effect]?.includes(one.code)) &&
        (onLine(one) || one.related?.some((place) => onLine(place))),
    );
    for (const one of same) if (onLine(one)) gone.add(one);
    return [asFinding(mark, same[0], textOf(mark.file))];
  });
  return [...found.filter((one) => !gone.has(one)), ...own];
}

/** A mark as a problem; `same` is what a check says of the matter, `text` that of its file. */
export function asFinding(mark: EnforcedMark, same?: Finding, text?: string): Finding {
  const fixes = same?.range.start.line === mark.range.start.line ? same.fixes : undefined;
  return {
    file: mark.file,
    range: mark.range,
    severity: severityOf(mark, text),
    code: mark.check ?? same?.code ?? codes[mark.effect as Told],
    message: `Not enforced as written. ${mark.words}`,
    source: 'policy',
    target: mark.target,
    ...(fixes && { fixes }),
  };
}

/** A mark as a row of its own, beside the list: what another target makes of a rule. */
export function asProblem(mark: EnforcedMark, files: readonly Text[]): Problem {
  const finding = asFinding(mark, undefined, files.find(({ path }) => path === mark.file)?.text);
  const { line, character } = mark.range.start;
  return {
    ...finding,
    id: `${mark.target} ${mark.file}:${line}:${character} ${mark.words}`,
    reachable: true,
  };
}

/** What lets more through than it says is worth a warning; a rule that only adds nothing is not. */
function severityOf({ effect, range }: EnforcedMark, text: string | undefined): Diagnostic['severity'] {
  if (effect === 'more') return 'warning';
  if (effect === 'refused') return 'info';
  const line = text?.split('\n')[range.start.line]?.slice(range.start.character) ?? '';
  return /^(?:priority\s*=\s*-?\d+\s+)?(?:audit\s+)?deny\b/.test(line) ? 'warning' : 'info';
}

/** Whether a page tells about a finding's code: those of the checks have one each. */
export function hasPage({ source, code }: Pick<Diagnostic, 'source' | 'code'>): boolean {
  return source === 'lint' || (source === 'policy' && !Object.values<string>(codes).includes(code));
}

/**
 * The marks in texts that have changed since they were asked for: those above a change stay, those below go with their
 * lines, those of changed lines are dropped, as nobody knows.
 */
export function moveMarks(
  marks: readonly EnforcedMark[],
  before: readonly Text[],
  now: readonly Text[],
): EnforcedMark[] {
  const changes = new Map<string, ReturnType<typeof changedLines>>();
  for (const { path, text } of before) {
    const other = now.find((one) => one.path === path);
    if (!other) changes.set(path, { first: 0, last: Number.POSITIVE_INFINITY, added: 0 });
    else if (other.text !== text) changes.set(path, changedLines(text, other.text));
  }
  return marks.flatMap((mark) => {
    const change = changes.get(mark.file);
    const { start, end } = mark.range;
    if (!change || end.line < change.first) return [mark];
    if (start.line <= change.last) return [];
    const moved = (place: typeof start) => ({ ...place, line: place.line + change.added });
    return [{ ...mark, range: { start: moved(start), end: moved(end) } }];
  });
}

/** The lines of the first text that differ (`last` before `first` for none), and by how many the second has more. */
function changedLines(before: string, now: string): { first: number; last: number; added: number } {
  const a = before.split('\n');
  const b = now.split('\n');
  const shorter = Math.min(a.length, b.length);
  let first = 0;
  while (first < shorter && a[first] === b[first]) first++;
  let same = 0;
  while (same < shorter - first && a.at(-1 - same) === b.at(-1 - same)) same++;
  return { first, last: a.length - 1 - same, added: b.length - a.length };
}
