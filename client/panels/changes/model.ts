/** What was changed in a text, line by line: blocks that can be taken back one at a time, and the lines around them. */
import { diffLines } from 'diff';
import type { TextEdit } from '../../../shared/syntax/edits.ts';

/** A line of the comparison. Numbers are as people count; a removed line has no new one, an added line no old one. */
export interface Row {
  kind: 'same' | 'gone' | 'new';
  text: string;
  oldLine?: number;
  newLine?: number;
}

/** Lines in a row that were changed. `revert` puts the old ones back, in the present text. */
export interface Block {
  rows: Row[];
  revert: TextEdit;
  /** Zero-based line in the present text where it begins. */
  line: number;
  gone: number;
  added: number;
}

/** A piece of the comparison, from top to bottom. `skipped` lines are equal and not shown. */
export type Piece =
  | { kind: 'block'; block: Block }
  | { kind: 'same'; rows: Row[] }
  | { kind: 'skip'; skipped: number };

/** The lines of a text without their ends. */
const linesIn = (text: string): string[] => {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
};

/** All blocks and the equal stretches between them. Empty where the texts are equal. */
export function compare(then: string, now: string, context = 3): Piece[] {
  if (then === now) return [];
  const parts = stretches(then, now);
  return parts.flatMap((part, index): Piece[] => {
    if (part.kind === 'block') return [part];
    const before = index > 0 ? context : 0;
    const after = index < parts.length - 1 ? context : 0;
    const { rows } = part;
    const skipped = rows.length - before - after;
    // One line in a gap takes as much room as saying that it is left out.
    if (skipped <= 1) return rows.length ? [part] : [];
    return [
      ...(before ? [{ kind: 'same' as const, rows: rows.slice(0, before) }] : []),
      { kind: 'skip' as const, skipped },
      ...(after ? [{ kind: 'same' as const, rows: rows.slice(-after) }] : []),
    ];
  });
}

/** The number of changed places. */
export const countBlocks = (then: string, now: string): number =>
  then === now ? 0 : stretches(then, now).filter(({ kind }) => kind === 'block').length;

type Stretch = Extract<Piece, { kind: 'block' | 'same' }>;

function stretches(then: string, now: string): Stretch[] {
  const result: Stretch[] = [];
  let offset = 0;
  let oldLine = 1;
  let newLine = 1;
  for (const part of lineParts(then, now)) {
    const lines = linesIn(part.value);
    if (!part.added && !part.removed) {
      result.push({
        kind: 'same',
        rows: lines.map((text) => ({ kind: 'same', text, oldLine: oldLine++, newLine: newLine++ })),
      });
      offset += part.value.length;
      continue;
    }
    const last = result.at(-1);
    const block: Block =
      last?.kind === 'block'
        ? last.block
        : {
            rows: [],
            revert: { start: offset, end: offset, text: '' },
            line: newLine - 1,
            gone: 0,
            added: 0,
          };
    if (last?.kind !== 'block') result.push({ kind: 'block', block });
    if (part.removed) {
      block.rows.push(...lines.map((text): Row => ({ kind: 'gone', text, oldLine: oldLine++ })));
      block.revert.text += part.value;
      block.gone += lines.length;
    } else {
      block.rows.push(...lines.map((text): Row => ({ kind: 'new', text, newLine: newLine++ })));
      offset += part.value.length;
      block.revert.end = offset;
      block.added += lines.length;
    }
  }
  return result;
}

type Part = { value: string; added: boolean; removed: boolean };

/**
 * Beyond this many changed lines the least of differences is not looked for: it would take the square of their number
 * (3000 of 3000 lines: 0.9 s), and this runs as one types.
 */
const mostEdits = 1000;

function lineParts(then: string, now: string): Part[] {
  return diffLines(then, now, { maxEditLength: mostEdits }) ?? middlePart(then, now);
}

/** All that differs as one change: what lies between the equal lines at the start and at the end. */
function middlePart(then: string, now: string): Part[] {
  const before = withEnds(then);
  const after = withEnds(now);
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const part = (lines: string[], kind: Partial<Part>): Part => ({
    value: lines.join(''),
    added: false,
    removed: false,
    ...kind,
  });
  return [
    part(before.slice(0, head), {}),
    part(before.slice(head, before.length - tail), { removed: true }),
    part(after.slice(head, after.length - tail), { added: true }),
    part(before.slice(before.length - tail), {}),
  ].filter(({ value }) => value !== '');
}

const withEnds = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
