/**
 * The scanner: reads one token at a time, as the parser asks for it, because what a character means depends on where
 * it stands. Every character ends up in exactly one token, so the tokens joined are the text.
 */
import type { Span, Word } from './nodes.ts';
import { keyEnd } from './words.ts';

export type TokenKind = 'space' | 'comment' | 'word' | 'string' | 'punctuation' | 'unknown';

export interface Token extends Span {
  kind: TokenKind;
}

export class Scanner {
  readonly tokens: Token[] = [];
  pos = 0;
  /** Where a comment begins, even one that reads like an include. */
  commentAt = -1;
  /** From here on there is no quote that closes a string; found once, so that unclosed quotes cost no second look. */
  #lastQuote: { plain: number; escaped: number } | undefined;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.pos >= this.text.length;
  }

  peek(ahead = 0): string {
    return this.text[this.pos + ahead] ?? '';
  }

  startsWith(word: string): boolean {
    return this.text.startsWith(word, this.pos);
  }

  take(length: number, kind: TokenKind): Span {
    const start = this.pos;
    const end = Math.min(this.text.length, start + length);
    if (end > start) {
      this.tokens.push({ kind, start, end });
      this.pos = end;
    }
    return { start, end };
  }

  takeTo(end: number, kind: TokenKind): Span {
    return this.take(end - this.pos, kind);
  }

  /** Skip white space and comments, where rules stand. Comments are handed to `onComment`. */
  trivia(onComment?: (span: Span) => void): void {
    for (;;) {
      this.space();
      if (this.peek() !== '#' || (this.startsWith('#include') && this.pos !== this.commentAt)) return;
      const span = this.takeTo(this.lineEnd(this.pos), 'comment');
      if (this.atEnd) this.unfinishedComment(span);
      onComment?.(span);
    }
  }

  /** Called for a comment that no line break ends. */
  protected unfinishedComment(_span: Span): void {}

  /** Skip spaces and line breaks. A carriage return counts with the line feed after it only. */
  space(): void {
    this.takeTo(spaceEnd(this.text, this.pos), 'space');
  }

  /** Skip spaces and tabs. */
  blanks(): void {
    let end = this.pos;
    while (this.text[end] === ' ' || this.text[end] === '\t') end++;
    this.takeTo(end, 'space');
  }

  /** Offset of the line's end, line break excluded. */
  lineEnd(from: number): number {
    const newline = this.text.indexOf('\n', from);
    if (newline < 0) return this.text.length;
    return newline > from && this.text[newline - 1] === '\r' ? newline - 1 : newline;
  }

  /** The bare word here, without taking it. */
  peekKey(): string {
    return this.text.slice(this.pos, keyEnd(this.text, this.pos));
  }

  takeKey(): Word | undefined {
    const end = keyEnd(this.text, this.pos);
    return end > this.pos ? this.takeWordTo(end) : undefined;
  }

  /** The text up to an offset as a word. */
  takeWordTo(end: number): Word {
    const { start } = this.takeTo(end, 'word');
    const raw = this.text.slice(start, this.pos);
    // Spelled out: every word passes here, and spreading takes most of the time of a parse.
    // What uses a word ends with the first NUL in it.
    const nul = raw.indexOf('\0');
    return { start, end: this.pos, raw, value: nul < 0 ? raw : raw.slice(0, nul), quoted: false };
  }

  /** The quoted string here. It may go on over lines; without a second quote it ends with the line. */
  takeString(unclosed: (span: Span) => void): Word {
    const { pos: start, text } = this;
    const close = this.#closingQuote(start + 1);
    const end = close < 0 ? this.lineEnd(start) : close + 1;
    const span = this.takeTo(end, 'string');
    if (close < 0) unclosed(span);
    return {
      start,
      end,
      raw: text.slice(start, end),
      value: text.slice(start + 1, close < 0 ? end : close),
      quoted: true,
    };
  }

  /**
   * The next quote without a backslash before it; where there is none, the last one with a backslash: the scanner of
   * apparmor_parser takes the longest string there is.
   */
  #closingQuote(from: number): number {
    const { text } = this;
    if (!this.#lastQuote || this.#lastQuote.plain >= from) {
      for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1))
        if (text[at - 1] !== '\\' || at === from) return at;
      this.#lastQuote = { plain: from - 1, escaped: text.lastIndexOf('"') };
    }
    const { escaped } = this.#lastQuote;
    return escaped >= from ? escaped : -1;
  }
}

/** Offset after spaces, tabs and line breaks. */
export function spaceEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 9 && code !== 10 && !(code === 13 && text.charCodeAt(at + 1) === 10)) break;
  }
  return at;
}

/** Offset after white space and comments. */
export function triviaEnd(text: string, from: number): number {
  let at = spaceEnd(text, from);
  while (text[at] === '#' && !text.startsWith('#include', at)) {
    const newline = text.indexOf('\n', at);
    at = newline < 0 ? text.length : spaceEnd(text, newline);
  }
  return at;
}
