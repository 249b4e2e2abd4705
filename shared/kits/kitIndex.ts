/** A kit's rules by key, option and place in its layout: worked out once per kit. */
import { keyOf, parseRule } from './scan.ts';
import type { Kit, KitGroup, KitOption } from './schema.ts';

/** A kit.json that is not as it should be. The message names the place and what was expected there. */
export class KitError extends Error {
  override name = 'KitError';
}

/** One rule of an option. */
export interface KitRule {
  /** `group/option`. */
  option: string;
  /** As the kit writes it, trailing comment included. */
  line: string;
  /** Without the trailing comment. */
  code: string;
  key: string;
  scope: 'preamble' | 'body';
}

export interface KitIndex {
  kit: Kit;
  groups: ReadonlyMap<string, KitGroup>;
  /** By `group/option`. */
  options: ReadonlyMap<string, { group: KitGroup; option: KitOption; rules: readonly KitRule[] }>;
  byKey: ReadonlyMap<string, KitRule>;
  /** The layout with every option spelled out into its rules. */
  layout: readonly (string | KitRule)[];
  /** Place in `layout`. */
  position: ReadonlyMap<KitRule, number>;
}

const indexes = new WeakMap<Kit, KitIndex>();

/** The index of a kit. Throws a KitError where a line of it is not exactly one rule, or equals one of another option. */
export function indexOf(kit: Kit): KitIndex {
  const known = indexes.get(kit);
  if (known) return known;
  const index = build(kit);
  indexes.set(kit, index);
  return index;
}

function build(kit: Kit): KitIndex {
  const byKey = new Map<string, KitRule>();
  const options: [string, { group: KitGroup; option: KitOption; rules: KitRule[] }][] = [];
  for (const group of kit.groups)
    for (const option of group.options) {
      const id = `${group.id}/${option.id}`;
      const rules = option.rules.map((line) => readRule(id, line));
      for (const rule of rules) {
        const other = byKey.get(rule.key);
        if (other) throw new KitError(`kit/groups/${id}: “${rule.code}” is also a rule of ${other.option}`);
        byKey.set(rule.key, rule);
      }
      options.push([id, { group, option, rules }]);
    }
  const byId = new Map(options);
  const layout = kit.layout.flatMap((line): (string | KitRule)[] => byId.get(line)?.rules ?? [line]);
  const position = new Map<KitRule, number>();
  for (const [i, entry] of layout.entries()) if (typeof entry !== 'string') position.set(entry, i);
  return { kit, groups: new Map(kit.groups.map((g) => [g.id, g])), options: byId, byKey, layout, position };
}

function readRule(option: string, line: string): KitRule {
  const rule = parseRule(line);
  if (!rule || rule.item.kind === 'raw')
    throw new KitError(`kit/groups/${option}: “${line}” is not exactly one rule`);
  const { item, code } = rule;
  return { option, line, code, key: keyOf(item), scope: item.kind === 'abi' ? 'preamble' : 'body' };
}
