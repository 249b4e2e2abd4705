/** What a file of the policy tree is about: its own words, and what it brings. */
import { type Include, type Item, type Rule, type RuleKind, walk } from '../syntax/index.ts';
import type { Workspace } from './workspace.ts';

const boilerplate =
  /copyright|\(c\)|licen[cs]e|redistribut|free software|gnu general|published by|warranty|merchantab|author|maintainer|^\W*vim?:|-\*-|^\W*$|LOGPROF-SUGGEST|aa-workbench/i;
const longest = 400;

/**
 * The first comment of a text that says something: licences, editors' settings and lines of dashes are passed over.
 * Empty where there is none.
 */
export function commentOf(text: string): string {
  const lines: string[] = [];
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).trim();
    at = end + 1;
    const words = /^#+(?!include)\s?(.*)$/.exec(line)?.[1]?.trim();
    if (words !== undefined && words !== '' && !boilerplate.test(words)) lines.push(words);
    else if (lines.length > 0) break;
    // A comment further down is about the rules that follow it.
    else if (line !== '' && words === undefined && !/^(?:abi|include|#include)\b/.test(line)) break;
    if (lines.join(' ').length > longest) break;
  }
  const summary = lines.join(' ');
  return summary.length > longest ? `${summary.slice(0, longest).replace(/\s\S*$/, '')} …` : summary;
}

export interface Included {
  /** Files that are read, each once. */
  files: number;
  /** Rules by kind, those of nested includes too. */
  kinds: Map<RuleKind, number>;
  /** The same rules, as they are written. */
  rules: Rule[];
  /** Assignments of variables. */
  variables: number;
}

/** What an include brings, with all that its files include in turn. `within`: where it stands. */
export function countIncluded(workspace: Workspace, include: Include, within: 'file' | 'profile'): Included {
  const counted: Included = { files: 0, kinds: new Map(), rules: [], variables: 0 };
  const seen = new Set<string>();
  const open = [include];
  for (let next = open.pop(); next; next = open.pop())
    for (const file of workspace.resolveInclude(next.path.value.trim(), next.path.form) ?? []) {
      if (seen.has(file.path)) continue;
      seen.add(file.path);
      for (const item of walk(workspace.parseIncluded(file, within).tree.items)) {
        if (item.kind === 'include') open.push(item);
        else if (item.kind === 'variable') counted.variables++;
        else if (isRule(item)) {
          counted.kinds.set(item.kind, (counted.kinds.get(item.kind) ?? 0) + 1);
          counted.rules.push(item);
        }
      }
    }
  counted.files = seen.size;
  return counted;
}

const noRules: ReadonlySet<Item['kind']> = new Set([
  'comment',
  'abi',
  'include',
  'variable',
  'boolean',
  'alias',
  'if',
  'profile',
  'block',
]);

/** Whether an item grants or forbids something by itself. */
export function isRule(item: Item): item is Exclude<Rule, { kind: 'block' }> {
  return !noRules.has(item.kind);
}
