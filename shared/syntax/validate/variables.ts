/** Variables and booleans, as far as one file tells. */
import type { Item, PolicyFile, Span } from '../nodes.ts';
import { walk } from '../visit.ts';
import type { Report } from './index.ts';

/** Set by the parser itself, inside a profile. */
const automatic = new Set(['profile_name', 'attach_path', 'exec_path']);
const reference = /(?<!\\)@\{([A-Za-z_]\w*)\}/g;

export function checkVariables(tree: PolicyFile, report: Report): void {
  checkDeclarations(tree.items, report);
  // A file that includes others, or is included, may get its variables from there.
  const includes = [...walk(tree.items)].some((item) => item.kind === 'include');
  if (!includes && tree.items.some((item) => item.kind === 'profile')) checkUses(tree, report);
}

function checkDeclarations(items: readonly Item[], report: Report): void {
  const sets = new Set<string>();
  const booleans = new Set<string>();
  for (const item of items) {
    if (item.kind === 'variable') {
      if (item.operator === '=' && sets.has(item.name))
        report('duplicate-variable', item.nameSpan, item.name);
      if (item.operator !== '+=') sets.add(item.name);
    }
    if (item.kind === 'boolean') {
      if (item.operator === '=' && booleans.has(item.name))
        report('duplicate-boolean', item.nameSpan, item.name);
      booleans.add(item.name);
    }
  }
}

function checkUses(tree: PolicyFile, report: Report): void {
  const values = new Map<string, string[]>();
  for (const item of walk(tree.items))
    if (item.kind === 'variable')
      values.set(item.name, [...(values.get(item.name) ?? []), ...item.values.map(({ value }) => value)]);
  for (const item of walk(tree.items)) {
    if (item.kind === 'variable' && item.operator === '+=' && !declaredBefore(tree.items, item.name, item))
      report('undeclared-variable', item.nameSpan, item.name);
    if (item.kind === 'variable' && refersToItself(item.name, values))
      report('recursive-variable', item.nameSpan, item.name);
    for (const { name, span } of uses(item, tree.text))
      if (!values.has(name) && !automatic.has(name)) report('undeclared-variable', span, name);
  }
}

function declaredBefore(items: readonly Item[], name: string, { start }: Span): boolean {
  return items.some(
    (item) => item.kind === 'variable' && item.operator !== '+=' && item.name === name && item.start < start,
  );
}

/** References in the item's own text: not in the bodies inside it, which are items of their own. */
function uses(item: Item, text: string): { name: string; span: Span }[] {
  if (item.kind === 'comment' || item.kind === 'block' || item.kind === 'if' || item.kind === 'raw')
    return [];
  const { start, end } = item.kind === 'profile' ? item.header : item;
  const own = item.kind === 'variable' ? item.nameSpan.end : start;
  return [
    ...text
      .slice(own, end)
      .replace(/#[^\n]*\n/g, (comment) => ' '.repeat(comment.length))
      .matchAll(reference),
  ].map((match) => ({
    name: match[1]!,
    span: { start: own + match.index, end: own + match.index + match[0].length },
  }));
}

function refersToItself(name: string, values: ReadonlyMap<string, string[]>): boolean {
  const seen = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const value of values.get(next) ?? [])
      for (const [, inner] of value.matchAll(reference)) {
        if (inner === name) return true;
        if (!seen.has(inner!)) {
          seen.add(inner!);
          open.push(inner!);
        }
      }
  return false;
}
