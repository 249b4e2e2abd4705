/** Text in lines. */

/** Lines of at most 72 characters, as far as words allow. */
export function wrap(text: string, { first, further }: { first: string; further: string }): string {
  const lines = [first.trimEnd()];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= 72) lines[lines.length - 1] = longer;
    else lines.push(`${further}${word}`);
  }
  return lines.join('\n');
}
