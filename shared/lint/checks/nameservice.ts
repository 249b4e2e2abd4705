import type { Fix, Location } from '../../language/types.ts';
import type { Include, NetworkRule } from '../../syntax/index.ts';
import { remove, replace } from '../edits.ts';
import { allowedConditionals, coversSockets, givesConnection, isConditional, socketsOf } from '../inet.ts';
import {
  accessOf,
  type EvaluatedProfile,
  isOwn,
  itemsOf,
  type LocatedRule,
  locationOf,
  placeWords,
  type RuleIn,
} from '../rules.ts';
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
    const wideOf = new Map<EvaluatedProfile, Wide[]>();
    for (const rule of allowedConditionals(context)) {
      const { node, profile } = rule;
      if (!wideOf.has(profile)) wideOf.set(profile, wideRules(profile));
      const wide = wideOf.get(profile)!.find((other) => coversSockets(other.node, node));
      if (!wide || !givesConnection(node)) continue;
      const site = isOwn(wide) ? wide.node : rule.profile.siteOf(wide)!;
      const key = `${site.start}`;
      const place = { ...locationOf(context, rule), message: 'This condition no longer limits anything.' };
      const known = told.get(key);
      if (known) known.related!.push(place);
      else told.set(key, { ...finding(context, wide, rule), related: [place] });
    }
    yield* told.values();
  },
};

type Wide = LocatedRule & { node: NetworkRule };

/** The rules of a profile that give sockets to every address, the first of each kind of sockets. */
function wideRules({ rules }: EvaluatedProfile): Wide[] {
  const found = new Map<string, Wide>();
  for (const rule of rules) {
    const { node } = rule;
    if (node.kind !== 'network' || rule.maybe || isConditional(node) || accessOf(rule) !== 'allow') continue;
    const kind = socketsOf(node);
    if (givesConnection(node) && !found.has(kind)) found.set(kind, { ...rule, node });
  }
  return [...found.values()];
}

function finding(context: LintContext, wide: Wide, rule: RuleIn<NetworkRule>): Finding {
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
  const { start, end } = rule.profile.siteOf(wide)!;
  const include = itemsOf(context).find(
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
