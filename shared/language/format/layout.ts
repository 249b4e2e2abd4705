/**
 * The canonical layout: one item a line, indented by its depth; one space between words, none before commas and
 * around the `=` of conditions; at most one empty line. Only white space between tokens changes, and it is edited
 * only where it differs. Breaks inside a rule stay where they were put, and comments behind rules keep their column.
 */
import type { Item, PolicyFile, Span, TextEdit, Token } from '../../syntax/index.ts';
import { conditionsOf, type ItemStart, type Outline, outline } from './outline.ts';

export interface LayoutOptions {
  within: 'file' | 'profile';
  /** Spaces of one level. */
  indent: number;
  /** The line break to write. */
  newline: string;
}

/** White space between two tokens, and the tokens. */
interface Gap {
  before: Token | undefined;
  after: Token | undefined;
  start: number;
  end: number;
}

/** Edits of white space, in order. The text must be free of syntax errors. */
export function layoutEdits(
  reading: { tree: PolicyFile; tokens: readonly Token[] },
  options: LayoutOptions,
): TextEdit[] {
  const { tree, tokens } = reading;
  const { text } = tree;
  const layout = new Layout(text, outline(tree, options.within), options);
  const edits: TextEdit[] = [];
  const solid = tokens.filter(({ kind }) => kind !== 'space');
  let before: Token | undefined;
  for (const after of [...solid, undefined]) {
    const start = before ? layout.endOf(before) : 0;
    const end = after?.start ?? text.length;
    const wanted = layout.gap({ before, after, start, end });
    if (wanted !== text.slice(start, end)) edits.push({ start, end, text: wanted });
    if (after) layout.write(wanted, after);
    before = after;
  }
  return edits;
}

const breaks = /\n/g;

class Layout {
  /** The item that the tokens at hand belong to. */
  #current: ItemStart | undefined;
  /** The line that is being written: the offset of its first token, its indent, and where it has come to. */
  readonly #written = { first: 0, indent: 0, column: 0 };

  constructor(
    readonly text: string,
    readonly outline: Outline,
    readonly options: LayoutOptions,
  ) {}

  /** The end of a token; of a comment without the blanks behind it. */
  endOf({ kind, start, end }: Token): number {
    return kind === 'comment' ? start + this.text.slice(start, end).trimEnd().length : end;
  }

  gap({ before, after, start, end }: Gap): string {
    const { text, outline } = this;
    const written = text.slice(start, end);
    const lines = written.match(breaks)?.length ?? 0;
    if (!after) return before ? this.options.newline : '';
    const item = outline.starts.get(after.start);
    const opened = before !== undefined && outline.opens.has(before.start);
    if (after.kind === 'comment') {
      if (before && lines === 0) return this.#beforeComment(after, written);
      const between = this.#inside(after.start);
      return this.#line(before, between ? 1 : lines, opened, this.#commentDepth(after, between));
    }
    if (item) {
      this.#current = item;
      return this.#line(before, lines, opened, item.depth);
    }
    const closes = outline.closes.get(after.start);
    if (closes) {
      this.#current = closes;
      return this.#line(before, 1, opened, closes.depth);
    }
    // From here on both tokens belong to one item.
    if (before?.kind === 'comment')
      return this.#is(after, 'else') ? this.#line(before, 1, false, this.#depth) : this.#continued();
    if (!before) return '';
    if (outline.opens.has(after.start) || outline.elses.has(before.start)) return ' ';
    return this.#within(before, after, written, lines);
  }

  /** Notes what is written. */
  write(gap: string, { start, end }: Token): void {
    const line = this.#written;
    const broken = gap.lastIndexOf('\n');
    if (broken >= 0 || start === 0) {
      line.first = start;
      line.indent = gap.length - broken - 1;
      line.column = 0;
    }
    line.column = columnsOf(this.text.slice(start, end), line.column + gap.length - broken - 1);
  }

