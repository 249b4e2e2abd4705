/** The parser: what stands in a file or between braces. Tolerant: it reports, keeps the text and goes on. */
import { Context, deepest, type Place, type RuleStart } from './context.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';
import type { Body, Comment, Item, PolicyFile, Prefix, RawRule, RuleBlock, Span } from './nodes.ts';
import {
  atBoolean,
  atVariable,
  parseAbi,
  parseAlias,
  parseBoolean,
  parseConditional,
  parseInclude,
  parseVariable,
} from './preamble.ts';
import { atPathProfile, parseProfile } from './profile.ts';
import { parseFileRule } from './rules/file.ts';
import { ruleParsers } from './rules/index.ts';
import type { Token } from './scanner.ts';

export interface ParseResult {
  tree: PolicyFile;
  /** Joined, they are the text. */
  tokens: Token[];
  /** In order of their place. */
  diagnostics: SyntaxDiagnostic[];
}

/** Read a policy file. Never throws; every error has a place; printing the tokens gives the text back. */
export function parseText(text: string, inProfile = false): ParseResult {
  const context = new Context(text);
  if (text.charCodeAt(0) === 0xfeff) context.take(1, 'space');
  const items = parseItems(context, { inProfile, deny: false, depth: 0 });
  const tree: PolicyFile = { kind: 'file-root', start: 0, end: text.length, text, items };
  return { tree, tokens: context.tokens, diagnostics: context.diagnostics };
}

/** `{ items }`. Where the brace is missing nothing is consumed. */
export function parseBody(context: Context, place: Place, what: string): Body {
  context.trivia();
  const open = context.accept('{');
  if (!open) {
    const at = context.lastEnd();
    context.report('missing-open-brace', { start: Math.max(0, at - 1), end: at }, context.found());
    if (context.peek() === ',') context.take(1, 'punctuation');
    return { start: at, end: context.lastEnd(), items: [], closed: false };
  }
  if (place.depth > deepest) {
    context.report('too-deep', open);
    skipBraces(context);
    return { start: open.start, end: context.pos, items: [], closed: true };
  }
  const items = parseItems(context, place);
  const close = context.accept('}');
  if (!close) context.report('missing-close-brace', open, what);
  return { start: open.start, end: close?.end ?? context.pos, items, closed: close !== undefined };
}

/** Past the brace that closes the one just taken, without recursion. */
function skipBraces(context: Context): void {
  for (let depth = 1; depth > 0 && !context.atEnd; ) {
    const character = context.peek();
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (/\s/.test(character)) context.take(1, 'space');
    else context.take(1, 'unknown');
  }
}

function parseItems(context: Context, place: Place): Item[] {
  const items: Item[] = [];
  for (;;) {
    context.trivia((span) => items.push(comment(context, span)));
    if (context.atEnd) return items;
    if (context.peek() === '}') {
      if (place.depth > 0) return items;
      context.report('unexpected-close-brace', { start: context.pos, end: context.pos + 1 });
      items.push(raw(context, { start: context.pos, place }, 1));
      continue;
    }
    const before = context.pos;
    items.push(parseItem(context, place));
    // Whatever happens, each round takes at least one character.
    if (context.pos === before) items.push(raw(context, { start: before, place }, 1));
  }
}

function comment(context: Context, { start, end }: Span): Comment {
  const lineStart = context.text.lastIndexOf('\n', start - 1) + 1;
  return {
    kind: 'comment',
    start,
    end,
    text: context.text.slice(start, end),
    trailing: context.text.slice(lineStart, start).trim() !== '',
  };
}

