/** Names of variables: which a text refers to, and which was meant. */
import { references } from '../syntax/analyse/variables.ts';

/** Every name in `@{...}` that is no declaration. */
export function referencedNames(texts: readonly string[]): Set<string> {
  const names = new Set<string>();
  for (const text of texts)
    for (const { name, at, length } of references(text)) {
      const behind = /^[ \t]*[+?:]?=(?!=)/.test(text.slice(at + length, at + length + 40));
      const before = text.slice(text.lastIndexOf('\n', at) + 1, at);
      if (!behind || /\S/.test(before)) names.add(name);
    }
  return names;
}

/** The name that differs least, if it differs so little that it may have been meant. */
export function nearestName(name: string, others: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = name.length > 5 ? 2 : 1;
  for (const other of others) {
    if (other === name) continue;
    const found = distance(name.toLowerCase(), other.toLowerCase(), least);
    if (found < least || (found === least && best === undefined)) {
      best = other;
      least = found;
    }
  }
  return best;
}

/** How many letters must be put in, left out, changed or swapped; `most + 1` stands for more than asked for. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j]!, before[j - 2]! + 1);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
