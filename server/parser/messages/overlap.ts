/**
 * Whether two path patterns of apparmor.d(5) can match the same path. Used to find the rules behind "conflicting x
 * modifiers", where apparmor_parser names neither.
 */
import { type Effort, overlap, parsePattern, patternProblem } from '../../../shared/syntax/aare.ts';

export type { Effort };

/** Whether some path is matched by both patterns; true also where the effort did not suffice to find out. */
export function patternsOverlap(a: string, b: string, effort: Effort = { left: 200_000 }): boolean {
  // The values of variables are not known here: each may be anything.
  const [left, right] = [a, b].map((pattern) => pattern.replace(/@\{\w*\}/g, '{,**}')) as [string, string];
  // apparmor_parser refuses badly formed patterns before it compares any.
  if (patternProblem(left) !== undefined || patternProblem(right) !== undefined) return false;
  return overlap(parsePattern(left), parsePattern(right), effort) ?? true;
}