  /** One space, or as many as keep a comment that was set apart where it was, beside its neighbours. */
  #beforeComment({ start }: Token, space: string): string {
    if (space.length < 2 && space !== '\t') return ' ';
    const { first, indent, column } = this.#written;
    const lineStart = this.text.lastIndexOf('\n', start) + 1;
    const line = this.text.slice(lineStart, start);
    const own = lineStart + line.length - line.trimStart().length;
    // Where other items stood before it on the line, its column means nothing any more.
    if (own !== first) return ' ';
    const moved = indent - columnsOf(this.text.slice(lineStart, own));
    return ' '.repeat(Math.max(1, columnsOf(line) + moved - column));
  }

  /** Between two tokens of one item. */
  #within(before: Token, after: Token, written: string, lines: number): string {
    const kind = this.#current?.item.kind;
    // Values of variables end with the line: where it is joined to the next one it stays so.
    if (kind === 'variable' || kind === 'boolean') {
      if (written.includes('\\') || lines > 0) return written;
      return written || this.#isMark(before, '=') || this.#isMark(after, '=') ? ' ' : '';
    }
    if (this.#is(after, ',') || this.#is(after, ')')) return lines > 0 ? this.#continued(after) : '';
    if (this.#is(before, '(')) return lines > 0 ? this.#continued() : '';
    if (lines > 0) return this.#continued();
    if (this.#is(before, ',')) return ' ';
    if ((this.#isMark(before, '=') || this.#isMark(after, '=')) && this.#tight(before, after)) return '';
    const arrow = ['->', '<='].some((mark) => this.#is(before, mark) || this.#is(after, mark));
    return written || arrow ? ' ' : '';
  }

  /** A new line, with an empty one before it where there was one, unless it is the first of a body. */
  #line(before: Token | undefined, lines: number, opened: boolean, depth: number): string {
    const { newline, indent } = this.options;
    const space = ' '.repeat(indent * depth);
    if (!before) return space;
    return newline.repeat(lines > 1 && !opened ? 2 : 1) + space;
  }

  /** A new line inside an item; a closing mark stands as deep as the item. */
  #continued(mark?: Token): string {
    const deeper = mark && this.#is(mark, ')') ? 0 : 1;
    return this.options.newline + ' '.repeat(this.options.indent * (this.#depth + deeper));
  }

  get #depth(): number {
    return this.#current?.depth ?? 0;
  }

  /** Whether an offset lies between the tokens of one item, not in its body. */
  #inside(offset: number): boolean {
    return !this.outline.comments.has(offset);
  }

  #commentDepth({ start }: Token, inside: boolean): number {
    return inside ? this.#depth + 1 : this.outline.comments.get(start)!;
  }

  #is({ start, end }: Token, mark: string): boolean {
    return end - start === mark.length && this.text.startsWith(mark, start);
  }

  /** Punctuation that ends with a mark, such as `=`, `+=` and `:=`. */
  #isMark({ kind, start, end }: Token, mark: string): boolean {
    return (
      kind === 'punctuation' &&
      this.text.slice(start, end).endsWith(mark) &&
      !this.text.startsWith('<=', start)
    );
  }

  /** Whether both tokens are parts of one condition. Asked in the order of the text. */
  #tight(before: Token, after: Token): boolean {
    const item = this.#current?.item;
    if (!item) return false;
    if (this.#conditions.item !== item) this.#conditions = { item, spans: conditionsOf(item), at: 0 };
    const { spans } = this.#conditions;
    while (spans[this.#conditions.at] && spans[this.#conditions.at]!.end < after.end) this.#conditions.at++;
    const span = spans[this.#conditions.at];
    return span !== undefined && span.start <= before.start;
  }

  #conditions: { item: Item | undefined; spans: readonly Span[]; at: number } = {
    item: undefined,
    spans: [],
    at: 0,
  };
}

/** The column behind a text, with tabs to every eighth. */
function columnsOf(text: string, from = 0): number {
  let column = from;
  for (let at = 0; at < text.length; at++)
    column = text[at] === '\t' ? (Math.floor(column / 8) + 1) * 8 : column + 1;
  return column;
}
