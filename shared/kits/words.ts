import type { TextEdit } from '../syntax/edits.ts';
import type { Word } from '../syntax/nodes.ts';

/** Takes words out of a list that keeps others: each with the separator before it, the first ones with the one after. */
export function withoutWords(words: readonly Word[], going: ReadonlySet<Word>): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let i = 0; i < words.length; i++) {
    if (!going.has(words[i]!)) continue;
    const first = i;
    while (i + 1 < words.length && going.has(words[i + 1]!)) i++;
    edits.push(
      first > 0
        ? { start: words[first - 1]!.end, end: words[i]!.end, text: '' }
        : { start: words[0]!.start, end: words[i + 1]!.start, text: '' },
    );
  }
  return edits;
}
