/** Rules by what they say, in one spelling, so that equal ones are found however they are written. */
import type { LocatedRule } from '../syntax/analyse/policy.ts';
import { canonicalRule, type Rule } from '../syntax/index.ts';
import { remembered } from '../syntax/remembered.ts';

/** As `canonicalRule`; remembered, for the rules of an abstraction stand in many profiles. */
export const spellingOf = remembered((rule: Rule) => canonicalRule(rule));

/** Rules of one path or kind, and once that is asked for by their spelling. */
interface Alike {
  rules: LocatedRule[];
  bySpelling?: Map<string, LocatedRule>;
}

/** Finds the first rule of the same spelling. Few rules have the path of another: only these are spelt. */
export class SpeltRules {
  readonly #byPath = new Map<string, Alike>();

  add(rule: LocatedRule): void {
    const key = pathOrKind(rule.node);
    const known = this.#byPath.get(key);
    if (!known) this.#byPath.set(key, { rules: [rule] });
    else {
      known.rules.push(rule);
      if (known.bySpelling) keepFirst(known.bySpelling, rule);
    }
  }

  equal({ node }: LocatedRule): LocatedRule | undefined {
    const alike = this.#byPath.get(pathOrKind(node));
    if (!alike) return undefined;
    if (!alike.bySpelling) {
      alike.bySpelling = new Map();
      for (const rule of alike.rules) keepFirst(alike.bySpelling, rule);
    }
    return alike.bySpelling.get(spellingOf(node));
  }
}

function keepFirst(bySpelling: Map<string, LocatedRule>, rule: LocatedRule): void {
  const spelling = spellingOf(rule.node);
  if (!bySpelling.has(spelling)) bySpelling.set(spelling, rule);
}

/** The same for rules of one spelling. */
export function pathOrKind(node: Rule): string {
  return node.kind === 'file' && node.path ? node.path.value : node.kind;
}

/** Files that an administrator adds to, which may be there or not: what they say makes no other rule needless. */
export function isSiteFile(path: string | undefined): boolean {
  return path !== undefined && (/^local\//.test(path) || /\.d\/[^/]*$/.test(path));
}
