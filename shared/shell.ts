/** Words for a POSIX shell, and patterns for its tools. */

/** A word as it is where that is plain, else in single quotes. A leading dash is kept from being an option by `./`. */
export function quote(word: string): string {
  const safe = word.startsWith('-') ? `./${word}` : word;
  return /^[A-Za-z0-9_./+@%:,=-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}

/** A text as a regular expression (extended or Perl's) that matches just it. */
export const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
