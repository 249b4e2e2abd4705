/** What a fix of a finding is made from. */
import type { Code, Item, Span, TextEdit } from '../../syntax/index.ts';
import { bodiesOf } from '../../syntax/index.ts';
import type { Fix } from '../types.ts';
import type { PolicyDocument, Workspace } from '../workspace.ts';

/** A finding in a document. */
export class Fault {
  readonly start: number;
  readonly end: number;
  /** The text at its place. */
  readonly written: string;

  constructor(
    readonly workspace: Workspace,
    readonly document: PolicyDocument,
    { start, end }: Span,
  ) {
    this.start = start;
    this.end = end;
    this.written = document.text.slice(start, end);
  }

  /** The items around it, the outermost first. */
  around(): Item[] {
    const found: Item[] = [];
    let items: readonly Item[] = this.document.tree.items;
    for (;;) {
      const item = items.find(
        ({ start, end }) => start <= this.start && this.start < Math.max(end, start + 1),
      );
      if (!item) return found;
      found.push(item);
      items = bodiesOf(item).flatMap((body) => body.items);
    }
  }

  fix(title: string, ...edits: TextEdit[]): Fix {
    return { title, edits: edits.map((edit) => ({ path: this.document.path, ...edit })) };
  }

  insert(title: string, at: number, text: string): Fix {
    return this.fix(title, { start: at, end: at, text });
  }

  /** A line of its own, before what stands at an offset. */
  insertLine(title: string, at: number, line: string): Fix {
    return this.insert(title, at, this.line(at, line));
  }

  line(at: number, line: string): string {
    const { text } = this.document;
    const before = at > 0 && text[at - 1] !== '\n' ? this.newline : '';
    return `${before}${line}${this.newline}`;
  }

  replace(title: string, text: string): Fix {
    return this.fix(title, { start: this.start, end: this.end, text });
  }

  /** The line break that the text uses. */
  get newline(): string {
    return this.document.text.includes('\r\n') ? '\r\n' : '\n';
  }
}

/** Changes that mend a finding, the likeliest first; none where nothing is known. */
export type Mender = (fault: Fault) => Fix[];
export type Menders = Partial<Record<Code, Mender>>;