function parseItem(context: Context, place: Place): Item {
  if (context.atHashInclude()) return parseInclude(context);
  if (context.peek() === '@' && atVariable(context)) {
    if (place.inProfile)
      context.report(
        'not-in-profile',
        { start: context.pos, end: context.pos + context.found().length },
        'A variable',
      );
    return parseVariable(context);
  }
  if (context.peek() === '$' && atBoolean(context)) {
    if (place.inProfile)
      context.report(
        'not-in-profile',
        { start: context.pos, end: context.pos + context.found().length },
        'A boolean',
      );
    return parseBoolean(context);
  }
  const key = context.peekKey();
  if (key === 'include' && /^include[ \t<"]/.test(context.text.slice(context.pos, context.pos + 8)))
    return parseInclude(context);
  if (key === 'abi') return parseAbi(context);
  if (key === 'alias') {
    if (place.inProfile) context.report('not-in-profile', keySpan(context, key), 'An alias');
    return parseAlias(context);
  }
  if (key === 'if') return parseConditional(context, place);
  const start = context.pos;
  const prefix = parsePrefix(context);
  return parseAfterPrefix(context, { start, place, ...(prefix ? { prefix } : {}) });
}

function keySpan(context: Context, key: string): Span {
  return { start: context.pos, end: context.pos + key.length };
}

function parseAfterPrefix(context: Context, rule: RuleStart): Item {
  const { place, prefix, start } = rule;
  context.trivia();
  const key = context.peekKey();
  if (key === 'profile' || key === 'hat') {
    if (prefix) context.report('bad-prefix', prefix, 'A profile takes no prefix.');
    return parseProfile(context, key, place, prefix, start);
  }
  if (context.peek() === '^') {
    if (!place.inProfile)
      context.report('only-in-profile', { start: context.pos, end: context.pos + 1 }, 'A hat');
    return parseProfile(context, 'caret', place, prefix, start);
  }
  if (context.peek() === '{' && prefix) return parseBlock(context, rule);
  const parser = ruleParsers[key];
  if (!parser && !place.inProfile && /^[/@":]/.test(context.peek()))
    return parseProfile(context, 'path', place, prefix, start);
  if (
    !parser &&
    place.inProfile &&
    /^["/@]/.test(context.peek()) &&
    !/^[@]/.test(context.peek()) &&
    atPathProfile(context)
  ) {
    context.report(
      'bad-rule-part',
      { start: context.pos, end: context.pos + context.found().length },
      'Inside a profile a child profile begins with the word profile.',
    );
    return parseProfile(context, 'path', place, prefix, start);
  }
  if (!place.inProfile && (parser || prefix))
    context.report('only-in-profile', { start, end: context.pos + Math.max(1, key.length) }, 'A rule');
  if (parser) return parser(context, rule);
  const file = parseFileRule(context, rule);
  if (file) return file;
  const found = context.found();
  const from = context.pos;
  const node = raw(context, rule);
  context.report(
    'unknown-rule',
    { start: from, end: Math.max(from + 1, Math.min(node.end, from + found.length)) },
    found,
  );
  return node;
}

function raw(context: Context, rule: RuleStart, length?: number): RawRule {
  let terminated = false;
  if (length !== undefined) context.take(length, 'unknown');
  else terminated = context.skipRule();
  if (context.pos === rule.start) context.take(1, 'unknown');
  const end = Math.max(context.lastEnd(), rule.start);
  return {
    kind: 'raw',
    start: rule.start,
    end,
    terminated,
    text: context.text.slice(rule.start, end),
    ...(rule.prefix ? { prefix: rule.prefix } : {}),
  };
}

function parseBlock(context: Context, { start, prefix, place }: RuleStart): RuleBlock {
  if (prefix?.priority) context.report('bad-prefix', prefix.priority, 'A block of rules takes no priority.');
  const body = parseBody(
    context,
    {
      inProfile: place.inProfile,
      deny: place.deny || prefix?.access?.value === 'deny',
      depth: place.depth + 1,
    },
    'block',
  );
  return { kind: 'block', start, end: body.end, terminated: true, body, ...(prefix ? { prefix } : {}) };
}

const owners: Record<string, 'owner' | 'other'> = { owner: 'owner', user: 'owner', other: 'other' };

/** `priority=N audit deny owner`, in this order. */
function parsePrefix(context: Context): Prefix | undefined {
  const start = context.pos;
  const prefix: Prefix = { start, end: start };
  let rank = 0;
  for (;;) {
    context.trivia();
    const key = context.peekKey();
    const span = keySpan(context, key);
    let part: number;
    if (key === 'priority' && /^priority[ \t]*=/.test(context.text.slice(context.pos, context.pos + 40))) {
      part = 1;
      context.takeKey();
      context.accept('=');
      context.trivia();
      const match = /[^\s,{}]+/y;
      match.lastIndex = context.pos;
      const value = match.exec(context.text)?.[0] ?? '';
      const at = context.take(value.length, 'word');
      const number = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
      if (!(Math.abs(number) <= 1000))
        context.report('bad-priority', { start: span.start, end: at.end }, value);
      prefix.priority = { start: span.start, end: at.end, value: Number.isNaN(number) ? 0 : number };
    } else if (key === 'audit') {
      part = 2;
      prefix.audit = context.takeKey()!;
    } else if (key === 'allow' || key === 'deny' || key === 'prompt') {
      part = 3;
      const { start: from, end } = context.takeKey()!;
      prefix.access = { start: from, end, value: key };
    } else if (owners[key]) {
      part = 4;
      const { start: from, end } = context.takeKey()!;
      prefix.owner = { start: from, end, value: owners[key] };
    } else break;
    if (part <= rank) context.report('repeated-prefix', span, key);
    rank = Math.max(rank, part);
    prefix.end = context.lastEnd();
  }
  return rank > 0 ? prefix : undefined;
}
