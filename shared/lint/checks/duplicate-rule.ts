import { bodiesOf, type Include, type Item } from '../../syntax/index.ts';
import { remembered } from '../../syntax/remembered.ts';
import { isSiteFile, pathOrKind, SpeltRules } from '../bySpelling.ts';
import { remove } from '../edits.ts';
import {
  type EvaluatedProfile,
  isOwn,
  type LocatedRule,
  locationOf,
  ownRulesOf,
  placeWords,
  profilesOf,
} from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A rule that stands in its profile twice, in whatever spelling, or that an included file has too; an include that
 * stands twice, of which apparmor_parser reads the first only. No false alarm is known.
 * Example: `/a rw,` beside `/a wr,`
 */
export const duplicateRule: Check = {
  code: 'duplicate-rule',
  severity: 'info',
  title: 'A rule that stands there twice',
  *run(context: LintContext): Generator<Finding> {
    for (const profile of profilesOf(context)) {
      const own = ownRulesOf(profile).filter(isComparable);
      if (own.length === 0) continue;
      const included = includedAlike(profile, own);
      const written = new SpeltRules();
      for (const rule of own) {
        const before = written.equal(rule) ?? included.equal(rule);
        if (before) yield finding(context, rule, before);
        else if (!rule.maybe) written.add(rule);
      }
    }
    yield* includes(context, context.document.tree.items);
  },
};

/** Of the included rules those that have a path or kind of the file's own. */
function includedAlike({ runs }: EvaluatedProfile, own: readonly LocatedRule[]): SpeltRules {
  const wanted = new Set(own.map(({ node }) => pathOrKind(node)));
  const alike = new SpeltRules();
  for (const { rules, origin } of runs) {
    if (origin.path === undefined || isSiteFile(origin.path)) continue;
    for (const [key, those] of tableOf(rules)) if (wanted.has(key)) for (const rule of those) alike.add(rule);
  }
  return alike;
}

/** Rules by what is the same for all of one spelling. */
const tableOf = remembered((rules: readonly LocatedRule[]) => {
  const table = new Map<string, LocatedRule[]>();
  for (const rule of rules) {
    if (rule.maybe || !isComparable(rule)) continue;
    const key = pathOrKind(rule.node);
    const known = table.get(key);
    if (known) known.push(rule);
    else table.set(key, [rule]);
  }
  return table;
});

function isComparable({ node, block }: LocatedRule): boolean {
  return !block && node.kind !== 'raw';
}

function finding(context: LintContext, { node: { start, end } }: LocatedRule, before: LocatedRule): Finding {
  const place = locationOf(context, before);
  return {
    start,
    end,
    message: isOwn(before)
      ? `This rule stands here already (${placeWords(context, place)}).`
      : `The included file has this rule too (${placeWords(context, place)}).`,
    ...(isOwn(before) ? {} : { severity: 'hint' as const }),
    related: [{ ...place, message: 'The same rule.' }],
    fixes: [
      { title: 'Remove this rule', edits: [remove(context.document, { start, end })], preferred: true },
    ],
  };
}

function* includes(context: LintContext, items: readonly Item[]): Generator<Finding> {
  const { document } = context;
  const first = new Map<string, Include>();
  for (const item of items) {
    for (const { items: inner } of bodiesOf(item)) yield* includes(context, inner);
    if (item.kind !== 'include' || item.prefix) continue;
    const key = `${item.path.form} ${item.path.value}`;
    const before = first.get(key);
    if (!before) {
      first.set(key, item);
      continue;
    }
    const { start, end } = before;
    const place = { path: document.path, start, end };
    yield {
      start: item.start,
      end: item.end,
      message: `This include stands here already (${placeWords(context, place)}); apparmor_parser reads the first only.`,
      related: [{ ...place, message: 'The same include.' }],
      fixes: [{ title: 'Remove this include', edits: [remove(document, item)], preferred: true }],
    };
  }
}
