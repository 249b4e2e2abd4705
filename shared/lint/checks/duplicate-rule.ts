import { bodiesOf, type Include, type Item, type Rule } from '../../syntax/index.ts';
import { isSiteFile, Spellings, spellingOf } from '../bySpelling.ts';
import { remove } from '../edits.ts';
import { isOwn, type LocatedRule, locationOf, placeWords, profilesOf } from '../rules.ts';
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
    const spellings = new Spellings();
    for (const { rules } of profilesOf(context)) {
      const own = rules.filter((rule) => isOwn(rule) && isComparable(rule));
      if (own.length === 0) continue;
      // Few rules of the includes have a path of the file's own: only these are spelt.
      const wanted = new Set(own.map(({ node }) => pathOrKind(node)));
      const first = new Map<string, LocatedRule>();
      for (const rule of rules) {
        if (isOwn(rule) || rule.maybe || !isComparable(rule) || !wanted.has(pathOrKind(rule.node))) continue;
        const spelling = spellings.of(rule);
        if (!isSiteFile(rule.origin.path) && !first.has(spelling)) first.set(spelling, rule);
      }
      for (const rule of own) {
        const spelling = spellingOf(rule.node);
        const before = first.get(spelling);
        if (before) yield finding(context, rule, before);
        else if (!rule.maybe) first.set(spelling, rule);
      }
    }
    yield* includes(context, context.document.tree.items);
  },
};

/** The same for rules of one spelling. */
function pathOrKind(node: Rule): string {
  return node.kind === 'file' && node.path ? node.path.value : node.kind;
}

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
