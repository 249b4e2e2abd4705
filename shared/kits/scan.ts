/** The rules of a profile's text, each with a key by which equal rules are recognised, switched on or off. */
import { canonicalRule } from '../syntax/index.ts';
import type {
  AbiDeclaration,
  Body,
  Include,
  Item,
  PolicyFile,
  Profile,
  Rule,
  Span,
} from '../syntax/nodes.ts';
import { type MarkedRule, markedRules } from './marks.ts';
import { treeOf } from './tree.ts';

/** What an option can stand for. */
export type Switchable = Rule | Include | AbiDeclaration;

/** A rule in the text. */
export interface Found extends Span {
  /** Equal for rules that mean the same, whatever their spelling. */
  key: string;
  /** The keys of all that its rule stands for: more than one for a capability rule with several names. */
  keys: readonly string[];
  on: boolean;
  item: Switchable;
  /** As written, without a mark. */
  code: string;
  /** `main`: directly in the main profile. `elsewhere`: in a condition, a block, a child or another profile. */
  where: 'preamble' | 'main' | 'elsewhere';
  /** Names of the profiles it stands in, outermost first; empty in the preamble. */
  profiles: readonly string[];
  /** One name of a capability rule with several, which is found once for each; set where it is on. */
  word?: Span;
  /** The comments it stands in, where it is off. */
  marked?: MarkedRule;
}

export interface Scan {
  tree: PolicyFile;
  /** The profile that a kit's rules count in. */
  main?: Profile;
  /** Items before and around the profiles, and those of the main profile. */
  preamble: readonly Item[];
  body: readonly Item[];
  found: Found[];
}

/** All switchable rules of a text, in order. `mainName` names the main profile; without it, it is the first one. */
export function scan(tree: PolicyFile, mainName?: string): Scan {
  const profiles = tree.items.filter((item) => item.kind === 'profile');
  const main = profiles.find((profile) => profile.name?.value === mainName) ?? profiles[0];
  const found: Found[] = [];
  collect(tree.items, [], 'preamble');
  return {
    tree,
    main,
    preamble: tree.items,
    body: main?.body.items ?? [],
    found: found.sort((a, b) => a.start - b.start),
  };

  function collect(items: readonly Item[], names: readonly string[], where: Found['where']): void {
    for (const item of items) {
      if (item.kind === 'profile') {
        const name = item.name?.value ?? '';
        collect(item.body.items, [...names, name], item === main ? 'main' : 'elsewhere');
      } else if (item.kind === 'if') {
        for (const body of branches(item)) collect(body.items, names, 'elsewhere');
      } else if (item.kind === 'block') {
        collect(item.body.items, names, 'elsewhere');
      } else if (isSwitchable(item) && isComplete(item)) {
        const code = tree.text.slice(item.start, item.end);
        add({ start: item.start, end: item.end, on: true, item, code, where, profiles: names });
      }
    }
    for (const marked of markedRules(items, tree.text)) {
      const rule = parseRule(marked.code);
      if (!rule) continue;
      const { item, code } = rule;
      add({
        start: marked.start,
        end: marked.end,
        on: false,
        item,
        code,
        where,
        profiles: names,
        marked,
      });
    }
  }

  function add(rule: Omit<Found, 'key' | 'keys'>): void {
    const { item, on } = rule;
    const names = item.kind === 'capability' ? item.names : [];
    const keys = keysOf(item);
    for (const [i, key] of keys.entries()) {
      const name = names.length > 1 && on ? names[i] : undefined;
      found.push({ ...rule, key, keys, ...(name ? { word: { start: name.start, end: name.end } } : {}) });
    }
  }
}

function branches(item: Extract<Item, { kind: 'if' }>): Body[] {
  const { else: other } = item;
  if (!other) return [item.body];
  return 'kind' in other ? [item.body, ...branches(other)] : [item.body, other];
}

function isSwitchable(item: Item): item is Switchable {
  return !['comment', 'variable', 'boolean', 'alias', 'profile', 'if', 'block'].includes(item.kind);
}

/**
 * The key of a rule. Qualifiers that leave the decision as it is (`allow`, `audit`, a priority) are not part of it;
 * `deny`, `prompt` and `owner` are.
 */
export function keyOf(item: Switchable): string {
  return canonicalRule(item.kind === 'include' || item.kind === 'abi' ? item : plain(item));
}

/** The keys of what a rule stands for: one for each name of a capability rule, else its own. */
export function keysOf(item: Switchable): string[] {
  if (item.kind !== 'capability' || item.names.length < 2) return [keyOf(item)];
  return item.names.map((name) => keyOf({ ...item, names: [name] }));
}

function plain(rule: Rule): Rule {
  const { prefix } = rule;
  if (!prefix) return rule;
  const { audit: _audit, priority: _priority, access, ...rest } = prefix;
  return { ...rule, prefix: access?.value === 'allow' ? rest : { ...rest, ...(access ? { access } : {}) } };
}

/** A rule read by itself. */
interface LoneRule {
  item: Switchable;
  /** Without the comment that may follow it. */
  code: string;
}

/** Small texts come again at every keystroke; a few hundred parsed ones are kept. */
const parsed = new Map<string, LoneRule | undefined>();

/** The one rule, include or abi that a piece of text holds; undefined where it is not exactly one. */
export function parseRule(text: string): LoneRule | undefined {
  if (parsed.has(text)) return parsed.get(text);
  if (parsed.size > 500) parsed.clear();
  const rule = readRule(text);
  parsed.set(text, rule);
  return rule;
}

function readRule(text: string): LoneRule | undefined {
  const before = /^\s*abi\b/.test(text) ? '' : 'profile p {\n';
  const tree = treeOf(`${before}${text}\n${before === '' ? '' : '}\n'}`);
  const [first] = tree.items;
  const items = before !== '' && first?.kind === 'profile' ? first.body.items : tree.items;
  const [item, more] = items.filter(({ kind }) => kind !== 'comment');
  if (!item || more || !isSwitchable(item) || !isComplete(item)) return undefined;
  return { item, code: text.slice(item.start - before.length, item.end - before.length) };
}

/** Whether a rule has its closing comma: without it, it could not be told from the text after it once it is a comment. */
function isComplete(item: Switchable): boolean {
  return item.kind === 'include' || item.kind === 'abi' || item.terminated;
}
