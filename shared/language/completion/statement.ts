/** The statement that the caret stands in: where it begins, and what is written of it so far. */
import {
  type Body,
  bodiesOf,
  type Item,
  type PolicyFile,
  type Profile,
  type Span,
} from '../../syntax/index.ts';
import { spaceEnd } from '../../syntax/scanner.ts';
import { listedEnd, plainEnd } from '../../syntax/words.ts';
import { lastBefore } from '../at.ts';

/** A word, string or mark that is written before the caret. */
export interface Piece extends Span {
  kind: 'word' | 'string' | 'mark';
  text: string;
}

export interface Statement {
  start: number;
  /** Whether rules may stand here, or declarations and profiles. */
  place: 'file' | 'profile';
  /** The profile around it. */
  profile?: Profile;
  /** What is complete before the word at the caret. */
  pieces: Piece[];
  /** The word at the caret: all of it, and the part before the caret. Without quotes. */
  word: Span;
  typed: string;
  quoted: boolean;
}

/** What is farther back is not looked at: people's statements are some hundred characters long. */
const longestStatement = 20_000;

/** Undefined in a comment, where nothing is to be completed. */
export function statementAt(
  tree: PolicyFile,
  within: 'file' | 'profile',
  offset: number,
): Statement | undefined {
  const { text } = tree;
  let items: readonly Item[] = tree.items;
  let start = 0;
  let place = within;
  let profile: Profile | undefined;
  for (;;) {
    const item = lastBefore(items, offset);
    if (!item) break;
    const body = bodiesOf(item).find((each) => holds(each, offset));
    if (body) {
      // A body that its closing brace is missing from holds all that follows.
      start = body.start + 1;
      items = body.items;
      if (item.kind === 'profile') profile = item;
      place = 'profile';
      continue;
    }
    if (item.kind === 'comment' && offset <= item.end && item.start < offset) return undefined;
    start = goesOn(text, item, offset) ? item.start : item.end;
    break;
  }
  start = Math.min(offset, spaceEnd(text, Math.max(start, offset - longestStatement)));
  return { start, place, ...(profile ? { profile } : {}), ...piecesOf(text, start, offset) };
}

function holds({ start, end, closed }: Body, offset: number): boolean {
  return start < offset && (closed ? offset < end : end > start);
}

/** Whether what is typed at the offset still belongs to the item before it. */
function goesOn(text: string, item: Item, offset: number): boolean {
  if (offset < item.end) return true;
  if (item.kind === 'comment') return false;
  if ('body' in item) return offset <= item.body.start || text[item.body.start] !== '{';
  if (/[,>}]/.test(text[item.end - 1] ?? '') && item.kind !== 'variable') {
    const terminated = 'terminated' in item ? item.terminated : true;
    if (terminated) return false;
  }
  const between = text.slice(item.end, offset);
  if (!between.includes('\n')) return /^[ \t]*$/.test(between);
  // A rule that goes on over lines is indented deeper than its first line.
  return (
    'terminated' in item && /^\s*$/.test(between) && indentation(text, offset) > indentation(text, item.start)
  );
}

function indentation(text: string, offset: number): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return spaceEnd(text, line) - line;
}

const marks = ['->', '<=', '+=', '?=', ':=', '(', ')', ',', '='];

function piecesOf(
  text: string,
  start: number,
  offset: number,
): Pick<Statement, 'pieces' | 'word' | 'typed' | 'quoted'> {
  const pieces: Piece[] = [];
  let at = start;
  let depth = 0;
  for (;;) {
    at = spaceEnd(text, at);
    if (at >= offset) break;
    if (text[at] === '#' && /\s/.test(text[at + 1] ?? ' ')) {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? offset : newline;
      continue;
    }
    const { kind, end } = pieceAt(text, at, offset, depth > 0);
    if (end >= offset && kind !== 'mark') {
      const quoted = kind === 'string';
      const from = quoted ? at + 1 : at;
      const typed = text.slice(from, offset);
      // A string may go on over lines; what is replaced may not.
      if (typed.includes('\n')) return { pieces, word: { start: offset, end: offset }, typed: '', quoted };
      const end = Math.max(offset, wordEndAt(text, at, offset, depth > 0));
      return { pieces, word: { start: from, end }, typed, quoted };
    }
    const piece = { kind, start: at, end, text: text.slice(at, end) };
    if (piece.text === '(') depth++;
    if (piece.text === ')') depth--;
    pieces.push(piece);
    at = end;
  }
  return { pieces, word: { start: offset, end: offset }, typed: '', quoted: false };
}

function pieceAt(
  text: string,
  at: number,
  offset: number,
  listed: boolean,
): { kind: Piece['kind']; end: number } {
  if (text[at] === '"') {
    const close = text.indexOf('"', at + 1);
    // A string that is closed ends behind its quote, which the caret may stand right after.
    return {
      kind: 'string',
      end: close < 0 || close >= offset ? offset : close + 1 - (close + 1 === offset ? 1 : 0),
    };
  }
  if (text[at] === '<' && text[at + 1] !== '=') {
    const close = text.indexOf('>', at);
    return { kind: 'word', end: close < 0 || close >= offset ? offset : close + 1 };
  }
  const mark = marks.find((each) => text.startsWith(each, at));
  if (mark) return { kind: 'mark', end: at + mark.length };
  const end = wordEnd(text, at, listed);
  return { kind: 'word', end: Math.min(offset, Math.max(end, at + 1)) };
}

/** Paths and labels hold marks; a variable at the start may stand in a group, where a parenthesis ends it. */
function isPath(text: string, at: number): boolean {
  return /[/@:&$]/.test(text[at]!) && !/^[@$]\{?\w*\}?[ \t]*[+?:]?=/.test(text.slice(at, at + 80));
}

function wordEnd(text: string, at: number, listed: boolean): number {
  if (!isPath(text, at)) return barewordEnd(text, at);
  return listed ? listedEnd(text, at) : plainEnd(text, at);
}

function barewordEnd(text: string, at: number): number {
  const match = /[^\s(),="]+/y;
  match.lastIndex = at;
  return match.test(text) ? match.lastIndex : at;
}

/** End of the word around the caret, on its line. */
function wordEndAt(text: string, at: number, offset: number, listed: boolean): number {
  if (text[at] === '"' || text[at] === '<') {
    const close = /["<>\n]/g;
    close.lastIndex = offset;
    const found = close.exec(text);
    return found && found[0] === (text[at] === '"' ? '"' : '>') ? found.index : offset;
  }
  const end = wordEnd(text, at, listed);
  return text.slice(offset, end).includes('\n') ? offset : end;
}
