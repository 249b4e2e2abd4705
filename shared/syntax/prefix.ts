/** What stands before a rule: `priority=N audit deny owner`, in this order. */
import type { Context } from './context.ts';
import type { Prefix, Span } from './nodes.ts';

const owners: Readonly<Record<string, 'owner' | 'other'>> = { owner: 'owner', user: 'owner', other: 'other' };
const accesses: ReadonlySet<string> = new Set(['allow', 'deny', 'prompt']);
const largestPriority = 1000;

/** Undefined where no prefix stands here. */
export function parsePrefix(context: Context): Prefix | undefined {
  const start = context.pos;
  const prefix: Prefix = { start, end: start };
  let rank = 0;
  for (;;) {
    context.trivia();
    const key = context.peekKey();
    const place: Span = { start: context.pos, end: context.pos + key.length };
    const part = takePart(context, prefix, key);
    if (part === undefined) break;
    if (part <= rank) context.report('repeated-prefix', place, key);
    rank = Math.max(rank, part);
    prefix.end = context.lastEnd();
  }
  return rank > 0 ? prefix : undefined;
}

/** Takes one part, and gives its rank in the order. */
function takePart(context: Context, prefix: Prefix, key: string): number | undefined {
  if (key === 'priority' && /^priority[ \t]*=/.test(context.text.slice(context.pos, context.pos + 40))) {
    prefix.priority = takePriority(context);
    return 1;
  }
  if (key === 'audit') {
    const { start, end } = context.takeKey()!;
    prefix.audit = { start, end };
    return 2;
  }
  if (accesses.has(key)) {
    const { start, end } = context.takeKey()!;
    prefix.access = { start, end, value: key as 'allow' | 'deny' | 'prompt' };
    return 3;
  }
  const owner = Object.hasOwn(owners, key) ? owners[key] : undefined;
  if (!owner) return undefined;
  const { start, end } = context.takeKey()!;
  prefix.owner = { start, end, value: owner };
  return 4;
}

function takePriority(context: Context): NonNullable<Prefix['priority']> {
  const { start } = context.takeKey()!;
  context.blanks();
  context.take(1, 'punctuation');
  context.blanks();
  const match = /[+-]?\d+|[^\s,{}]*/y;
  match.lastIndex = context.pos;
  const written = match.exec(context.text)![0];
  const { end } = context.take(written.length, 'word');
  const value = /^[+-]?\d+$/.test(written) ? Number(written) : Number.NaN;
  if (!(Math.abs(value) <= largestPriority))
    context.report('bad-priority', { start, end: Math.max(end, context.lastEnd()) }, written);
  return { start, end: Math.max(end, context.lastEnd()), value: Number.isNaN(value) ? 0 : value };
}
