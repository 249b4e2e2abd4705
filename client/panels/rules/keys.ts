/**
 * One tab stop for the whole list of rules: arrows walk its rows, Left and Right fold, Space switches (that is the
 * browser's own, the row's control being a button). A row is an element with `data-row`; its control has `data-stop`.
 */
import { type FocusEvent, type KeyboardEvent, useState } from 'react';
import { actions } from '../../store/index.ts';

const rowsOf = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>('[data-row]')];

type Way = 'next' | 'previous' | 'first' | 'last' | 'head' | 'fold' | 'unfold';

const plainWays: Record<string, Way> = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' };

/** What a key does in a row: as in a tree, Left goes up or folds, Right unfolds or goes down. */
export function wayOf(
  key: string,
  { isHead, folded }: { isHead: boolean; folded: boolean },
): Way | undefined {
  if (key === 'ArrowLeft') return isHead ? 'fold' : 'head';
  if (key === 'ArrowRight') return isHead ? (folded ? 'unfold' : 'next') : undefined;
  return plainWays[key];
}

/** Moves the focus to a row's control. */
export const focusRow = (row: Element | null | undefined) =>
  row?.querySelector<HTMLElement>('[data-stop]')?.focus();

/** `current`: id of the row that holds the tab stop. `first` has it until a row was in focus. */
export function useRows(first: string | undefined, known: (id: string) => boolean) {
  const [last, setLast] = useState<string>();
  const current = last !== undefined && known(last) ? last : first;

  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const id = event.target.closest<HTMLElement>('[data-row]')?.dataset.row;
    if (id) setLast(id);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (!row) return;
    const rows = rowsOf(event.currentTarget);
    const at = rows.indexOf(row);
    const group = row.dataset.group!;
    const isHead = row.dataset.row === group;
    const folded = row.dataset.folded === 'true';
    const act = wayOf(event.key, { isHead, folded });
    if (!act) return;
    event.preventDefault();
    if (act === 'fold' || act === 'unfold') actions.setFolded(group, act === 'fold');
    else if (act === 'head') focusRow(rows.find((one) => one.dataset.row === group));
    else
      focusRow(
        rows.at(
          { next: at + 1 < rows.length ? at + 1 : at, previous: Math.max(at - 1, 0), first: 0, last: -1 }[
            act
          ],
        ),
      );
  };

  return { current, onFocus, onKeyDown };
}
