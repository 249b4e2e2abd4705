/** Whether one pattern takes in all that another does. */
import { type Effort, type Pattern, parsePattern } from '../syntax/aare.ts';

/** A pattern with what a search of it needs; its parts are made when they are first asked for. */
export class PathPattern {
  /** What stands before the first pattern character, and behind the last. */
  readonly head: string;
  readonly tail: string;
  /** Whether it has no pattern character at all. */
  readonly literal: boolean;
  #automaton: Pattern | undefined;
  #walker: Walker | undefined;
  #sample: string | undefined;
  #heads: readonly string[] | undefined;

  constructor(readonly text: string) {
    const first = text.search(/[?*[{\\]/);
    this.literal = first < 0;
    this.head = this.literal ? text : text.slice(0, first);
    this.tail = this.literal ? text : tailOf(text);
  }

  /** Texts of which every path that it matches begins with one: the head, followed into braces. */
  get heads(): readonly string[] {
    this.#heads ??= this.literal ? [this.text] : headsOf(this.text);
    return this.#heads;
  }

  get automaton(): Pattern {
    this.#automaton ??= parsePattern(this.text);
    return this.#automaton;
  }

  /** The automaton to be walked by characters. */
  get walker(): Walker {
    this.#walker ??= new Walker(this.automaton);
    return this.#walker;
  }

  /** A path that it matches. */
  get sample(): string {
    this.#sample ??= this.literal ? this.text : (sampleOfText(this.text) ?? sampleOf(this.automaton));
    return this.#sample;
  }
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
    pattern = new PathPattern(text);
    if (known.size >= mostKnown) known.clear();
    known.set(text, pattern);
  }
  return pattern;
}

const mostHeads = 16;

/** Followed into braces; a branch that has a pattern of its own ends its head there. */
function headsOf(text: string): string[] {
  const ended: string[] = [];
  let heads = [''];
  for (let at = 0; at < text.length && heads.length > 0; ) {
    const plain = plainBeginning(text.slice(at));
    heads = heads.map((head) => head + plain);
    at += plain.length;
    const inner = text[at] === '{' ? withinBraces(text, at + 1) : undefined;
    const branches = inner === undefined ? [] : branchesOf(inner);
    if (inner === undefined || ended.length + heads.length * branches.length > mostHeads) break;
    const open: string[] = [];
    for (const branch of branches) {
      const beginning = plainBeginning(branch);
      const to = beginning === branch ? open : ended;
      for (const head of heads) to.push(head + beginning);
    }
    heads = open;
    at += inner.length + 2;
  }
  return [...ended, ...heads];
}

function plainBeginning(text: string): string {
  return /^[^?*[{\\]*/.exec(text)![0];
}

/** What stands from there to the brace that closes; undefined where escapes or classes make that hard to tell. */
function withinBraces(text: string, from: number): string | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' || character === '[') return undefined;
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return text.slice(from, at);
  }
  return undefined;
}

function branchesOf(inner: string): string[] {
  const branches: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < inner.length; at++) {
    if (inner[at] === '{') depth++;
    else if (inner[at] === '}') depth--;
    else if (inner[at] === ',' && depth === 0) {
      branches.push(inner.slice(from, at));
      from = at + 1;
    }
  }
  return [...branches, inner.slice(from)];
}

/** An escape may take several characters, so what comes behind one is left out. */
function tailOf(text: string): string {
  const tail = /[^?*[\]{}\\,]*$/.exec(text)![0];
  return text[text.length - tail.length - 1] === '\\' ? '' : tail;
}

type Characters = Pattern['steps'][number][number]['on'];

/**
 * Whether every path that `narrow` matches is matched by `wide` too. Undefined where the effort, counted in
 * questions and in states looked at, did not suffice to find out.
 */
export function covers(wide: PathPattern, narrow: PathPattern, effort: Effort): boolean | undefined {
  if (--effort.left < 0) return undefined;
  if (wide.text === narrow.text) return true;
  if (!mayCover(wide, narrow)) return false;
  // Most patterns differ at once: one path tells, and mostly by how it begins or ends.
  const { sample } = narrow;
  if (!sample.endsWith(wide.tail) || !begins(wide.heads, sample)) return false;
  const one = takesIn(wide, sample, effort);
  return one && !narrow.literal ? takesInAll(wide.walker, narrow, effort) : one;
}

function begins(heads: readonly string[], path: string): boolean {
  for (const head of heads) if (path.startsWith(head)) return true;
  return false;
}

/** Stands for every character that no pattern names. */
const unnamed = '\uffff';

/** A path that a pattern matches: of braces the first branch. Undefined where it is not as easy as that. */
function sampleOfText(text: string): string | undefined {
  if (/\\|\[[^\]]*[{},]/.test(text)) return undefined;
  const plain = text.replace(/\{([^{},]*),[^{}]*\}/g, '$1');
  if (/[{}]/.test(plain)) return undefined;
  return plain.replace(/\[(\^?)([^\]]*)\]|\*+|\?/g, (found, inverted, listed, at: number) => {
    if (!found.startsWith('*')) return inverted !== '' || found === '?' ? unnamed : listed[0];
    const behind = plain[at + found.length];
    return plain[at - 1] === '/' && (behind === undefined || behind === '/') ? unnamed : '';
  });
}

