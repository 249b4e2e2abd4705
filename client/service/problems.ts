/** One list of problems out of what the built-in parser and apparmor_parser say. */
import type { Diagnostic } from '../../shared/api/schemas.ts';
import type { Problem } from '../store/types.ts';

/** What apparmor_parser said, and which of its errors the built-in parser saw too when it said so. */
export interface Judged {
  diagnostics: readonly Diagnostic[];
  seenByBoth: ReadonlySet<Diagnostic>;
}

const severities: Record<Diagnostic['severity'], number> = { error: 0, warning: 1, info: 2, hint: 3 };
const line = (one: Diagnostic) => `${one.file}:${one.range.start.line}`;
const errorLines = (list: readonly Diagnostic[]) =>
  new Set(list.filter((one) => one.severity === 'error').map(line));

/** Remember, with a fresh verdict, which of its errors the built-in parser reports as well. */
export function judged(diagnostics: readonly Diagnostic[], builtIn: readonly Diagnostic[]): Judged {
  const lines = errorLines(builtIn);
  const both = diagnostics.filter((one) => one.severity === 'error' && lines.has(line(one)));
  return { diagnostics, seenByBoth: new Set(both) };
}

/**
 * Built-in findings and apparmor_parser's, in the order of files and places. An error that both report on one
 * line stands once, as apparmor_parser's: it is the judge. Where the verdict is `stale` (the text has changed
 * since), its error goes as soon as the built-in parser, having seen it too, sees it no more; what only the
 * judge can see stays until it speaks again.
 */
export function mergeProblems(
  builtIn: readonly Diagnostic[],
  verdict: Judged | undefined,
  paths: readonly string[],
  stale: boolean,
): Problem[] {
  const builtInLines = errorLines(builtIn);
  const judge = (verdict?.diagnostics ?? []).filter(
    (one) => !(stale && verdict?.seenByBoth.has(one) && !builtInLines.has(line(one))),
  );
  const judgeLines = errorLines(judge.filter((one) => one.source === 'apparmor_parser'));
  const own = builtIn.filter((one) => one.severity !== 'error' || !judgeLines.has(line(one)));
  const order = (file: string) => (paths.includes(file) ? paths.indexOf(file) : paths.length);
  const unique = new Map<string, Diagnostic>();
  for (const one of [...judge, ...own]) {
    const { start } = one.range;
    unique.set([one.file, start.line, start.character, one.code, one.message, one.target].join('\n'), one);
  }
  return [...unique.entries()]
    .sort(
      ([, a], [, b]) =>
        order(a.file) - order(b.file) ||
        (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        a.range.start.line - b.range.start.line ||
        a.range.start.character - b.range.start.character ||
        severities[a.severity] - severities[b.severity],
    )
    .map(([id, one]) => ({ ...one, id, reachable: paths.includes(one.file) }));
}
