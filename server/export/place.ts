/** What an edit of a checkout's file answers where it cannot be made. */

/** The file has no place for what belongs into it. The message says what is to be added by hand, and where. */
export class CannotPlace extends Error {
  override name = 'CannotPlace';
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  return /\r\n/.test(text) ? '\r\n' : '\n';
}

/** Lines without their breaks, and without the empty one that a last break leaves. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Lines as a text that ends in a line break. */
export function textOf(lines: readonly string[], lineBreak: string): string {
  return lines.length === 0 ? '' : lines.join(lineBreak) + lineBreak;
}
