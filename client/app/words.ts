/** What the page says of an edit that a control made. */
import type { FileEdit } from '../../shared/syntax/edits.ts';

/** `line 43 added`, `12 lines changed`, `line 7 removed`: for edits of `texts` that left `first` (from 0) as their first line. */
export function editWords(
  edits: readonly FileEdit[],
  texts: ReadonlyMap<string, string>,
  first: number,
): string {
  const breaks = (text: string) => text.split(/\r\n|\n|\r/).length - 1;
  let added = 0;
  let removed = 0;
  let changed = 0;
  for (const { path, start, end, text } of edits) {
    const gone = texts.get(path)?.slice(start, end) ?? '';
    const [more, less] = [breaks(text), breaks(gone)];
    if (gone.trim() === '' && more > less) added += more - less;
    else if (text.trim() === '' && less > more) removed += less - more;
    else changed += Math.max(1, more + (/[^\s]$/.test(text) ? 1 : 0));
  }
  const kinds = [added && 'added', removed && 'removed', changed && 'changed'].filter(Boolean);
  const count = added + removed + changed;
  const verb = kinds.length === 1 ? kinds[0] : 'changed';
  return count === 1 ? `line ${first + 1} ${verb}` : `${count} lines ${verb}`;
}
