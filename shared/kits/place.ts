/** Where a rule goes that is switched on and that the text does not hold. */
import type { TextEdit } from '../syntax/edits.ts';
import { parse } from '../syntax/index.ts';
import type { Item, Profile, Span } from '../syntax/nodes.ts';
import type { KitIndex, KitRule } from './kitIndex.ts';
import {
  beginsLine,
  indentAt,
  lineBreak,
  lineEnd,
  nextLine,
  type Slot,
  slotAfter,
  slotBefore,
} from './lines.ts';
import { type MarkedRule, sharedItsLine } from './marks.ts';
import type { Found, Scan } from './scan.ts';

/** Edits that put rules of a kit into the text; none where the profile's opening brace is missing. */
export function placeRules(
  index: KitIndex,
  { tree: { text }, ...scan }: Scan,
  rules: readonly KitRule[],
): TextEdit[] {
  if (scan.main && text[scan.main.body.start] !== '{') return [];
  const anchors = findAnchors(index, scan, text);
  const newline = lineBreak(text);
  const places = new Map<string, { slot: Slot; rules: KitRule[] }>();
  const inOrder = [...rules].sort((a, b) => index.position.get(a)! - index.position.get(b)!);
  for (const rule of inOrder) {
    const slot = slotBeside(index, text, scan, anchors, rule) ?? slotAtEnd(text, scan, rule);
    if (!slot) continue;
    const key = `${slot.at} ${slot.form}`;
    const place = places.get(key);
    if (place) place.rules.push(rule);
    else places.set(key, { slot, rules: [rule] });
  }
  return [...places.values()].map(({ slot, rules }) => {
    const parts = rules.map((rule) => {
      if (slot.form === 'inline') return ` ${rule.code}`;
      const line = slot.indent + readable(rule.line, newline);
      return slot.form === 'lines' ? line + newline : newline + line;
    });
    return { start: slot.at, end: slot.at, text: parts.join('') };
  });
}

/**
 * A rule's line as it can stand before a line break. Some kinds of rules (network, mount, dbus and the like) are read
 * word by word, and there the \r of \r\n would be part of the word that ends in the comma: apparmor_parser refuses
 * that, and takes it with a space between.
 */
function readable(line: string, newline: string): string {
  if (newline !== '\r\n') return line;
  const { diagnostics } = parse(line + newline, { within: 'profile' });
  return diagnostics.some(({ code }) => code === 'carriage-return') ? `${line} ` : line;
}

/** A line to put a rule beside; `marked` where it is a rule that stands in comments. */
interface Anchor extends Span {
  marked?: MarkedRule;
}

type Anchors = ReadonlyMap<string | KitRule, Anchor>;

/** Lines of the kit's layout that the text holds: comments with the same words, and rules, also those switched off. */
function findAnchors(index: KitIndex, scan: Omit<Scan, 'tree'>, text: string): Anchors {
  const anchors = new Map<string | KitRule, Anchor>();
  const comments = new Set(index.layout.filter((line) => typeof line === 'string'));
  for (const item of [...scan.preamble, ...scan.body])
    if (
      item.kind === 'comment' &&
      comments.has(item.text) &&
      !anchors.has(item.text) &&
      beginsLine(text, item.start)
    )
      anchors.set(item.text, item);
  for (const found of scan.found) {
    const rule = found.where === 'elsewhere' ? undefined : index.byKey.get(found.key);
    if (rule && isScope(rule, found) && !anchors.has(rule))
      anchors.set(rule, found.word ? found.item : found);
  }
  return anchors;
}

/** Whether a rule that was found stands where the kit's rule belongs: abi before the profile, all else inside. */
export function isScope(rule: KitRule, found: Found): boolean {
  return found.where === (rule.scope === 'body' ? 'main' : 'preamble');
}

/**
 * After the nearest line above it in the kit's layout that the text holds, else before the nearest one below. In a
 * "one" group, beside the rest of its own way, or else beside another way, wherever these stand.
 */
