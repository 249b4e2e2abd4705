/**
 * `deny include <x>`: the prefix goes with what is read next, which is the first included rule, or, where nothing is
 * included, the rule behind (includes are read by the scanner, before the grammar sees them).
 */
import type { Include, Item, Prefix } from '../nodes.ts';
import { parseText } from '../parser.ts';
import type { Origin, Policy } from './policy.ts';

/** What an include brings first. */
export interface FirstIncluded {
  item: Item | undefined;
  /** The text it stands in. */
  text: string;
}

export const nothing: FirstIncluded = { item: undefined, text: '' };

export class PendingPrefix {
  #prefix: Prefix | undefined;
  #origin: Origin | undefined;

  constructor(readonly policy: Policy) {}

  /** An include has been read; `first` is undefined where it is not known what it brings. */
  behind(include: Include, origin: Origin, first: FirstIncluded | undefined): void {
    if (include.prefix) {
      if (this.#prefix) this.#refuse();
      this.#prefix = include.prefix;
      this.#origin = origin;
    }
    if (!this.#prefix) return;
    if (!first) this.#prefix = undefined;
    else if (first.item) this.#join(first.item, first.text);
  }

  /** An item comes next. */
  before(item: Item, origin: Origin): void {
    if (this.#prefix && item.kind !== 'comment') this.#join(item, origin.text);
  }

  /** Nothing comes any more. */
  atEnd(): void {
    if (this.#prefix) this.#refuse();
  }

  /** Reads the item once more, with the prefix in front of it. */
  #join(item: Item, text: string): void {
    const { start, end } = this.#prefix!;
    const joined = `${this.#origin!.text.slice(start, end)} ${text.slice(item.start, item.end)}`;
    const isRule = 'terminated' in item;
    if (!isRule || parseText(joined, true).diagnostics.some(({ severity }) => severity === 'error'))
      this.#refuse();
    this.#prefix = undefined;
  }

  #refuse(): void {
    const what = 'What stands here goes with the rule read next, and does not fit there.';
    this.policy.report('bad-prefix', this.#prefix!, what, this.#origin!);
    this.#prefix = undefined;
  }
}
