/** Minimal edits: what a checkbox, a tunable or a quick fix makes of a text. */

/** Replace [start, end) of the text by `text`. Offsets are those of the text before any edit of the same list. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** An edit in one of the open files. `path` is relative to /etc/apparmor.d. */
export interface FileEdit extends TextEdit {
  path: string;
}

/** Apply edits that do not overlap, in any order. Throws a RangeError where two overlap or one lies outside. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
  let out = '';
  let at = 0;
  for (const { edit } of sorted) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length)
      throw new RangeError(`edit ${edit.start}..${edit.end} overlaps another or lies outside the text`);
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}
