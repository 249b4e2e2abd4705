/** The rules behind “conflicting x modifiers”: different ways to run a program, for patterns that overlap. */
import { isPattern, pathToken, type Source, type Spot } from './locate.ts';
import { patternsOverlap } from './overlap.ts';

const maxRules = 1_000;
const longestPath = 4096;

interface ExecRule {
  spot: Spot;
  pattern: string;
  /** How the program is run, and as what: `ix`, `px -> other`. */
  way: string;
  /** The profile, child or hat it is in. */
  block: string;
}

/** The places of all rules that conflict with another, in the order of the text. */
export function execConflicts(sources: Source[]): Spot[] {
  const rules = sources.flatMap(execRules);
  const effort = { left: 2_000_000 };
  const conflicting = rules.filter((rule) =>
    rules.some(
      (other) =>
        other !== rule &&
        other.block === rule.block &&
        other.way !== rule.way &&
        // A rule without wildcards goes before one with: only two of a kind conflict.
        isPattern(other.pattern) === isPattern(rule.pattern) &&
        effort.left > 0 &&
        patternsOverlap(rule.pattern, other.pattern, effort),
    ),
  );
  return conflicting.map((rule) => rule.spot);
}

/** What follows a path in a rule that lets it be run: permissions, and the profile to run it in. */
const permissions = /^\s+([a-zA-Z]*[xX])(?![\w/])\s*(->\s*[^\s,]+)?/;
/** The same written first: `ix /bin/true,`. */
const permissionsBefore = /(?:^|[\s,{}])([a-zA-Z]*[xX])\s+$/;

function execRules(source: Source): ExecRule[] {
  const rules: ExecRule[] = [];
  let block = 0;
  let last = 0;
  const open: number[] = [];
  for (const match of source.code.matchAll(pathToken)) {
    if (rules.length >= maxRules) break;
    const word = match[1] ?? match[2]!;
    // Braces between two words are those of blocks; those inside words are alternatives.
    for (const brace of source.code.slice(last, match.index).match(/[{}]/g) ?? []) {
      if (brace === '{') open.push(++block);
      else open.pop();
    }
    last = match.index + match[0].length;
    const after = permissions.exec(source.code.slice(last, last + 300));
    const statement = statementBefore(source.code, match.index);
    const letters = after?.[1] ?? permissionsBefore.exec(statement)?.[1];
    if (!letters || word.length > longestPath || /\bdeny\b/.test(statement)) continue;
    const start = match.index + match[0].indexOf(word);
    rules.push({
      spot: source.spot(start, start + word.length),
      pattern: word,
      way: `${letters.replace(/[^pPcCuUiIxX]/g, '')} ${after?.[2]?.replace(/\s/g, '') ?? ''}`,
      // An included file's rules belong to the profile that includes it; which one that is, is not looked up.
      block: `${source.path} ${open.at(-1) ?? 0}`,
    });
  }
  return rules;
}

/** What stands before an offset in its statement; of very long ones, the end. */
function statementBefore(code: string, offset: number): string {
  let start = offset;
  while (start > 0 && offset - start < 300 && !/[,{}\n]/.test(code[start - 1]!)) start--;
  return code.slice(start, offset);
}
