/** The parser: what stands in a file or between braces. Tolerant: it reports, keeps the text and goes on. */
import { Context, deepest, type Place, type RuleStart } from './context.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';
import type { Body, Comment, Item, PolicyFile, RawRule, RuleBlock, Span } from './nodes.ts';
import {
  atBoolean,
  atInclude,
  atVariable,
  parseAbi,
  parseAlias,
  parseBoolean,
  parseConditional,
  parseInclude,
  parseVariable,
} from './preamble.ts';
import { parsePrefix } from './prefix.ts';
import { atPathProfile, parseProfile } from './profile.ts';
import { parseFileRule } from './rules/file.ts';
import { ruleParsers } from './rules/index.ts';
import type { Token } from './scanner.ts';
import { labelEnd, permissionsEnd } from './words.ts';

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
  if (text.charCodeAt(0) === 0xfeff) context.report('byte-order-mark', context.take(1, 'space'));
  const items = parseItems(context, { inProfile, depth: 0 });
  refuseLongTokens(context);
  const tree: PolicyFile = { kind: 'file-root', start: 0, end: text.length, text, items };
  return { tree, tokens: context.tokens, diagnostics: context.diagnostics };
}

/** The scanner of apparmor_parser keeps so many bytes of one token, with the character behind it. */
const longestToken = 16_382;

function refuseLongTokens(context: Context): void {
  const { text } = context;
  // No character is more than three bytes for each of its UTF-16 units.
  if (text.length * 3 <= longestToken) return;
  for (const { kind, start, end } of context.tokens) {
    if ((end - start) * 3 <= longestToken) continue;
    const written = text.slice(start, end);
    // Each line break is a token of its own, and one ends a comment.
    const parts = kind === 'space' ? written.split('\n') : [kind === 'comment' ? `${written}\n` : written];
    if (parts.some((part) => bytesOf(part) > longestToken))
      context.report('word-too-long', { start, end }, tokenNames[kind] ?? 'This word');
  }
}

const tokenNames: Readonly<Record<string, string>> = {
  space: 'This blank space',
  comment: 'This comment',
  string: 'This string',
};

function bytesOf(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Both halves of a pair make four.
    count += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return count;
}

/** `{ items }`. Where the brace is missing nothing is consumed. */
export function parseBody(context: Context, place: Place, what: string): Body {
  const open = context.accept('{');
  if (!open) {
    const at = context.behind();
    context.report('missing-open-brace', at, context.found());
    if (context.peek() === ',') context.take(1, 'punctuation');
    return { start: at.end, end: context.lastEnd(), items: [], closed: false };
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
      context.report('unexpected-close-brace', context.here());
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
    trailing: /\S/.test(context.text.slice(lineStart, start)),
  };
}

function parseItem(context: Context, place: Place): Item {
  if (atInclude(context)) return parseInclude(context);
  const refuse = (what: string) => {
    if (place.inProfile) context.report('not-in-profile', context.here(), what);
  };
  if (context.peek() === '@' && atVariable(context)) {
    refuse('A variable');
    return parseVariable(context);
  }
  if (context.peek() === '$' && atBoolean(context)) {
    refuse('A boolean');
    return parseBoolean(context);
  }
  switch (context.peekKey()) {
    case 'abi':
      return parseAbi(context);
    case 'alias':
    case 'rewrite':
      refuse('An alias');
      return parseAlias(context);
    case 'if':
      if (!place.inProfile) context.report('only-in-profile', context.here(), 'A condition');
      return parseConditional(context, place);
  }
  const start = context.pos;
  const prefix = parsePrefix(context);
  return parseAfterPrefix(context, { start, place, ...(prefix ? { prefix } : {}) });
}

function parseAfterPrefix(context: Context, rule: RuleStart): Item {
  const { place, prefix, start } = rule;
  context.trivia();
  // The prefix goes with the first of the included rules.
  if (atInclude(context)) return parseInclude(context, prefix);
  const header = profileKeyword(context);
  if (header) {
    if (prefix) context.report('bad-prefix', prefix, 'A profile takes no prefix.');
    return parseProfile(context, header, place, prefix, start);
  }
  if (context.peek() === '{' && (prefix || place.inProfile)) return parseBlock(context, rule);
  const key = context.peekKey();
  const parser = ruleParsers[key];
  if (!parser && !place.inProfile && atTopProfile(context)) {
    if (prefix) context.report('bad-prefix', prefix, 'A profile takes no prefix.');
    return parseProfile(context, 'path', place, prefix, start);
  }
  if (!parser && place.inProfile && /^["/:]/.test(context.peek()) && atPathProfile(context)) {
    context.report('child-keyword', context.here());
    return parseProfile(context, 'path', place, prefix, start);
  }
  if (!place.inProfile && (parser || prefix || key === 'safe' || key === 'unsafe'))
    context.report('only-in-profile', { start, end: context.pos + Math.max(1, key.length) }, 'A rule');
  if (parser) return parser(context, rule);
  const from = context.pos;
  const file = parseFileRule(context, rule);
  if (file && !place.inProfile && !prefix && !file.safety)
    context.report(
      'only-in-profile',
      { start, end: Math.max(from + 1, file.perms?.end ?? file.end) },
      'A rule',
    );
  return file ?? unknownRule(context, rule);
}

/** `profile` and `hat` may be joined to the name, if that is no word that goes on. */
function profileKeyword(context: Context): 'profile' | 'hat' | 'caret' | undefined {
  if (context.peek() === '^') return 'caret';
  const key = context.peekKey();
  return key === 'profile' || key === 'hat' ? key : undefined;
}

/** A profile without a keyword: its path comes first. What begins like a file rule is one in the wrong place. */
function atTopProfile(context: Context): boolean {
  const { text, pos } = context;
  if (/^["/:&@]/.test(context.peek())) return context.peek() !== '@' || labelEnd(text, pos) > pos;
  return context.peekKey() !== '' && atNamedBody(text, pos) && permissionsEnd(text, pos) === pos;
}

function atNamedBody(text: string, pos: number): boolean {
  const match = /[A-Za-z]\w*[ \t\r\n]*\{/y;
  match.lastIndex = pos;
  return match.test(text);
}

function unknownRule(context: Context, rule: RuleStart): RawRule {
  const found = context.found();
  const from = context.pos;
  const node = raw(context, rule);
  // What has a slash in it is meant as a path.
  context.report(
    /^[\w.~-]*\//.test(found) ? 'path-start' : 'unknown-rule',
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
  if (prefix?.priority && prefix.priority.value !== 0)
    context.report('bad-prefix', prefix.priority, 'A block of rules takes no priority.');
  if (!place.inProfile) context.report('only-in-profile', context.here(), 'A block of rules');
  const block = { access: prefix?.access?.value, outer: place.block };
  const body = parseBody(context, { ...place, block, depth: place.depth + 1 }, 'block');
  return { kind: 'block', start, end: body.end, terminated: true, body, ...(prefix ? { prefix } : {}) };
}
