/** What all parts of the parser share: the scanner, the findings, and how to end a rule or get going again. */
import { type Code, codes } from './codes.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';
import type { Access, Prefix, Span, Word, WordList } from './nodes.ts';
import { Scanner } from './scanner.ts';
import { keywords, ruleWords } from './vocabulary.ts';
import { labelEnd, listedEnd, permissionsEnd, plainEnd, variableEnd } from './words.ts';

/** Where an item stands. */
export interface Place {
  inProfile: boolean;
  /** The blocks of rules around it, the innermost first. */
  block?: BlockPlace | undefined;
  depth: number;
}

export interface BlockPlace {
  /** What stands before the block, where it says so. */
  access?: Access | undefined;
  outer?: BlockPlace | undefined;
}

/** Parts every rule starts from. */
export interface RuleStart {
  start: number;
  prefix?: Prefix;
  place: Place;
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

  protected override unfinishedComment(span: Span): void {
    this.report('unfinished-comment', span);
  }

  // ---- marks and words -------------------------------------------------------------------------------------

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

  /**
   * White space inside a rule that takes no comments: its words may begin with `#`. What looks like a comment is
   * reported and skipped.
   */
  ruleSpace(): void {
    for (;;) {
      this.space();
      if (this.peek() !== '#' || !/[\s#]/.test(this.peek(1) || ' ')) return;
      this.report('comment-in-rule', this.takeTo(this.lineEnd(this.pos), 'comment'));
    }
  }

  /**
   * Reports a word with a line break of carriage return and line feed behind it, where apparmor_parser takes the
   * former for a part of the word: in lists and among the words of some rules, there behind a comma too.
   */
  wordBreak({ end }: Span, where: 'list' | 'rule' | 'comma'): void {
    const { text } = this;
    const at = where !== 'list' && text[end] === ',' ? end + 1 : end;
    if (text.startsWith('\r\n', at) && (where !== 'comma' || at > end))
      this.report('carriage-return', { start: at, end: at + 2 });
  }

  string(): Word {
    const word = this.takeString((span) => this.report('missing-close-quote', span));
    const nul = word.raw.indexOf('\0');
    if (nul >= 0) this.report('nul-character', { start: word.start + nul, end: word.start + nul + 1 });
    return word;
  }

  /** A string or any word that `end` knows. */
  word(end: (text: string, at: number) => number): Word | undefined {
    if (this.peek() === '"') return this.string();
    const to = end(this.text, this.pos);
    return to > this.pos ? this.takeWordTo(to) : undefined;
  }

  /** Whether a path or a name can be read as the rules' scanner does: a label, a variable, a word that is no keyword. */
  atPath(): boolean {
    const { text, pos } = this;
    if (text[pos] === '"') return true;
    if (labelEnd(text, pos) > pos || variableEnd(text, pos) > pos) return true;
    const key = this.peekKey();
    return key !== '' && !keywords.has(key) && permissionsEnd(text, pos) === pos;
  }

  /** The path here, if there is one. */
  path(): Word | undefined {
    const { text, pos } = this;
    if (text[pos] === '"') {
      const word = this.string();
      if (!/^[/@:&]/.test(word.value)) this.report('quoted-start', word, word.raw);
      return word;
    }
    const end = Math.max(labelEnd(text, pos), variableEnd(text, pos));
    if (end > pos) return this.takeWordTo(end);
    return this.atPath() ? this.takeKey() : undefined;
  }

  /** `->` and what it points at, which may be any word. */
  target(): { found: boolean; word?: Word } {
    if (!this.startsWith('->')) return { found: false };
    const arrow = this.take(2, 'punctuation');
    this.ruleSpace();
    // A comma that something is joined to begins a word.
    const word = this.atEnd ? undefined : this.word(plainEnd);
    if (!word) this.report('missing-target', arrow);
    return { found: true, ...(word ? { word } : {}) };
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

  /** The place of what is met. */
  here(): Span {
    return { start: this.pos, end: this.pos + Math.max(1, this.found().length) };
  }

  /** The last character before the place: where something is missing after it. */
  behind(): Span {
    const end = this.lastEnd();
    return { start: Math.max(0, end - 1), end };
  }

  // ---- the end of a rule -----------------------------------------------------------------------------------

  /**
   * The comma that ends a rule. Where it is missing: what stands on the next line is taken for the next rule; what
   * stands on the same line is reported and skipped. `words`: where words may begin with a comma, one that something
   * is joined to is none that ends a rule.
   */
  endRule(skip: 'comments' | 'space' | 'words' = 'comments'): boolean {
    const last = this.lastEnd();
    if (skip === 'comments') this.trivia();
    else this.ruleSpace();
    if (this.peek() === ',') {
      const comma = this.take(1, 'punctuation');
      if (skip === 'words' && !/^[\s"!,]?$/.test(this.peek())) this.report('joined-comma', comma);
      return true;
    }
    if (this.atEnd || this.peek() === '}' || this.text.slice(last, this.pos).includes('\n')) {
      this.report('missing-comma', { start: Math.max(0, last - 1), end: last }, this.found());
      return false;
    }
    const start = this.pos;
    const terminated = this.skipRule();
    this.report(
      'unexpected-word',
      { start, end: Math.max(start + 1, this.lastEnd()) },
      this.text
        .slice(start, Math.min(this.pos, start + 60))
        .trim()
        .slice(0, 40),
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
      if (character === '"') this.takeString(() => {});
      else if (character === '#' && !this.startsWith('#include') && /\s/.test(this.text[this.pos - 1] ?? ' '))
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

  // ---- lists -----------------------------------------------------------------------------------------------

  /** `(a, b c)` at hand; commas are optional. */
  wordList(): WordList {
    const open = this.take(1, 'punctuation');
    const words: Word[] = [];
    for (;;) {
      this.ruleSpace();
      if (this.peek() === ',') {
        this.take(1, 'punctuation');
        continue;
      }
      if (this.peek() === ')') {
        const close = this.take(1, 'punctuation');
        return { start: open.start, end: close.end, words, parenthesised: true };
      }
      const word = this.atEnd ? undefined : this.word(listedEnd);
      if (!word || word.raw === '{' || word.raw === '}') {
        this.report('missing-close-paren', open);
        return { start: open.start, end: this.lastEnd(), words, parenthesised: true };
      }
      if (!word.quoted) this.wordBreak(word, 'list');
      words.push(word);
    }
  }
}

const itemWords = new Set(
  'abi include #include alias rewrite profile hat if else audit deny allow prompt owner other user priority'.split(
    ' ',
  ),
);
