import type { Fix, Location } from '../../language/types.ts';
import type { Include, NetworkRule } from '../../syntax/index.ts';
import { walk } from '../../syntax/index.ts';
import { remove, replace } from '../edits.ts';
import { allowedConditionals, coversSockets, givesConnection, isConditional, socketsOf } from '../inet.ts';
import { accessOf, isOwn, type LocatedRule, locationOf, placeWords, type RuleIn } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * Rules only add up: a network rule without conditions allows all that the ones with conditions were to limit.
 * abstractions/nameservice has such rules for inet and inet6, stream and dgram, in all versions.
 * No false alarm is known. Example: `include <abstractions/nameservice>` beside
 * `network inet dgram port=0 peer=(port=53),`
 */
export const nameservice: Check = {
  code: 'nameservice',
  severity: 'warning',
  title: 'A rule or an include that allows all that conditions were to limit',
  *run(context: LintContext): Generator<Finding> {
    const told = new Map<string, Finding>();
    for (const rule of allowedConditionals(context)) {
      const wide = widest(rule);
      if (!wide) continue;
      const site = isOwn(wide) ? wide.node : wide.origin.site!;
      const key = `${site.start}`;
      const place = { ...locationOf(context, rule), message: 'This condition no longer limits anything.' };
      const known = told.get(key);
      if (known) known.related!.push(place);
      else told.set(key, { ...finding(context, wide, rule), related: [place] });
    }
    yield* told.values();
  },
};

/** A rule of the same profile that gives all the sockets of one with conditions, without any. */
function widest({ node, profile }: RuleIn<NetworkRule>): (LocatedRule & { node: NetworkRule }) | undefined {
  for (const rule of profile.rules) {
    const other = rule.node;
    if (other.kind !== 'network' || rule.maybe || isConditional(other) || accessOf(rule) !== 'allow')
      continue;
    if (givesConnection(other) && givesConnection(node) && coversSockets(other, node))
      return { ...rule, node: other };
  }
  return undefined;
}

function finding(
  context: LintContext,
  wide: LocatedRule & { node: NetworkRule },
  rule: RuleIn<NetworkRule>,
): Finding {
  const { document } = context;
  const narrow: Location = locationOf(context, rule);
  const sockets = socketsOf(wide.node) || 'all network sockets';
  if (isOwn(wide))
    return {
      start: wide.node.start,
      end: wide.node.end,
      message: `This allows ${sockets} to every address and port, so the conditions at ${placeWords(context, narrow)} limit nothing: rules only add up.`,
      fixes: [{ title: 'Remove this rule', edits: [remove(document, wide.node)] }],
    };
  const { start, end } = wide.origin.site!;
  const include = [...walk(document.tree.items)].find(
    (item): item is Include => item.kind === 'include' && item.start === start,
  );
  const name = include?.path.value ?? wide.origin.path!;
  const fix = include && strict(context, include);
  return {
    start,
    end,
    message: `“${name}” allows ${sockets} to every address and port, so the conditions at ${placeWords(context, narrow)} limit nothing: rules only add up.`,
    ...(fix ? { fixes: [fix] } : {}),
  };
}

/** From AppArmor 4.1 there is an abstraction for name service that grants no network. */
function strict({ workspace, document }: LintContext, { path }: Include): Fix | undefined {
  const name = 'abstractions/nameservice-strict';
  if (path.value !== 'abstractions/nameservice' || workspace.text(name) === undefined) return undefined;
  return {
    title: `Use <${name}>, which grants no network`,
    edits: [replace(document, path, `<${name}>`)],
    preferred: true,
  };
}
