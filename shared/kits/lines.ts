/** Lines of a text by offset, and the slots between them where a rule can be put. */

/** Offset of the first character of the line that holds `at`. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Offset after the last character of the line that holds `at`, its line break excluded. */
export function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  if (feed < 0) return text.length;
  return feed > at && text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** Offset of the first character after the line break of the line that holds `at`. */
export function nextLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed + 1;
}

/** The line break this text uses: that of its first line. */
export function lineBreak(text: string): string {
  const feed = text.indexOf('\n');
  return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
}

/** The white space that the line of `at` begins with. */
export function indentAt(text: string, at: number): string {
  const start = lineStart(text, at);
  return /^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))![0];
}

/** Whether only white space stands before `at` on its line. */
export function beginsLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

/** Whether nothing but white space or a comment follows `at` on its line. (`#include` is no comment.) */
export function endsLine(text: string, at: number): boolean {
  return /^\s*(#(?!include\b)|$)/.test(text.slice(at, lineEnd(text, at)));
}

/**
 * Where new rules go. `lines`: `at` is the start of a line. `last`: the text ends at `at` without a line break.
 * `inline`: more code follows on the line, so they go into it.
 */
export interface Slot {
  at: number;
  form: 'lines' | 'last' | 'inline';
  indent: string;
}

/** The slot behind the code that ends at `end`: the next line, unless more code shares the line. */
export function slotAfter(text: string, end: number, indent: string): Slot {
  if (!endsLine(text, end)) return { at: end, form: 'inline', indent };
  return text.indexOf('\n', end) < 0
    ? { at: text.length, form: 'last', indent }
    : { at: nextLine(text, end), form: 'lines', indent };
}

/** The slot before the code that starts at `start`; `previousEnd` is where the code before that ends. */
export function slotBefore(text: string, start: number, previousEnd: number, indent: string): Slot {
  return beginsLine(text, start)
    ? { at: lineStart(text, start), form: 'lines', indent }
    : slotAfter(text, previousEnd, indent);
}
