/**
 * The scanner: reads one token at a time, as the parser asks for it, because what a character means depends on where
 * it stands (parser/parser_lex.l has a mode for each place). Every character ends up in exactly one token, so the
 * tokens joined are the text.
 */
import type { Span, Word } from './nodes.ts';

export type TokenKind = 'space' | 'comment' | 'word' | 'string' | 'punctuation' | 'unknown';

export interface Token extends Span {
  kind: TokenKind;
}

/** `path`: names, paths and patterns; a comma inside belongs to it. `list`: values in parentheses. `key`: bare words. */
export type WordMode = 'path' | 'value' | 'list' | 'key';

const blank = new Set([' ', '\t', '\n', '\r']);
const keyStops = new Set([',', '(', ')', '=', '{', '}', '<', '>', '!', '"', '+', '?', ':']);

export class Scanner {
  readonly tokens: Token[] = [];
  pos = 0;

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

  /** Skip white space and comments. Comments are handed to `onComment`. */
  trivia(onComment?: (span: Span) => void): void {
    for (;;) {
      let length = 0;
      while (blank.has(this.peek(length))) length++;
      this.take(length, 'space');
      if (this.peek() !== '#' || this.atHashInclude()) return;
      const end = lineEnd(this.text, this.pos);
      const span = this.take(end - this.pos, 'comment');
      onComment?.(span);
    }
  }

  /** Skip spaces and tabs only. */
  blanks(): void {
    let length = 0;
    while (this.peek(length) === ' ' || this.peek(length) === '\t') length++;
    this.take(length, 'space');
  }

  /** Characters up to the end of the line. */
  restOfLine(): number {
    return lineEnd(this.text, this.pos) - this.pos;
  }

  atHashInclude(): boolean {
    return this.startsWith('#include') && /^[ \t<"]/.test(this.text.slice(this.pos + 8, this.pos + 9));
  }

  /** The bare word here, without taking it: letters, digits, `_`, and what may stand inside names. */
  peekKey(): string {
    let length = 0;
    while (!isKeyStop(this.peek(length))) length++;
    return this.text.slice(this.pos, this.pos + length);
  }

  takeKey(): Word | undefined {
    const raw = this.peekKey();
    if (!raw) return undefined;
    const { start, end } = this.take(raw.length, 'word');
    return { start, end, raw, value: raw, quoted: false };
  }

  /** The quoted string or word here; undefined where none can stand. `unclosed` is called for a missing quote. */
  takeWord(mode: WordMode, unclosed: (span: Span) => void): Word | undefined {
    if (this.peek() === '"') return this.#string(unclosed);
    const length = wordLength(this.text, this.pos, mode);
    if (length === 0) return undefined;
    const { start, end } = this.take(length, 'word');
    const raw = this.text.slice(start, end);
    return { start, end, raw, value: raw, quoted: false };
  }

  #string(unclosed: (span: Span) => void): Word {
    const { text, pos } = this;
    let at = pos + 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' && text[at + 1] === '"' ? 2 : 1;
    const closed = at < text.length;
    const stop = closed ? at + 1 : lineEnd(text, pos);
    const { start, end } = this.take(stop - pos, 'string');
    if (!closed) unclosed({ start, end });
    return {
      start,
      end,
      raw: text.slice(start, end),
      value: text.slice(start + 1, closed ? end - 1 : end),
      quoted: true,
    };
  }
}

function isKeyStop(character: string): boolean {
  return character === '' || blank.has(character) || keyStops.has(character);
}

/** Length of the unquoted word at an offset. */
function wordLength(text: string, start: number, mode: WordMode): number {
  let braces = 0;
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at]!;
    if (blank.has(character) || character === '"' || character === '!') break;
    if (character === '\\' && at + 1 < text.length && text[at + 1] !== '\n') {
      at++;
      continue;
    }
    if (mode === 'list' || mode === 'value') {
      if (character === '{') braces++;
      if (character === '}' && braces > 0) braces--;
    }
    if (character === ',') {
      const next = text[at + 1] ?? '';
      const inside = next !== '' && !blank.has(next) && next !== '"' && next !== '!' && next !== ',';
      if (!inside || (mode === 'list' && braces === 0)) break;
    }
    if (mode === 'list' && (character === '(' || character === ')')) break;
    if (mode === 'value' && at === start && character === '(') break;
    if (mode === 'key' && isKeyStop(character)) break;
  }
  return at - start;
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' && newline - 1 >= from ? newline - 1 : newline;
}
