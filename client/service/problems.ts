/** One list of problems out of what the built-in parser and apparmor_parser say. */
import type { Diagnostic } from '../../shared/api/schemas.ts';
import type { KitAnswer } from '../../shared/kits/answers.ts';
import type { Fix } from '../../shared/language/types.ts';
import type { Problem } from '../store/types.ts';

/** A finding, with the changes that would mend it, and what the kit answers to it. */
export type Finding = Diagnostic & { fixes?: Fix[]; answer?: KitAnswer };

/** What apparmor_parser said, and which of its errors the built-in parser saw too when it said so. */
export interface Judged {
  diagnostics: readonly Diagnostic[];
  seenByBoth: ReadonlySet<Diagnostic>;
}

/** Findings of several targets as one list: what all of them find stands once, what some find names them. */
export function mergeTargets(byTarget: ReadonlyMap<string, readonly Finding[]>): Finding[] {
  const found = new Map<string, { finding: Finding; on: string[] }>();
  for (const [target, findings] of byTarget)
    for (const finding of findings) {
      const { file, range, code, message } = finding;
      const key = JSON.stringify([file, range.start, code, message]);
      const known = found.get(key);
      if (known?.on.at(-1) === target) continue;
      if (known) known.on.push(target);
      else found.set(key, { finding, on: [target] });
    }
  return [...found.values()].map(({ finding, on }) => {
    const { target: _own, ...rest } = finding;
    return on.length === byTarget.size ? rest : { ...rest, target: on.join(', ') };
  });
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
  builtIn: readonly Finding[],
  verdict: Judged | undefined,
  paths: readonly string[],
  stale: boolean,
): Problem[] {
  const builtInLines = errorLines(builtIn);
  const judge = (verdict?.diagnostics ?? [])
    .filter((one) => !(stale && verdict?.seenByBoth.has(one) && !builtInLines.has(line(one))))
    .map((one) => withFixes(one, builtIn));
  const judgeLines = errorLines(judge.filter((one) => one.source === 'apparmor_parser'));
  const own = builtIn.filter((one) => one.severity !== 'error' || !judgeLines.has(line(one)));
  const order = (file: string) => (paths.includes(file) ? paths.indexOf(file) : paths.length);
  const unique = new Map<string, Finding>();
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

/** The judge knows no fixes; those for the same error are the built-in parser's. */
function withFixes(one: Diagnostic, builtIn: readonly Finding[]): Finding {
  if (one.severity !== 'error') return one;
  const same = builtIn.find(
    (other) => other.severity === 'error' && other.fixes?.length && line(other) === line(one),
  );
  return same?.fixes ? { ...one, fixes: same.fixes } : one;
}
