/** The laws that every reading keeps, for tests. Exports the library too, so that a test needs one import. */
import { expect } from 'vitest';
import type { Expression, Item, ParseResult, Span } from './index.ts';
import { bodiesOf, walk } from './index.ts';

export * from './index.ts';

/** Tokens cover the text; nodes lie inside their parents, in order, without overlap; findings have a place. */
export function requireLaws({ tree, tokens, diagnostics }: ParseResult): void {
  const { text } = tree;
  let at = 0;
  for (const token of tokens) {
    if (token.start !== at || token.end <= at) expect(token).toMatchObject({ start: at });
    at = token.end;
  }
  expect(at).toBe(text.length);
  requireOrder(tree.items, tree);
  for (const item of walk(tree.items)) {
    requireOrder(partsOf(item), item);
    for (const body of bodiesOf(item)) requireOrder(body.items, body);
  }
  for (const { start, end, message } of diagnostics) {
    if (start < 0 || end < start || end > Math.max(text.length, 1))
      expect({ start, end }).toBe('inside the text');
    expect(message).not.toBe('');
  }
}

function requireOrder(spans: readonly Span[], within: Span): void {
  let at = within.start;
  for (const { start, end } of spans) {
    if (start < at || end < start || end > within.end)
      expect({ start, end, after: at, within }).toBe('in order');
    at = end;
  }
}

type Part = Span | undefined;

/** The parts of an item as they are written, in order. */
export function partsOf(item: Item): Span[] {
  const parts: Part[] = [];
  if ('prefix' in item && item.prefix) {
    parts.push(item.prefix);
    const { priority, audit, access, owner } = item.prefix;
    requireOrder(sorted([priority, audit, access, owner]), item.prefix);
  }
  switch (item.kind) {
    case 'include':
    case 'abi':
      parts.push(item.path);
      break;
    case 'variable':
      parts.push(item.nameSpan, ...item.values);
      break;
    case 'boolean':
      parts.push(item.nameSpan, item.value);
      if (item.expression) requireExpression(item.expression);
      break;
    case 'alias':
      parts.push(item.from, item.to);
      break;
    case 'if':
      requireExpression(item.condition);
      parts.push(item.condition, ...bodiesOf(item));
      break;
    case 'profile':
      requireOrder(
        sorted([item.namespace, item.name, item.attachment, item.xattrs, item.flags]),
        item.header,
      );
      parts.push(item.header, item.body);
      if (item.flags) requireOrder(item.flags.values, item.flags);
      return sorted(parts.slice(item.prefix ? 1 : 0));
    case 'file':
      parts.push(item.keyword, item.safety, item.path, item.perms, item.target);
      break;
    case 'link':
    case 'change_profile':
      parts.push(...('exec' in item ? [item.safety, item.exec] : []), ...('path' in item ? [item.path] : []));
      parts.push(item.target);
      break;
    case 'capability':
      parts.push(...item.names);
      break;
    case 'network':
      parts.push(item.access, item.family, item.type, item.protocol, ...item.conditions, item.peer);
      break;
    case 'unix':
    case 'dbus':
    case 'signal':
    case 'ptrace':
    case 'mqueue':
    case 'io_uring':
      parts.push(item.access, ...item.conditions);
      if ('peer' in item) parts.push(item.peer);
      if ('name' in item) parts.push(item.name);
      break;
    case 'mount':
    case 'remount':
    case 'umount':
      parts.push(...item.conditions, item.source, item.target);
      break;
    case 'pivot_root':
      parts.push(...item.conditions, item.newRoot, item.target);
      break;
    case 'rlimit':
      parts.push(item.name, item.value);
      break;
    case 'block':
      parts.push(item.body);
      break;
  }
  return sorted(parts);
}

function requireExpression(expression: Expression): void {
  const inner: Expression[] = [];
  if (expression.kind === 'not') inner.push(expression.operand);
  if (expression.kind === 'group') inner.push(expression.inner);
  if (expression.kind === 'and' || expression.kind === 'or') inner.push(expression.left, expression.right);
  requireOrder(inner, expression);
  inner.forEach(requireExpression);
}

function sorted(parts: readonly Part[]): Span[] {
  return parts.filter((part) => part !== undefined).sort((a, b) => a.start - b.start || a.end - b.end);
}
