/** Places in a text, as editors count them: zero-based lines and UTF-16 characters. */
import type { Range } from '../../shared/syntax/diagnostics.ts';

export class Lines {
  readonly text: string;
  private readonly starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  get count(): number {
    return this.starts.length;
  }

  /** The text of a line without its line end. */
  line(index: number): string {
    const end = this.starts[index + 1] ?? this.text.length + 1;
    return this.text.slice(this.starts[index], end - 1).replace(/\r$/, '');
  }

  /** The range between two offsets. */
  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  /** A whole line without the blanks around it. */
  wholeLine(index: number): Range {
    const line = Math.max(0, Math.min(index, this.count - 1));
    const text = this.line(line);
    const start = text.length - text.trimStart().length;
    return {
      start: { line, character: Math.min(start, text.trimEnd().length) },
      end: { line, character: text.trimEnd().length },
    };
  }

  lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The offset a line starts at. */
  offset(line: number): number {
    return this.starts[Math.min(line, this.count - 1)]!;
  }

  private position(offset: number) {
    const line = this.lineOf(offset);
    return { line, character: offset - this.starts[line]! };
  }
}
