/** Growing a selection step by step: a part of a word, the word, the rule, the body, the profile, the file. */
import { references } from '../syntax/analyse/variables.ts';
import { bodiesOf, type Item, type Span } from '../syntax/index.ts';
import { partsOf } from './parts.ts';
import type { PolicyDocument } from './workspace.ts';

/** Ranges around an offset, each one larger than the one before; the last is the whole text. */
export function selectionRanges(document: PolicyDocument, offset: number): Span[] {
  const { tree, text } = document;
  const around: Span[] = [{ start: 0, end: text.length }];
  descend(tree.items, offset, around);
  around.push(...wordRanges(document, offset));
  const inward = around.filter(({ start, end }) => start <= offset && offset <= end);
  const found: Span[] = [];
  for (const { start, end } of inward.sort((a, b) => b.end - b.start - (a.end - a.start))) {
    const outer = found.at(-1);
    if (outer && (start < outer.start || end > outer.end || end - start === outer.end - outer.start))
      continue;
    if (end > start) found.push({ start, end });
  }
  return found.reverse();
}

function descend(items: readonly Item[], offset: number, around: Span[]): void {
  for (const item of items) {
    if (item.start > offset) return;
    if (offset > item.end) continue;
    around.push(item);
    for (const part of partsOf(item)) if (part.start <= offset && offset <= part.end) around.push(part);
    for (const { start, end, closed, items } of bodiesOf(item)) {
      const inner = { start: start + 1, end: closed ? end - 1 : end };
      around.push({ start, end }, inner);
      if (inner.start <= offset && offset <= inner.end) descend(items, offset, around);
    }
  }
}

/** The token at hand, what a quoted one has between its quotes, the part between slashes, the variable. */
function wordRanges({ tokens, text }: PolicyDocument, offset: number): Span[] {
  const token = tokenAt(tokens, offset);
  if (!token) return [];
  const { start, end, kind } = token;
  const found: Span[] = [{ start, end }];
  if (kind === 'string' && end - start > 2) found.push({ start: start + 1, end: end - 1 });
  if (kind !== 'word' && kind !== 'string') return found;
  const word = text.slice(start, end);
  const slash = word.lastIndexOf('/', offset - start - 1) + 1;
  const next = word.indexOf('/', offset - start);
  const last = next < 0 ? word.length - (kind === 'string' ? 1 : 0) : next;
  if (slash < last) found.push({ start: start + slash, end: start + last });
  for (const { at, length } of references(word))
    found.push(
      { start: start + at, end: start + at + length },
      { start: start + at + 2, end: start + at + length - 1 },
    );
  return found;
}

/** The token around an offset; of two that meet there the one that is a word. */
function tokenAt(
  tokens: PolicyDocument['tokens'],
  offset: number,
): PolicyDocument['tokens'][number] | undefined {
  let low = 0;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tokens[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  const at = tokens[low];
  const before = tokens[low - 1];
  const solid = (token: typeof at) => token && token.kind !== 'space' && token.kind !== 'punctuation';
  if (before && at?.start === offset && solid(before) && !solid(at)) return before;
  return at?.kind === 'space' ? undefined : at;
}
