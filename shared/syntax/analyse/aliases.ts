/**
 * `alias FROM -> TO`: every path of a file or link rule, and of a profile's attachment, that begins with FROM stands
 * for a second one that begins with TO (parser/parser_alias.c). Compared as text, once variables are put in; what
 * aliases add is not looked at again.
 */
import type { Alias } from '../nodes.ts';

/** So many paths come of one, and of a policy, so that time stays bounded for any text. */
const most = 100;
const mostOfAll = 20_000;

export class Aliases {
  /** What stands for a beginning, by its length, then by itself. */
  readonly #byLength = new Map<number, Map<string, string[]>>();
  #left = mostOfAll;

  add({ from, to }: Alias): void {
    const beginnings = this.#byLength.get(from.value.length) ?? new Map<string, string[]>();
    this.#byLength.set(from.value.length, beginnings);
    const known = beginnings.get(from.value);
    if (!known) beginnings.set(from.value, [to.value]);
    else if (known.length < most) known.push(to.value);
  }

  get isEmpty(): boolean {
    return this.#byLength.size === 0;
  }

  /** The paths that aliases add to one. */
  of(path: string): string[] {
    if (this.#byLength.size === 0 || this.#left <= 0) return [];
    const added: string[] = [];
    for (const [length, beginnings] of this.#byLength) {
      for (const to of beginnings.get(path.slice(0, length)) ?? []) added.push(to + path.slice(length));
      if (added.length >= most) break;
    }
    this.#left -= added.length;
    return added;
  }
}
