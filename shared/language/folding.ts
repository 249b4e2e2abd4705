/** What can be folded: bodies, runs of comment lines and of includes, and rules of several lines. */
import { bodiesOf, type Item, type Span, walk } from '../syntax/index.ts';
import type { FoldingRange } from './types.ts';
import type { PolicyDocument } from './workspace.ts';

/** By their first lines. The line of a body's closing brace stays in sight. */
export function folding(document: PolicyDocument): FoldingRange[] {
  const { tree, lines } = document;
  const found: FoldingRange[] = [];
  const add = (startLine: number, endLine: number, kind?: FoldingRange['kind']) => {
    if (endLine > startLine) found.push({ startLine, endLine, ...(kind ? { kind } : {}) });
  };
  for (const run of runs(document, tree.items)) add(lines.lineAt(run.start), lines.lineAt(run.end), run.kind);
  for (const item of walk(tree.items)) {
    const bodies = bodiesOf(item);
    for (const body of bodies) {
      add(
        lines.lineAt(body.start),
        lines.lineAt(Math.max(body.start, body.end - 1)) - (body.closed ? 1 : 0),
        'region',
      );
      for (const run of runs(document, body.items))
        add(lines.lineAt(run.start), lines.lineAt(run.end), run.kind);
    }
    if (bodies.length === 0 && item.kind !== 'comment') add(lines.lineAt(item.start), lines.lineAt(item.end));
  }
  return found.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

interface Run extends Span {
  kind: 'comment' | 'includes';
}

/** Items of one kind on lines that follow one another. */
function runs({ lines }: PolicyDocument, items: readonly Item[]): Run[] {
  const found: Run[] = [];
  let last: Run | undefined;
  for (const item of items) {
    // A comment behind an item belongs to its line.
    if (item.kind === 'comment' && item.trailing) continue;
    const kind = item.kind === 'comment' ? 'comment' : item.kind === 'include' ? 'includes' : undefined;
    if (last && last.kind === kind && lines.lineAt(item.start) === lines.lineAt(last.end) + 1)
      last.end = item.end;
    else if (kind) {
      last = { kind, start: item.start, end: item.end };
      found.push(last);
    } else last = undefined;
  }
  return found;
}
