/**
 * What declarations come to. Many profiles read the same files of tunables, and the same abstractions under them: what
 * has been found out under the same declarations holds for all of these policies.
 */
import type { PolicyFile } from '../nodes.ts';
import type { LocatedRule } from './evaluated.ts';

const mostTexts = 20_000;
const longestText = 1024;

/** Declarations as they have been read so far. */
export class Declared {
  #unsettled: WeakMap<readonly LocatedRule[], readonly LocatedRule[]> | undefined;
  #texts: Map<string, string> | undefined;
  #next: WeakMap<PolicyFile, Declared> | undefined;
  #left: Declared | undefined;

  /** With the declarations of an included file: the same for all policies that have read the same files before it. */
  entering(file: PolicyFile): Declared {
    this.#next ??= new WeakMap();
    let next = this.#next.get(file);
    if (!next) {
      next = new Declared();
      this.#next.set(file, next);
    }
    return next;
  }

  /** Behind the included file that was entered last. */
  leaving(): Declared {
    this.#left ??= new Declared();
    return this.#left;
  }

  /** The rules of an included file that are to be checked for each profile; undefined where none has been checked. */
  unsettled(run: readonly LocatedRule[]): readonly LocatedRule[] | undefined {
    return this.#unsettled?.get(run);
  }

  rememberUnsettled(run: readonly LocatedRule[], left: readonly LocatedRule[]): void {
    this.#unsettled ??= new WeakMap();
    this.#unsettled.set(run, left);
  }

  /** What a text expands to, where that has been remembered. */
  expanded(text: string): string | undefined {
    return this.#texts?.get(text);
  }

  /** Only for what does not depend on a profile. */
  rememberExpanded(text: string, expanded: string): void {
    if (text.length + expanded.length > longestText) return;
    this.#texts ??= new Map();
    if (this.#texts.size >= mostTexts) this.#texts.clear();
    this.#texts.set(text, expanded);
  }
}

/** Where nothing has been read, and all declarations will be; where files that are not read may have more. */
export const atBeginning = { closed: new Declared(), open: new Declared() };
