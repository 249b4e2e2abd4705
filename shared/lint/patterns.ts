/** Whether one pattern takes in all that another does. */
import { type Effort, type Pattern, parsePattern } from '../syntax/aare.ts';

/** An automaton with what a search of it needs, made once a pattern. */
export interface PathPattern {
  text: string;
  /** What stands before the first pattern character, and behind the last. */
  head: string;
  tail: string;
  /** Whether it has no pattern character at all. */
  literal: boolean;
  automaton: Pattern;
}

/** Longer patterns are not compared: the time would grow with the square of their length. */
const longestPattern = 2048;
const mostKnown = 20_000;
const known = new Map<string, PathPattern>();

/** Reads a well-formed pattern; undefined where it is too long to compare. */
export function pathPattern(text: string): PathPattern | undefined {
  if (text.length > longestPattern) return undefined;
  let pattern = known.get(text);
  if (!pattern) {
    const first = text.search(/[?*[{\\]/);
    const literal = first < 0;
    pattern = {
      text,
      head: literal ? text : text.slice(0, first),
      tail: literal ? text : tailOf(text),
      literal,
      automaton: parsePattern(text),
    };
    if (known.size >= mostKnown) known.clear();
    known.set(text, pattern);
  }
  return pattern;
}

/** An escape may take several characters, so what comes behind one is left out. */
function tailOf(text: string): string {
  const tail = /[^?*[\]{}\\,]*$/.exec(text)![0];
  return text[text.length - tail.length - 1] === '\\' ? '' : tail;
}

type Characters = Pattern['steps'][number][number]['on'];

/** Stands for every character that no pattern at hand names. */
const unnamed = '\uffff';

/**
 * Whether every path that `narrow` matches is matched by `wide` too. Undefined where the effort, counted in pairs of
 * states, did not suffice to find out.
 */
export function covers(wide: PathPattern, narrow: PathPattern, effort: Effort): boolean | undefined {
  if (wide.text === narrow.text) return true;
  if (!mayCover(wide, narrow)) return false;
  const states = new Closures(wide.automaton, effort);
  const seen = new Set<string>();
  const open: { at: number; set: readonly number[] }[] = [];
  const push = (at: number, set: readonly number[]) => {
    const key = `${at} ${set.join()}`;
    if (seen.has(key)) return;
    seen.add(key);
    open.push({ at, set });
  };
  push(0, states.closed([0]));
  for (let next = open.pop(); next; next = open.pop()) {
    const { at, set } = next;
    effort.left -= 1 + set.length;
    if (effort.left < 0) return undefined;
    if (at === narrow.automaton.end && !set.includes(wide.automaton.end)) return false;
    for (const to of narrow.automaton.empty[at]!) push(to, set);
    for (const { on, to } of narrow.automaton.steps[at]!)
      for (const character of representatives(on, wide.automaton, set)) {
        const reached = states.after(set, character);
        // Every state of a pattern leads to its end, so what got this far is matched by the narrow one only.
        if (reached.length === 0) return false;
        push(to, reached);
      }
  }
  return true;
}

/** What can be told without a search; says yes where in doubt. */
function mayCover(wide: PathPattern, narrow: PathPattern): boolean {
  if (wide.literal) return false;
  if (narrow.literal || narrow.head.length >= wide.head.length) {
    if (!narrow.head.startsWith(wide.head)) return false;
  } else if (!wide.head.startsWith(narrow.head)) return false;
  return narrow.tail.length >= wide.tail.length
    ? narrow.tail.endsWith(wide.tail)
    : wide.tail.endsWith(narrow.tail);
}

/** One of each kind of the characters that `on` takes, as the steps from these states tell them apart. */
function representatives(on: Characters, { steps }: Pattern, set: readonly number[]): Iterable<string> {
  if (!on.inverted) return on.listed;
  const found = new Set([unnamed]);
  for (const at of set)
    for (const step of steps[at]!)
      for (const character of step.on.listed) if (!on.listed.has(character)) found.add(character);
  return found;
}

class Closures {
  constructor(
    readonly pattern: Pattern,
    readonly effort: Effort,
  ) {}

  /** These states and all that no character leads to, in order. */
  closed(from: Iterable<number>): number[] {
    const found = new Set(from);
    for (const at of found) for (const next of this.pattern.empty[at]!) found.add(next);
    this.effort.left -= found.size;
    return [...found].sort((a, b) => a - b);
  }

  after(set: readonly number[], character: string): number[] {
    const to = new Set<number>();
    for (const at of set)
      for (const step of this.pattern.steps[at]!)
        if (step.on.listed.has(character) !== step.on.inverted) to.add(step.to);
    return this.closed(to);
  }
}