function slotBeside(
  { layout, position, options }: KitIndex,
  text: string,
  scan: Omit<Scan, 'tree'>,
  anchors: Anchors,
  rule: KitRule,
): Slot | undefined {
  const items = rule.scope === 'body' ? scan.body : scan.preamble;
  const bounds =
    rule.scope === 'body' ? scan.main?.body : { start: -1, end: scan.main?.start ?? text.length };
  const at = position.get(rule)!;
  const { group } = options.get(rule.option)!;
  const above = layout.slice(0, at).reverse();
  const below = layout.slice(at + 1);
  const anchorOf = (entry: string | KitRule): Anchor | undefined => {
    const anchor = anchors.get(entry);
    return anchor && bounds && anchor.start > bounds.start && anchor.end <= bounds.end ? anchor : undefined;
  };
  const after = (entries: readonly (string | KitRule)[]): Slot | undefined => {
    const anchor = first(entries, anchorOf);
    if (!anchor) return undefined;
    if (anchor.marked && sharedItsLine(anchor.marked))
      return { at: nextLine(text, anchor.end), form: 'inline', indent: '' };
    const slot = slotAfter(text, anchor.end, indentOf(text, scan, anchor, rule));
    const paragraph = entries.slice(0, entries.findIndex(anchorOf)).includes('');
    return paragraph ? afterBlank(text, slot) : slot;
  };
  const before = (entries: readonly (string | KitRule)[]): Slot | undefined => {
    const anchor = first(entries, anchorOf);
    if (!anchor) return undefined;
    const previous = endBefore(items, anchor.start, bounds!.start + 1);
    return slotBefore(text, anchor.start, previous, indentOf(text, scan, anchor, rule));
  };
  if (group.kind === 'one') {
    const inGroup = (entry: string | KitRule) =>
      typeof entry !== 'string' && options.get(entry.option)!.group === group;
    const own = (entry: string | KitRule) => typeof entry !== 'string' && entry.option === rule.option;
    const beside =
      after(above.filter(own)) ??
      before(below.filter(own)) ??
      after(above.filter(inGroup)) ??
      before(below.filter(inGroup));
    if (beside) return beside;
  }
  return after(above) ?? before(below);
}

/** Past the empty line that is at the slot, if there is one. */
function afterBlank(text: string, slot: Slot): Slot {
  const blank =
    slot.form === 'lines' &&
    slot.at < text.length &&
    text.slice(slot.at, lineEnd(text, slot.at)).trim() === '';
  return blank ? { ...slot, at: nextLine(text, slot.at) } : slot;
}

function first<T, R>(items: readonly T[], pick: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = pick(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Before the closing `include if exists <local/...>` or the brace; in the preamble, before its first declaration. */
function slotAtEnd(
  text: string,
  { main, body, preamble }: Omit<Scan, 'tree'>,
  rule: KitRule,
): Slot | undefined {
  if (rule.scope === 'preamble') {
    const first = preamble.find((item) => item.kind !== 'comment');
    return first ? slotBefore(text, first.start, endBefore(preamble, first.start, 0), '') : undefined;
  }
  if (!main) return undefined;
  const open = main.body.start + 1;
  const code = body.filter((item) => item.kind !== 'comment');
  const last = code.at(-1);
  const indent = bodyIndent(text, main, body);
  if (last?.kind === 'include' && last.ifExists && last.path.value.startsWith('local/'))
    return slotBefore(text, last.start, endBefore(body, last.start, open), indent);
  const brace = main.body.closed ? main.body.end - 1 : text.length;
  const before = endBefore(body, brace, open);
  return main.body.closed ? slotBefore(text, brace, before, indent) : slotAfter(text, before, indent);
}

/** The indent of a line put beside an anchor: the anchor's own, where it begins its line. */
function indentOf(text: string, { main, body }: Omit<Scan, 'tree'>, anchor: Span, rule: KitRule): string {
  if (beginsLine(text, anchor.start)) return indentAt(text, anchor.start);
  return main && rule.scope === 'body' ? bodyIndent(text, main, body) : '';
}

/** The indent of the profile's first item on a line of its own; two spaces more than the header's without one. */
function bodyIndent(text: string, main: Profile, body: readonly Item[]): string {
  const first = body.find((item) => beginsLine(text, item.start));
  return first ? indentAt(text, first.start) : `${indentAt(text, main.start)}  `;
}

/** Where the last item before `at` ends, or `otherwise`. */
function endBefore(items: readonly Item[], at: number, otherwise: number): number {
  return items.findLast((item) => item.end <= at)?.end ?? otherwise;
}
