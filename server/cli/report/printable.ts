/**
 * Text from a file, made fit for a terminal or a log: what would move the cursor, recolour or turn round what stands
 * there is written as `\x1b` or `\u202e`. A profile from elsewhere must not write over what is said of it.
 */
export function printable(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}

/** Control characters but for tab and line feed, the marks that turn the direction of writing, and line separators. */
const unseen = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
