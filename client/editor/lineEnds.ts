/**
 * Line ends, kept byte for byte.
 *
 * The editor's models know one line end for a whole text and no byte order mark. A text that mixes line ends
 * would come back changed, so its ends are remembered here line by line, follow each edit, and are put back
 * when the text leaves the editor. The three ends are those the editor takes for one: \r\n, \n and \r.
 */
import { applyEdits, type TextEdit } from '../../shared/syntax/edits.ts';

export type LineEnd = '\n' | '\r\n' | '\r';

/** How a text's lines end. `ends[i]` stands behind line i of a mixed text; the last line has none. */
export type LineEnds =
  | { kind: 'uniform'; bom: boolean; end: '\n' | '\r\n' }
  | { kind: 'mixed'; bom: boolean; ends: readonly LineEnd[]; usual: LineEnd };

const anyEnd = /\r\n|\n|\r/g;
const byteOrderMark = '\uFEFF';

/** Take a file's text apart into what the editor shows and what it cannot. */
export function readLineEnds(text: string): { shown: string; lineEnds: LineEnds } {
  const bom = text.startsWith(byteOrderMark);
  const body = bom ? text.slice(1) : text;
  const ends = (body.match(anyEnd) ?? []) as LineEnd[];
  const first = ends[0] ?? '\n';
  if (first !== '\r' && ends.every((end) => end === first))
    return { shown: body, lineEnds: { kind: 'uniform', bom, end: first } };
  const count = (wanted: LineEnd) => ends.filter((end) => end === wanted).length;
  const usual = (['\n', '\r\n', '\r'] as const).reduce((a, b) => (count(b) > count(a) ? b : a));
  return { shown: body.replace(anyEnd, '\n'), lineEnds: { kind: 'mixed', bom, ends, usual } };
}

/** The file's text again. Inverse of `readLineEnds`: for every text, writing what was read gives it back. */
export function writeLineEnds(shown: string, lineEnds: LineEnds): string {
  const bom = lineEnds.bom ? byteOrderMark : '';
  if (lineEnds.kind === 'uniform') return bom + shown;
  const lines = shown.split('\n');
  return bom + lines.map((line, i) => (i < lines.length - 1 ? line + lineEnds.ends[i] : line)).join('');
}

/**
 * The ends after an edit that put `inserted` in place of lines `first`..`last` (zero-based, from somewhere in
 * the one to somewhere in the other). New lines end as most of the text does.
 */
export function editLineEnds(lineEnds: LineEnds, first: number, last: number, inserted: string): LineEnds {
  if (lineEnds.kind === 'uniform') return lineEnds;
  const added = inserted.split('\n').length - 1;
  if (added === 0 && first === last) return lineEnds;
  const ends = [...lineEnds.ends];
  ends.splice(first, last - first, ...Array<LineEnd>(added).fill(lineEnds.usual));
  return { ...lineEnds, ends };
}

/**
 * The line ends that edits of a file's text lead to, where they change nothing else: a model cannot be told so by
 * an edit of its own. Undefined where letters change, or nothing does.
 */
export function lineEndsOnly(text: string, edits: readonly TextEdit[]): LineEnds | undefined {
  const wanted = applyEdits(text, edits);
  const letters = (whole: string) => whole.replace(anyEnd, '\n');
  return wanted !== text && letters(wanted) === letters(text) ? readLineEnds(wanted).lineEnds : undefined;
}

/** The word for it in the status bar and in `FileState.lineEnds`. */
export function lineEndsName(lineEnds: LineEnds): 'lf' | 'crlf' | 'mixed' {
  if (lineEnds.kind === 'mixed') return 'mixed';
  return lineEnds.end === '\n' ? 'lf' : 'crlf';
}

/** Offsets in a file's text and positions in the editor, for lines that end in any of the three ways. */
export class FileLines {
  private readonly starts: number[];
  private readonly bom: number;

  constructor(private readonly text: string) {
    this.bom = text.startsWith(byteOrderMark) ? 1 : 0;
    this.starts = [this.bom];
    for (const match of text.matchAll(anyEnd)) this.starts.push(match.index + match[0].length);
  }

  /** Zero-based line and character. Inside a line end it is the end of its line. */
  position(offset: number): { line: number; character: number } {
    const at = Math.min(Math.max(offset, this.bom), this.text.length);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: Math.min(at, this.lineEnd(low)) - this.starts[low]! };
  }

  /** Offset of a position; places outside come to the nearest inside. */
  offset(line: number, character: number): number {
    const at = Math.min(Math.max(line, 0), this.starts.length - 1);
    return Math.min(this.starts[at]! + Math.max(character, 0), this.lineEnd(at));
  }

  get count(): number {
    return this.starts.length;
  }

  /** Offset of the end of a line, its line end excluded. */
  private lineEnd(line: number): number {
    const next = this.starts[line + 1];
    if (next === undefined) return this.text.length;
    return this.text[next - 1] === '\n' && this.text[next - 2] === '\r' && next - 2 >= this.starts[line]!
      ? next - 2
      : next - 1;
  }
}
