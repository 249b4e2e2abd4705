/**
 * Sorting: rules that stand one after another, without an empty line or a comment line between, in canonical order.
 * Only rules whose order means nothing are moved; includes, blocks, profiles and declarations stay where they are.
 */
import {
  bodiesOf,
  canonicalRule,
  type Item,
  type PolicyFile,
  type Span,
  type TextEdit,
} from '../../syntax/index.ts';

/** Kinds of rules that may change places, in their order. */
const order: readonly Item['kind'][] = [
  'all',
  'rlimit',
  'capability',
  'network',
  'unix',
  'dbus',
  'signal',
  'ptrace',
  'mqueue',
  'io_uring',
  'userns',
  'mount',
  'remount',
  'umount',
  'pivot_root',
  'change_profile',
  'file',
  'link',
];
const rank = new Map(order.map((kind, index) => [kind, index]));

/** A rule with the comment behind it, from its first character to its last. */
interface Piece extends Span {
  item: Item;
  key: string;
}

/** The runs whose rules must change places, each as one edit of a text that has its canonical layout. */
export function sortEdits(tree: PolicyFile): TextEdit[] {
  return runsOf(tree.items, tree.text).flatMap((run) => {
    const sorted = [...run].sort(compare);
    if (sorted.every((piece, index) => piece === run[index])) return [];
    // What stands between the rules, a line break and the indent, is the same everywhere.
    const between = tree.text.slice(run[0]!.end, run[1]!.start);
    const text = sorted.map(({ start, end }) => tree.text.slice(start, end)).join(between);
    return [{ start: run[0]!.start, end: run.at(-1)!.end, text }];
  });
}

function compare(a: Piece, b: Piece): number {
  const ranks = rankOf(a.item) - rankOf(b.item);
  if (ranks !== 0 || isOrdered(a.item)) return ranks;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** Rules that keep their order come behind the others of their kind. */
function rankOf(item: Item): number {
  return rank.get(item.kind)! + (isOrdered(item) ? 0.5 : 0);
}

/**
 * Of two limits of one name the later one counts. Named targets of exec rules are numbered as they are met, so that
 * in another order the same policy would compile to other bytes.
 */
function isOrdered(item: Item): boolean {
  return item.kind === 'rlimit' || (item.kind === 'file' && item.target !== undefined);
}

function runsOf(items: readonly Item[], text: string): Piece[][] {
  const runs: Piece[][] = [];
  let run: Piece[] = [];
  const close = () => {
    if (run.length > 1) runs.push(run);
    run = [];
  };
  for (const item of items) {
    const last = run.at(-1);
    if (item.kind === 'comment') {
      if (item.trailing && last) last.end = item.end;
      else close();
      continue;
    }
    for (const body of bodiesOf(item)) runs.push(...runsOf(body.items, text));
    const joined = last !== undefined && /^\r?\n[ \t]*$/.test(text.slice(last.end, item.start));
    if (!joined) close();
    if (rank.has(item.kind)) run.push({ item, start: item.start, end: item.end, key: keyOf(item) });
    else close();
  }
  close();
  return runs;
}

/** By what a rule is about, then by what it says of it: paths before their permissions, allow before deny. */
function keyOf(item: Item): string {
  const about = item.kind === 'file' || item.kind === 'link' ? (item.path?.value ?? '') : '';
  const denied = 'prefix' in item && item.prefix?.access?.value === 'deny';
  return `${about}\u0000${denied ? 1 : 0}${canonicalRule(item)}`;
}
