/** Rules by what they say, in one spelling, so that equal ones are found however they are written. */
import { canonicalRule, type Rule } from '../syntax/index.ts';

const known = new WeakMap<Rule, string>();

/** As `canonicalRule`; remembered, for the rules of an abstraction stand in many profiles. */
export function spellingOf(rule: Rule): string {
  let spelling = known.get(rule);
  if (spelling === undefined) {
    spelling = canonicalRule(rule);
    known.set(rule, spelling);
  }
  return spelling;
}

/** Files that an administrator adds to, which may be there or not: what they say makes no other rule needless. */
export function isSiteFile(path: string | undefined): boolean {
  return path !== undefined && (/^local\//.test(path) || /\.d\/[^/]*$/.test(path));
}
