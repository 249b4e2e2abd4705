/** The outline as rows of a tree, and what keys do in it. */
import type { OutlineItem } from '../../store/types.ts';

export interface OutlineRow {
  item: OutlineItem;
  /** From 1. */
  level: number;
  parent?: string;
  /** Undefined where there is nothing to unfold. */
  open?: boolean;
  position: number;
  siblings: number;
}

export function rowsOf(
  items: readonly OutlineItem[],
  folded: ReadonlySet<string>,
  level = 1,
  parent?: string,
): OutlineRow[] {
  return items.flatMap((item, i) => {
    const open = item.children.length > 0 ? !folded.has(item.id) : undefined;
    const row = { item, level, parent, open, position: i + 1, siblings: items.length };
    return open ? [row, ...rowsOf(item.children, folded, level + 1, item.id)] : [row];
  });
}

/** The innermost row whose lines hold the caret's. */
export function rowAtLine(rows: readonly OutlineRow[], line: number): string | undefined {
  return rows.findLast(({ item }) => item.firstLine <= line && line <= item.lastLine)?.item.id;
}

export type OutlineStep = { focus: string } | { fold: string } | { unfold: string } | { go: string };

/** What a key does at a row, as trees have it; undefined where it does nothing. */
export function stepAt(rows: readonly OutlineRow[], at: string, key: string): OutlineStep | undefined {
  const i = rows.findIndex(({ item }) => item.id === at);
  const row = rows[i];
  if (!row) return undefined;
  const focus = (other: OutlineRow | undefined) => other && { focus: other.item.id };
  switch (key) {
    case 'ArrowDown':
      return focus(rows[i + 1]);
    case 'ArrowUp':
      return focus(rows[i - 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case 'ArrowRight':
      return row.open === false ? { unfold: at } : row.open ? focus(rows[i + 1]) : undefined;
    case 'ArrowLeft':
      if (row.open) return { fold: at };
      return row.parent === undefined ? undefined : { focus: row.parent };
    case 'Enter':
    case ' ':
      return { go: at };
    default:
      return undefined;
  }
}
