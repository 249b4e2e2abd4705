/** What all parts of the parser share: the scanner, the findings, and how to end a rule or get going again. */
import { type Code, codes } from './codes.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';
import type { Condition, PeerConditions, Prefix, Span, Word, WordList } from './nodes.ts';
import { Scanner, type WordMode } from './scanner.ts';
import { ruleWords } from './vocabulary.ts';

/** Where an item stands. */
export interface Place {
  inProfile: boolean;
  /** Prefixes of the blocks around it. */
  deny: boolean;
  depth: number;
}

export const deepest = 200;

export class Context extends Scanner {
  readonly diagnostics: SyntaxDiagnostic[] = [];

  report(code: Code, span: Span, detail = ''): void {
    const { severity, words } = codes[code];
    // A place is never empty, as far as there is text, so that it can be seen and clicked.
    const end = Math.min(this.text.length, Math.max(span.end, span.start + 1));
    const start = Math.max(0, Math.min(span.start, end - 1));
    this.diagnostics.push({ start, end, severity, code, message: words(detail) });
  }

  word(mode: WordMode): Word | undefined {
    return this.takeWord(mode, (span) => this.report('missing-close-quote', span));
  }

  /** The next non-blank character, after trivia. */
  next(): string {
    this.trivia();
    return this.peek();
  }

  /** Take a punctuation mark if it comes next. */
  accept(mark: string): Span | undefined {
    this.trivia();
    return this.startsWith(mark) ? this.take(mark.length, 'punctuation') : undefined;
  }

  /** Take a bare word if it comes next, whole. */
  acceptKey(word: string): Span | undefined {
    this.trivia();
    return this.peekKey() === word ? this.take(word.length, 'word') : undefined;
  }

  /** End of the last token that is neither space nor comment: where a missing mark belongs. */
  lastEnd(): number {
    for (let at = this.tokens.length - 1; at >= 0; at--) {
      const token = this.tokens[at]!;
      if (token.kind !== 'space' && token.kind !== 'comment') return token.end;
    }
    return 0;
  }

  /** What is met, for messages: one short word. */
  found(): string {
    const match = /[^\s]{1,24}/y;
    match.lastIndex = this.pos;
    return match.exec(this.text)?.[0] ?? '';
  }

  /**
   * The comma that ends a rule. Where it is missing: what stands on the next line is taken for the next rule; what
   * stands on the same line is reported and skipped.
   */
  endRule(): boolean {
    const last = this.lastEnd();
    if (this.next() === ',') {
      this.take(1, 'punctuation');
      return true;
    }
    const at = { start: Math.max(0, last - 1), end: last };
    if (this.atEnd || this.peek() === '}' || this.text.slice(last, this.pos).includes('\n')) {
      this.report('missing-comma', at, this.found());
      return false;
    }
    const start = this.pos;
    const terminated = this.skipRule();
    this.report(
      'unexpected-word',
      { start, end: Math.max(start + 1, this.lastEnd()) },
      this.text.slice(start, this.pos).trim().slice(0, 40),
    );
    return terminated;
  }

