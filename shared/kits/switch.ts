/**
 * Switches rules of a kit on and off.
 *
 * Off deletes a rule only where on would put the very same bytes back: its line is as the kit writes it, and stands
 * where the kit would put it. Any other rule is commented out with a mark (marks.ts). So off, then on, always
 * restores the text. The one exception: of a capability rule with several names, off takes out the one name.
 */
import { applyEdits, type TextEdit } from '../syntax/edits.ts';
import type { KitIndex, KitRule } from './kitIndex.ts';
import { beginsLine, endsLine, lineEnd, lineStart, nextLine } from './lines.ts';
import { markOff, markOn } from './marks.ts';
import { isScope, placeRules } from './place.ts';
import { type Found, type Scan, scan } from './scan.ts';
import { treeOf } from './tree.ts';
import { withoutWords } from './words.ts';

export interface Switching {
  on: readonly KitRule[];
  off: readonly KitRule[];
}

/** The edits that switch rules on and off in the profile's text. Empty where all is as wanted. */
export function switchRules(index: KitIndex, scanned: Scan, { on, off }: Switching): TextEdit[] {
  const coming = additions(index, scanned, on);
  const { whole, words } = leaving(scanned, off);
  return [...removals(index, scanned, whole, coming), ...words];
}

/** Brings back rules that stand in comments, and puts in those that the text does not hold at all. */
function additions(index: KitIndex, scanned: Scan, on: readonly KitRule[]): TextEdit[] {
  const { text } = scanned.tree;
  const missing = on.filter((rule) => occurrences(scanned, rule, true).length === 0);
  const wanted = new Set(missing.map((rule) => rule.key));
  const back = missing
    .flatMap((rule) => occurrences(scanned, rule, false))
    .filter((found) => covers(found, wanted));
  const returning = new Set(back.map((found) => found.key));
  const fresh = missing.filter((rule) => !returning.has(rule.key));
  return [
    ...unique(back.map((found) => found.marked!)).flatMap((rule) => markOn(text, rule)),
    ...placeRules(index, scanned, fresh),
  ];
}

function occurrences(scanned: Scan, rule: KitRule, on: boolean): Found[] {
  return scanned.found.filter((found) => found.on === on && found.key === rule.key && isScope(rule, found));
}

/** Whether bringing a marked rule back brings nothing but what is wanted: a capability rule may have several names. */
function covers({ keys }: Found, wanted: ReadonlySet<string>): boolean {
  return keys.every((key) => wanted.has(key));
}

/** The rules that go as a whole, and the edits that take single names out of capability rules that keep others. */
function leaving(scanned: Scan, off: readonly KitRule[]): { whole: Found[]; words: TextEdit[] } {
  const going = off.flatMap((rule) => occurrences(scanned, rule, true));
  const whole = going.filter(({ word }) => !word);
  const words: TextEdit[] = [];
  for (const item of unique(going.filter(({ word }) => word).map((found) => found.item))) {
    if (item.kind !== 'capability') continue;
    const parts = going.filter((found) => found.item === item);
    const starts = new Set(parts.map(({ word }) => word!.start));
    if (starts.size === item.names.length) whole.push(parts[0]!);
    else
      words.push(...withoutWords(item.names, new Set(item.names.filter(({ start }) => starts.has(start)))));
  }
  return { whole, words };
}

type Deletions = ReadonlyMap<Found, TextEdit>;

/**
 * The edits that take rules away while others come: each deleted where that can be undone, else commented out. Tried
 * with all deletions, then with those that can be undone by themselves.
 */
function removals(
  index: KitIndex,
  scanned: Scan,
  whole: readonly Found[],
  coming: readonly TextEdit[],
): TextEdit[] {
  const { text } = scanned.tree;
  const exact: Deletions = new Map(
    whole.flatMap((found) => {
      const edit = deletion(text, found, index.byKey.get(found.key)!);
      return edit ? [[found, edit] as const] : [];
    }),
  );
  const removing = (deletions: Deletions): TextEdit[] => {
    const comments = whole
      .filter((found) => !deletions.has(found))
      .map((found) => markOff(text, found.start, found.end));
    return [
      ...comments.flatMap(({ breaks }) => breaks),
      ...coming,
      ...comments.flatMap(({ marks }) => marks),
      ...deletions.values(),
    ];
  };
  const isUndone = (deletions: Deletions) => comesBack(index, scanned, whole, removing(deletions), coming);
  if (exact.size === 0 || isUndone(exact)) return removing(exact);
  const alone: Deletions = new Map([...exact].filter((one) => isUndone(new Map([one]))));
  return removing(alone.size < exact.size && isUndone(alone) ? alone : new Map());
}

/** Whether switching the rules on again, after these edits, gives the text with just what came. */
function comesBack(
  index: KitIndex,
  { tree: { text }, main }: Scan,
  whole: readonly Found[],
  edits: readonly TextEdit[],
  coming: readonly TextEdit[],
): boolean {
  const without = applyEdits(text, edits);
  const rules = unique(whole.flatMap((found) => found.keys).map((key) => index.byKey.get(key)!));
  const rescanned = scan(treeOf(without), main?.name?.value);
  return applyEdits(without, additions(index, rescanned, rules)) === applyEdits(text, coming);
}

/** Takes a rule out that is written just as the kit writes it; undefined where it is not. */
function deletion(text: string, { start, end, word }: Found, rule: KitRule): TextEdit | undefined {
  if (word) return undefined;
  const from = lineStart(text, start);
  if (text.slice(from, lineEnd(text, start)).trim() === rule.line) {
    const to = nextLine(text, start);
    if (to > from && text[to - 1] === '\n') return { start: from, end: to, text: '' };
    const feed = text[from - 2] === '\r' ? from - 2 : from - 1;
    return feed < 0 ? undefined : { start: feed, end: text.length, text: '' };
  }
  const shares = !beginsLine(text, start) || !endsLine(text, end);
  if (!shares || text.slice(start, end) !== rule.code) return undefined;
  return { start: text[start - 1] === ' ' ? start - 1 : start, end, text: '' };
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
