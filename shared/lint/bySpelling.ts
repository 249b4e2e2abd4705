/** Rules by what they say, in one spelling, so that equal ones are found however they are written. */
import type { LocatedRule } from '../syntax/analyse/policy.ts';
import { canonicalRule, type PolicyFile, type Rule } from '../syntax/index.ts';

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

const knownOfFiles = new WeakMap<PolicyFile, string[]>();

/** The same for the rules of a profile one after another: those of an included file are looked up together. */
export class Spellings {
  #file: PolicyFile | undefined;
  #known: string[] = [];

  of({ node, index, origin: { tree } }: LocatedRule): string {
    if (!tree) return spellingOf(node);
    if (tree !== this.#file) {
      this.#file = tree;
      this.#known = knownOfFiles.get(tree) ?? [];
      knownOfFiles.set(tree, this.#known);
    }
    this.#known[index] ??= canonicalRule(node);
    return this.#known[index];
  }
}

/** Files that an administrator adds to, which may be there or not: what they say makes no other rule needless. */
export function isSiteFile(path: string | undefined): boolean {
  return path !== undefined && (/^local\//.test(path) || /\.d\/[^/]*$/.test(path));
}