  /** Skip to the end of what may be a rule. True where a comma ended it. */
  skipRule(): boolean {
    let depth = 0;
    while (!this.atEnd) {
      const character = this.peek();
      if (
        character === ',' &&
        depth <= 0 &&
        (/\s|#/.test(this.peek(1)) || this.pos + 1 >= this.text.length)
      ) {
        this.take(1, 'punctuation');
        return true;
      }
      if (character === '}' && depth <= 0) return false;
      if (character === '\n' && this.looksLikeItem(this.pos + 1)) return false;
      if (character === '"') this.takeWord('path', () => {});
      else if (character === '#' && !this.atHashInclude() && /\s/.test(this.text[this.pos - 1] ?? ' '))
        this.trivia();
      else if (/\s/.test(character)) this.take(1, 'space');
      else {
        if (character === '{' || character === '(') depth++;
        if (character === '}' || character === ')') depth--;
        this.take(1, 'unknown');
      }
    }
    return false;
  }

  /** Whether the line at an offset begins like a rule, an include, a profile or a closing brace. */
  looksLikeItem(offset: number): boolean {
    const match = /[ \t\r]*(?:([A-Za-z_^#][\w^-]*)|([/@$}]|"\/)|$)/my;
    match.lastIndex = offset;
    const found = match.exec(this.text);
    if (!found) return false;
    const word = found[1];
    return word === undefined
      ? found[2] !== undefined || found[0].trim() === ''
      : itemWords.has(word) || ruleWords.has(word);
  }

  // ---- lists and conditions --------------------------------------------------------------------------------

  /** `(a, b c)`; commas are optional. */
  wordList(): WordList | undefined {
    const open = this.accept('(');
    if (!open) return undefined;
    const words: Word[] = [];
    for (;;) {
      this.trivia();
      if (this.accept(',')) continue;
      const close = this.accept(')');
      if (close) return { start: open.start, end: close.end, words, parenthesised: true };
      const word = this.atEnd ? undefined : this.word('list');
      if (!word || word.raw === '{' || word.raw === '}') {
        this.report('missing-close-paren', open);
        return { start: open.start, end: this.lastEnd(), words, parenthesised: true };
      }
      words.push(word);
    }
  }

  /** An access list: in parentheses, or bare words as long as they are in `known`. */
  access(known: ReadonlySet<string>): WordList | undefined {
    this.trivia();
    const list = this.peek() === '(' ? this.wordList() : this.#bareAccess(known);
    for (const word of list?.words ?? [])
      if (!known.has(word.value)) this.report('bad-access', word, word.value);
    return list;
  }

  #bareAccess(known: ReadonlySet<string>): WordList | undefined {
    // Several accesses need parentheses.
    this.trivia();
    if (!known.has(this.peekKey()) || this.isCondition()) return undefined;
    const word = this.takeKey()!;
    return { start: word.start, end: word.end, words: [word], parenthesised: false };
  }

  /** Whether `name=`, `name!=` or `name in` comes next. */
  isCondition(): boolean {
    const match = /[A-Za-z_][\w.]*(?:[ \t]*(?:!=|:=|=(?!=))|[ \t]+in[ \t]*\()/y;
    match.lastIndex = this.pos;
    return match.test(this.text);
  }

  /** `name=value`, `name=(a b)`, `name in (a b)` one after another, `peer=` apart. */
  conditions(
    known: ReadonlySet<string>,
    peerKnown?: ReadonlySet<string>,
  ): { conditions: Condition[]; peer?: PeerConditions } {
    const conditions: Condition[] = [];
    let peer: PeerConditions | undefined;
    for (;;) {
      this.trivia();
      if (!this.isCondition()) break;
      if (peerKnown && this.peekKey() === 'peer') {
        if (peer) this.report('repeated-condition', this.#here(), 'peer');
        peer = this.#peer(peerKnown);
        continue;
      }
      const condition = this.#condition('value');
      if (!known.has(condition.name.value))
        this.report('bad-condition', condition.name, expected(condition.name.value, known));
      conditions.push(condition);
    }
    return peer ? { conditions, peer } : { conditions };
  }

  #here(): Span {
    return { start: this.pos, end: this.pos + Math.max(1, this.found().length) };
  }

  #condition(mode: 'value' | 'list'): Condition {
    const name = this.takeKey()!;
    this.trivia();
    const mark = (['!=', ':=', '='] as const).find((word) => this.accept(word)) ?? 'in';
    if (mark === 'in') this.acceptKey('in');
    this.trivia();
    const list = this.peek() === '(' ? this.wordList() : undefined;
    if (list) {
      if (list.words.length === 0)
        this.report('missing-value', { start: name.start, end: list.end }, name.value);
      return { start: name.start, end: list.end, name, operator: mark, values: list.words, list: true };
    }
    const value = this.word(mode);
    if (!value) this.report('missing-value', name, name.value);
    return {
      start: name.start,
      end: value?.end ?? this.lastEnd(),
      name,
      operator: mark,
      values: value ? [value] : [],
      list: false,
    };
  }

  #peer(known: ReadonlySet<string>): PeerConditions {
    const { start } = this.takeKey()!;
    this.accept('=');
    this.trivia();
    if (this.peek() !== '(') {
      const value = this.word('value');
      if (!value) this.report('missing-value', { start, end: this.lastEnd() }, 'peer');
      return { start, end: this.lastEnd(), conditions: [], ...(value ? { value } : {}) };
    }
    const open = this.accept('(')!;
    const conditions: Condition[] = [];
    for (;;) {
      this.trivia();
      if (this.accept(',')) continue;
      if (this.accept(')')) break;
      if (!this.isCondition()) {
        const word = this.word('list');
        if (!word) {
          this.report('missing-close-paren', open);
          break;
        }
        this.report('bad-condition', word, word.value);
        continue;
      }
      const condition = this.#condition('list');
      if (!known.has(condition.name.value))
        this.report('bad-condition', condition.name, expected(condition.name.value, known));
      conditions.push(condition);
    }
    return { start, end: this.lastEnd(), conditions };
  }
}

/** The condition that was found, and those that could stand there. */
function expected(found: string, known: ReadonlySet<string>): string {
  return known.size > 0 ? `${found}”; expected one of “${[...known].join(', ')}` : found;
}

/** Parts every rule starts from. */
export interface RuleStart {
  start: number;
  prefix?: Prefix;
  place: Place;
}

const itemWords = new Set(
  'abi include #include alias profile hat if else audit deny allow prompt owner other user priority'.split(
    ' ',
  ),
);
