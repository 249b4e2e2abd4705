/** What the layout needs to know of a tree: which tokens begin items, open and close bodies, and how deep they stand. */
import type { Body, Comment, Conditional, Item, PolicyFile, Span } from '../../syntax/index.ts';

/** How deep an item stands, and what it is. Comments are no items here. */
export interface ItemStart {
  item: Exclude<Item, Comment>;
  depth: number;
}

export interface Outline {
  /** By the offset of an item's first token. */
  starts: ReadonlyMap<number, ItemStart>;
  /** Offsets of the `{` of bodies. */
  opens: ReadonlySet<number>;
  /** The item that has the body, by the offset of the body's `}`. */
  closes: ReadonlyMap<number, ItemStart>;
  /** Where the `else` of an `if` follows, by the offset of the `}` before it. */
  elses: ReadonlySet<number>;
  /** Depth of the comment lines at an offset. */
  comments: ReadonlyMap<number, number>;
}

class Builder {
  readonly starts = new Map<number, ItemStart>();
  readonly opens = new Set<number>();
  readonly closes = new Map<number, ItemStart>();
  readonly elses = new Set<number>();
  readonly comments = new Map<number, number>();
  /** Whether the items at hand stand between braces of the text itself. */
  private inProfile = false;

  constructor(readonly text: string) {}

  items(items: readonly Item[], depth: number): void {
    const waiting: Comment[] = [];
    // What stands at the head of an included file, such as its licence, is not indented with its rules.
    let last = depth;
    let head = depth > 0 && !this.inProfile;
    for (const item of items) {
      if (item.kind === 'comment') {
        waiting.push(item);
        continue;
      }
      last = item.kind === 'abi' && !this.inProfile && !isIndented(this.text, item.start) ? 0 : depth;
      for (const comment of waiting.splice(0))
        this.comments.set(comment.start, head && !isIndented(this.text, comment.start) ? 0 : last);
      head = false;
      this.item(item, last);
    }
    for (const comment of waiting) this.comments.set(comment.start, last);
  }

  private item(item: Exclude<Item, Comment>, depth: number): void {
    this.starts.set(item.start, { item, depth });
    if (item.kind === 'profile' || item.kind === 'block') this.body(item.body, { item, depth });
    if (item.kind === 'if') this.conditional(item, depth);
  }

  private conditional(item: Conditional, depth: number): void {
    const { body, else: other } = item;
    this.body(body, { item, depth });
    if (!other) return;
    this.elses.add(body.end - 1);
    if ('kind' in other) this.conditional(other, depth);
    else this.body(other, { item, depth });
  }

  private body({ start, end, items }: Body, owner: ItemStart): void {
    this.opens.add(start);
    this.closes.set(end - 1, owner);
    const { inProfile } = this;
    this.inProfile = true;
    this.items(items, owner.depth + 1);
    this.inProfile = inProfile;
  }
}

/** @param text of a file without syntax errors: every body is closed */
export function outline({ items, text }: PolicyFile, within: 'file' | 'profile'): Outline {
  const builder = new Builder(text);
  builder.items(items, within === 'profile' ? baseDepth(items, text) : 0);
  return builder;
}

/**
 * What is included between a profile's braces is indented like the rules there, or not at all: as its first rule is.
 */
function baseDepth(items: readonly Item[], text: string): 0 | 1 {
  const first = items.find(({ kind }) => kind !== 'comment' && kind !== 'abi');
  if (!first) return 0;
  return isIndented(text, first.start) ? 1 : 0;
}

function isIndented(text: string, start: number): boolean {
  return /^[ \t]+$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
}

/** The spans of an item in which `=` belongs to a condition and stands close, in the order of the text. */
export function conditionsOf(item: Item): Span[] {
  const found: (Span | undefined)[] = 'conditions' in item ? [...item.conditions] : [];
  if ('peer' in item) found.push(item.peer);
  if ('prefix' in item) found.push(item.prefix?.priority);
  if (item.kind === 'profile') found.push(item.flags, item.xattrs);
  return found.filter((each) => each !== undefined).sort((a, b) => a.start - b.start);
}
