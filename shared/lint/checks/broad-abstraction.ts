import type { Fix, Location } from '../../language/types.ts';
import { capabilityWords } from '../../language/words/capabilities.ts';
import { bodiesOf, type Include, type Item, type NetworkRule } from '../../syntax/index.ts';
import { remembered } from '../../syntax/remembered.ts';
import { replace } from '../edits.ts';
import { isConditional } from '../inet.ts';
import {
  accessOf,
  type LocatedRule,
  locationOf,
  ownRulesOf,
  permissionsOf,
  placeWords,
  profilesOf,
} from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * An include that grants more than its name says: the network, a capability that reaches far, programs without
 * confinement. Not told where the profile grants the same itself. False alarm: where that is what it is included for.
 * Example: `include <abstractions/nameservice>`
 */
export const broadAbstraction: Check = {
  code: 'broad-abstraction',
  severity: 'info',
  title: 'An include that grants more than its name says',
  *run(context: LintContext): Generator<Finding> {
    const includes = new Map<number, Include>();
    for (const include of includesIn(context.document.tree.items)) includes.set(include.start, include);
    if (includes.size === 0) return;
    for (const profile of profilesOf(context)) {
      const own = ownRulesOf(profile);
      // Where addresses and ports are to be limited, another check tells what voids that.
      const network = own.some(
        ({ node }) => node.kind === 'network' && (isConditional(node) || isInternet(node)),
      );
      const capabilities = new Set(
        own.flatMap(({ node }) => (node.kind === 'capability' ? node.names.map(({ value }) => value) : [])),
      );
      const bySite = new Map<number, Grant[]>();
      for (const { rules, origin } of profile.runs) {
        const site = origin.site?.start;
        if (site === undefined) continue;
        for (const rule of farOf(rules)) {
          const grant = grantOf(rule, network, capabilities);
          if (!grant) continue;
          const known = bySite.get(site);
          if (known) known.push({ rule, ...grant });
          else bySite.set(site, [{ rule, ...grant }]);
        }
      }
      for (const [site, grants] of bySite) {
        const include = includes.get(site);
        if (include) yield finding(context, include, grants);
      }
    }
  },
};

interface Grant {
  rule: LocatedRule;
  kind: 'network' | 'capability' | 'exec';
  words: string;
}

/** Most rules are plain file rules. */
function mayReachFar(rule: LocatedRule): boolean {
  const { node, maybe } = rule;
  const kind = node.kind === 'file' ? node.exec : node.kind === 'network' || node.kind === 'capability';
  return kind !== undefined && kind !== false && !maybe && accessOf(rule) === 'allow';
}

const farOf = remembered((rules: readonly LocatedRule[]) => rules.filter(mayReachFar));

function* includesIn(items: readonly Item[]): Generator<Include> {
  for (const item of items) {
    if (item.kind === 'include') yield item;
    for (const body of bodiesOf(item)) yield* includesIn(body.items);
  }
}

function isInternet({ family, protocol }: NetworkRule): boolean {
  return family ? /^inet6?$/.test(family.value) : !protocol || /^(?:tcp|udp)$/.test(protocol.value);
}

function grantOf(
  { node }: LocatedRule,
  network: boolean,
  capabilities: ReadonlySet<string>,
): Omit<Grant, 'rule'> | undefined {
  if (node.kind === 'network') {
    const counts = !network && isInternet(node) && !isConditional(node);
    const words = [node.family, node.type, node.protocol].map((word) => word?.value).filter(Boolean);
    return counts ? { kind: 'network', words: words.join(' ') || 'every kind' } : undefined;
  }
  if (node.kind === 'capability') {
    const far = node.names
      .map(({ value }) => value)
      .filter((name) => capabilityWords[name]?.danger === 'root' && !capabilities.has(name));
    return far.length > 0 ? { kind: 'capability', words: far.join(', ') } : undefined;
  }
  if (node.kind === 'file' && permissionsOf(node).exec === 'ux')
    return { kind: 'exec', words: node.path?.value ?? '' };
  return undefined;
}

const sentences: Readonly<Record<Grant['kind'], (words: string) => string>> = {
  network: (words) => `the network, to every address and port (${words})`,
  capability: (words) => `capabilities that reach far (${words})`,
  exec: (words) => `running programs without confinement (${words})`,
};

function finding(context: LintContext, include: Include, grants: readonly Grant[]): Finding {
  const kinds = [...new Set(grants.map(({ kind }) => kind))];
  const told = kinds.map((kind) => {
    const words = new Set(grants.filter((grant) => grant.kind === kind).map((grant) => grant.words));
    return sentences[kind]([...words].join(', '));
  });
  const places: Location[] = grants.map(({ rule }) => locationOf(context, rule));
  const fix = kinds.length === 1 && kinds[0] === 'network' ? strict(context, include) : undefined;
  return {
    start: include.path.start,
    end: include.path.end,
    message: `“${include.path.value}” also allows ${told.join(' and ')}: see ${placeWords(context, places[0]!)}.`,
    related: places.map((place) => ({ ...place, message: 'This rule grants it.' })),
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
  };
}
