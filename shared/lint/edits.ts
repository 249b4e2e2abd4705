/** Edits that fixes are made of. */
import type { PolicyDocument } from '../language/workspace.ts';
import type { FileEdit, Span } from '../syntax/index.ts';

/** Put a text in the place of a part. */
export function replace(document: PolicyDocument, { start, end }: Span, text: string): FileEdit {
  return { path: document.path, start, end, text };
}

/** Take an item out, with its lines where nothing else stands on them. Comments stay. */
export function remove(document: PolicyDocument, { start, end }: Span): FileEdit {
  const { text, lines } = document;
  const first = lines.lineAt(start);
  const last = lines.lineAt(end);
  const before = text.slice(lines.lineStart(first), start);
  const behind = text.slice(end, lines.lineEnd(last));
  if (/^[ \t]*$/.test(before) && /^[ \t]*$/.test(behind))
    return { path: document.path, start: lines.lineStart(first), end: lines.lineStart(last + 1), text: '' };
  const blanks = /^[ \t]*/.exec(behind)![0].length;
  return { path: document.path, start, end: end + blanks, text: '' };
}

/** The blanks right before an offset, on its line. */
export function indentBefore({ text }: PolicyDocument, offset: number): string {
  let from = offset;
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--;
  return text.slice(from, offset);
}
