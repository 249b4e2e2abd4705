/** Offsets to positions and back. Lines end at \n, \r\n or a lone \r, as the editor and the protocol count them. */
import type { Position, Range } from './diagnostics.ts';

export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) this.#starts.push(at + 1);
    }
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Zero-based line of an offset. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  positionAt(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.#text.length));
    const line = this.lineAt(inside);
    return { line, character: inside - this.#starts[line]! };
  }

  rangeOf(span: { start: number; end: number }): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  /** Offset of a position; beyond the line's or the text's end it is that end. */
  offsetAt({ line, character }: Position): number {
    if (line < 0) return 0;
    if (line >= this.#starts.length) return this.#text.length;
    return Math.min(this.#starts[line]! + Math.max(0, character), this.lineEnd(line));
  }

  lineStart(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** Offset of the line's end, line break excluded. */
  lineEnd(line: number): number {
    let end = line + 1 < this.#starts.length ? this.#starts[line + 1]! : this.#text.length;
    if (line + 1 < this.#starts.length) {
      if (this.#text.charCodeAt(end - 1) === 10) end--;
      if (this.#text.charCodeAt(end - 1) === 13) end--;
    }
    return Math.max(end, this.#starts[line]!);
  }
}