/** One of the shortest paths that a pattern matches. */
function sampleOf({ steps, empty, end }: Pattern): string {
  const paths = new Map([[0, '']]);
  // Each state is met on a shortest path first: those that take no character come before all others.
  for (let level = [0]; level.length > 0 && !paths.has(end); ) {
    for (const at of level)
      for (const to of empty[at]!)
        if (!paths.has(to)) {
          paths.set(to, paths.get(at)!);
          level.push(to);
        }
    const next: number[] = [];
    for (const at of level)
      for (const { on, to } of steps[at]!) {
        const character = on.inverted ? unnamed : on.listed.values().next().value;
        if (character === undefined || paths.has(to)) continue;
        paths.set(to, paths.get(at)! + character);
        next.push(to);
      }
    level = next;
  }
  return paths.get(end) ?? '';
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

function takesIn({ walker, head }: PathPattern, path: string, effort: Effort): boolean | undefined {
  const begins = path.startsWith(head);
  const state = begins ? walker.behind(head, effort) : walker.begin;
  return walker.takesIn(path, begins ? head.length : 0, state, effort);
}

function takesInAll(wide: Walker, { automaton }: PathPattern, effort: Effort): boolean | undefined {
  const seen = new Set<number>();
  const open: number[] = [];
  const width = automaton.steps.length;
  const push = (at: number, state: number) => {
    const key = state * width + at;
    if (seen.has(key)) return;
    seen.add(key);
    open.push(key);
  };
  push(0, wide.begin);
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const at = key % width;
    const state = (key - at) / width;
    if (--effort.left < 0) return undefined;
    if (at === automaton.end && !wide.isEnd(state)) return false;
    for (const to of automaton.empty[at]!) push(to, state);
    for (const { on, to } of automaton.steps[at]!)
      for (const reached of wide.reached(state, on, effort)) {
        // Every state of a pattern leads to its end, so what got this far is matched by the narrow one only.
        if (reached === dead) return false;
        push(to, reached);
      }
  }
  return effort.left < 0 ? undefined : true;
}

const dead = 0;
/** A pattern whose walk takes more states than this is given up. */
const mostStates = 3000;

interface State {
  /** States of the pattern, in order. */
  set: readonly number[];
  end: boolean;
  /** Where each character (by its code) leads that a step names, and where all others lead; found when first asked for. */
  named?: ReadonlyMap<number, number>;
  others: number;
  /** The same for the characters of ASCII, made once it has been asked for often. */
  table?: Int32Array;
  asked: number;
}

const oftenAsked = 32;
const ascii = 128;

/** A pattern to be walked one character at a time: each set of its states becomes one state when it is first met. */
export class Walker {
  readonly begin: number;
  readonly #states: State[] = [{ set: [], end: false, named: new Map(), others: dead, asked: 0 }];
  readonly #known = new Map<string, number>([['', dead]]);
  #behind: number | undefined;

  constructor(readonly pattern: Pattern) {
    this.begin = this.#state([0], { left: Number.POSITIVE_INFINITY });
  }

  isEnd(state: number): boolean {
    return this.#states[state]!.end;
  }

  /** Whether what is left of a path, from an offset on, leads from a state to the end. */
  takesIn(path: string, from: number, begin: number, effort: Effort): boolean | undefined {
    let state = begin;
    for (let at = from; at < path.length; at++) {
      const code = path.charCodeAt(at);
      const { table } = this.#states[state]!;
      state = table && code < ascii ? table[code]! : this.#next(state, code, effort);
      if (state === dead) return false;
      if (effort.left < 0) return undefined;
    }
    return this.#states[state]!.end;
  }

  /** The character is given by its code. */
  #next(state: number, character: number, effort: Effort): number {
    const found = this.#stepped(state, effort);
    const { named, others } = found;
    if (++found.asked === oftenAsked) {
      found.table = new Int32Array(ascii).fill(others);
      for (const [code, to] of named) if (code < ascii) found.table[code] = to;
    }
    return named.get(character) ?? others;
  }

  /** The state behind what the pattern begins with, which all that it matches does. */
  behind(head: string, effort: Effort): number {
    if (this.#behind === undefined) {
      let state = this.begin;
      for (let at = 0; at < head.length; at++) state = this.#next(state, head.charCodeAt(at), effort);
      this.#behind = state;
    }
    return this.#behind;
  }

  /** Every state that one of these characters leads to. */
  reached(state: number, on: Characters, effort: Effort): Iterable<number> {
    const { named, others } = this.#stepped(state, effort);
    const found = new Set<number>();
    if (on.inverted) {
      found.add(others);
      for (const [code, to] of named) if (!on.listed.has(String.fromCharCode(code))) found.add(to);
    } else for (const character of on.listed) found.add(named.get(character.charCodeAt(0)) ?? others);
    return found;
  }

  #stepped(state: number, effort: Effort): State & { named: ReadonlyMap<number, number> } {
    const found = this.#states[state]!;
    if (!found.named) {
      const steps = found.set.flatMap((at) => this.pattern.steps[at]!);
      const after = (takes: (on: Characters) => boolean) =>
        this.#state(
          steps.filter(({ on }) => takes(on)).map(({ to }) => to),
          effort,
        );
      const named = new Map<number, number>();
      for (const { on } of steps)
        for (const character of on.listed)
          if (!named.has(character.charCodeAt(0)))
            named.set(
              character.charCodeAt(0),
              after((each) => each.listed.has(character) !== each.inverted),
            );
      found.others = after(({ inverted }) => inverted);
      found.named = named;
    }
    return found as State & { named: ReadonlyMap<number, number> };
  }

  /** The state for these and all that no character leads to. */
  #state(from: readonly number[], effort: Effort): number {
    const closed = new Set(from);
    for (const at of closed) for (const next of this.pattern.empty[at]!) closed.add(next);
    const set = [...closed].sort((a, b) => a - b);
    effort.left -= 1 + set.length;
    const key = set.join();
    let state = this.#known.get(key);
    if (state === undefined) {
      state = this.#states.push({ set, end: set.includes(this.pattern.end), others: dead, asked: 0 }) - 1;
      this.#known.set(key, state);
      if (state > mostStates) effort.left = -1;
    }
    return state;
  }
}
