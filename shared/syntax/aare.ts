/**
 * AARE, AppArmor's patterns, as apparmor_parser reads them (parser_regex.c: convert_aaregex_to_pcre, then the
 * expression parser of libapparmor_re): `?`, `*`, `**`, `[...]`, `{a,b}`, and backslash escapes.
 */

const deepestBraces = 50;

/** What is wrong with a pattern, in words; undefined where nothing is. */
export function patternProblem(pattern: string): string | undefined {
  return problemOf(pattern, classProblem);
}

/** What is wrong with the braces, brackets and backslashes of a pattern, whatever its classes hold. */
export function groupingProblem(pattern: string): string | undefined {
  return problemOf(pattern, () => undefined);
}

function problemOf(pattern: string, ofClass: (inner: string) => string | undefined): string | undefined {
  const commas: number[] = [];
  let classStart = -1;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') {
      if (at + 1 >= pattern.length) return 'The pattern ends in a backslash that escapes nothing.';
      at++;
    } else if (classStart >= 0) {
      if (character !== ']') continue;
      const problem = ofClass(pattern.slice(classStart + 1, at));
      if (problem) return problem;
      classStart = -1;
    } else
      switch (character) {
        case '[':
          classStart = at;
          break;
        case ']':
          return 'This pattern has a “]” that closes no “[”.';
        case '{':
          if (commas.length >= deepestBraces)
            return `This pattern nests “{” more than ${deepestBraces} deep.`;
          commas.push(0);
          break;
        case ',':
          if (commas.length > 0) commas[commas.length - 1]!++;
          break;
        case '}': {
          const count = commas.pop();
          if (count === undefined) return 'This pattern has a “}” that closes no “{”.';
          if (count === 0)
            return 'Between “{” and “}” at least two alternatives are expected, with a comma between.';
          break;
        }
      }
  }
  if (classStart >= 0) return 'This pattern has a “[” that is not closed.';
  if (commas.length > 0) return 'This pattern has a “{” that is not closed.';
  return undefined;
}

/** A class names at least one character; a “-” stands first, or between the two ends of a range. */
function classProblem(inner: string): string | undefined {
  const characters = (inner.startsWith('^') ? inner.slice(1) : inner).replace(/\\(.)/gs, '$1');
  if (characters === '') return 'Between “[” and “]” at least one character is expected.';
  for (let at = 0; at < characters.length; at++) {
    if (at > 0 && characters[at] === '-')
      return 'Inside “[…]” a “-” stands first, or between the two ends of a range.';
    if (characters[at + 1] !== '-') continue;
    if (characters[at + 2] === undefined || characters[at + 2] === '-')
      return 'Inside “[…]” a range needs two ends, such as a-z; a plain “-” stands first.';
    at += 2;
  }
  return undefined;
}

/** Whether a pattern lists its paths one by one: such rules win over those with `?`, `*` or `[^...]`. */
export function isExact(pattern: string): boolean {
  return !/[?*]|\[\^/.test(pattern.replace(/\\./gs, ''));
}

/** The characters that escapes stand for; numbers after a backslash (`\\101`, `\\x41`, `\\d65`) are characters. */
function unescaped(whole: string, octal?: string, hex?: string, decimal?: string): string {
  if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
  if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
  if (decimal) return String.fromCharCode(Number(decimal) & 255);
  return controls[whole[1]!] ?? whole.slice(1);
}

const escapeSequence = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|d(\d{1,3})|.)/sy;
const controls: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  a: '\x07',
  e: '\x1b',
};

/** A text with the characters put in that are written by their numbers. */
export function withCharacters(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|d(\d{1,3}))/g, unescaped)
    : text;
}

// ---- which paths two patterns share -----------------------------------------------------------------------------

/** A set of characters: those listed, or all but those listed. */
interface Characters {
  inverted: boolean;
  listed: ReadonlySet<string>;
}

/** An automaton that begins in state 0. Empty steps are followed as they are met: closing over them all would take the square of their number. */
export interface Pattern {
  /** From each state, the characters that lead on. */
  steps: { on: Characters; to: number }[][];
  /** From each state, the states that are reached with no character. */
  empty: number[][];
  end: number;
}

type Node =
  | { kind: 'characters'; on: Characters }
  | { kind: 'many'; on: Characters; atLeast: 0 | 1 }
  | { kind: 'one-of'; branches: Node[][] };

// Of the patterns only an inverted class takes in NUL, which stands between the parts of what some rules match.
const notSlash: Characters = { inverted: true, listed: new Set(['/', '\0']) };
const anything: Characters = { inverted: true, listed: new Set(['\0']) };

const only = (character: string): Characters => ({ inverted: false, listed: new Set([character]) });

/** Read a well-formed pattern into an automaton. */
export function parsePattern(text: string): Pattern {
  const steps: Pattern['steps'] = [[]];
  const empty: number[][] = [[]];
  const state = () => {
    empty.push([]);
    return steps.push([]) - 1;
  };
  const build = (nodes: Node[], from: number): number => nodes.reduce((at, node) => add(node, at), from);
  const add = (node: Node, from: number): number => {
    const to = state();
    if (node.kind === 'characters') steps[from]!.push({ on: node.on, to });
    else if (node.kind === 'many') {
      steps[to]!.push({ on: node.on, to });
      if (node.atLeast === 1) steps[from]!.push({ on: node.on, to });
      else empty[from]!.push(to);
    } else for (const branch of node.branches) empty[build(branch, branchStart(from))]!.push(to);
    return to;
  };
  const branchStart = (from: number): number => {
    const begin = state();
    empty[from]!.push(begin);
    return begin;
  };
  const end = build(read(text), 0);
  return { steps, empty, end };
}

function read(text: string): Node[] {
  let at = 0;
  const sequence = (nested: boolean): Node[][] => {
    const branches: Node[][] = [[]];
    for (; at < text.length; at++) {
      const character = text[at]!;
      const branch = branches.at(-1)!;
      if (nested && character === ',') branches.push([]);
      else if (nested && character === '}') return branches;
      else if (character === '{') {
        at++;
        branch.push({ kind: 'one-of', branches: sequence(true) });
      } else branch.push(single(character));
    }
    return branches;
  };
  const single = (character: string): Node => {
    switch (character) {
      case '\\': {
        escapeSequence.lastIndex = at;
        const found = escapeSequence.exec(text);
        if (!found) return { kind: 'characters', on: only('\\') };
        at += found[0].length - 1;
        return {
          kind: 'characters',
          on: only(unescaped(...(found as unknown as Parameters<typeof unescaped>))),
        };
      }
      case '?':
        return { kind: 'characters', on: notSlash };
      case '*': {
        let length = 1;
        while (text[at + length] === '*') length++;
        const afterSlash = text[at - 1] === '/';
        at += length - 1;
        // After a slash, with nothing or a slash behind, a star stands for at least one character.
        const follows = text[at + 1];
        const atLeast = afterSlash && (follows === undefined || follows === '/') ? 1 : 0;
        return { kind: 'many', on: length > 1 ? anything : notSlash, atLeast };
      }
      case '[':
        return { kind: 'characters', on: characterClass() };
      default:
        return { kind: 'characters', on: only(character) };
    }
  };
  const characterClass = (): Characters => {
    const inverted = text[at + 1] === '^';
    const listed = new Set<string>();
    for (at += inverted ? 2 : 1; at < text.length && text[at] !== ']'; at++) {
      if (text[at] === '\\') at++;
      const from = text[at]!;
      if (text[at + 1] === '-' && text[at + 2] !== undefined && text[at + 2] !== ']') {
        const last = Math.min(text.charCodeAt(at + 2), text.charCodeAt(at) + 256);
        for (let code = text.charCodeAt(at); code <= last; code++) listed.add(String.fromCharCode(code));
        at += 2;
      } else if (from !== undefined) listed.add(from);
    }
    return { inverted, listed };
  };
  return sequence(false)[0]!;
}

/** How many pairs of states may still be looked at, over several questions. */
export interface Effort {
  left: number;
}

/** The pattern for texts that match one after another. */
export function concatenate(patterns: readonly Pattern[]): Pattern {
  const steps: Pattern['steps'] = [];
  const empty: number[][] = [];
  let end = -1;
  for (const pattern of patterns) {
    const from = steps.length;
    steps.push(...pattern.steps.map((each) => each.map(({ on, to }) => ({ on, to: to + from }))));
    empty.push(...pattern.empty.map((each) => each.map((to) => to + from)));
    if (end >= 0) empty[end]!.push(from);
    end = from + pattern.end;
  }
  return { steps, empty, end };
}

/**
 * Whether some text matches both patterns, and none of those given as `outside`; undefined where the effort did not
 * suffice to find out.
 */
export function overlap(
  a: Pattern,
  b: Pattern,
  effort: Effort,
  outside: readonly Pattern[] = [],
): boolean | undefined {
  return outside.length === 0 ? meet(a, b, effort) : meetOutside([a, b], outside, effort);
}

function meet(a: Pattern, b: Pattern, effort: Effort): boolean | undefined {
  const width = b.steps.length;
  const seen = new Set<number>();
  const open: number[] = [];
  const push = (first: number, second: number) => {
    const key = first * width + second;
    if (seen.has(key)) return;
    seen.add(key);
    open.push(key);
  };
  push(0, 0);
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (--effort.left < 0) return undefined;
    const first = Math.floor(key / width);
    const second = key % width;
    if (first === a.end && second === b.end) return true;
    for (const next of a.empty[first]!) push(next, second);
    for (const next of b.empty[second]!) push(first, next);
    for (const one of a.steps[first]!)
      for (const two of b.steps[second]!) if (share(one.on, two.on)) push(one.to, two.to);
  }
  return false;
}

function share(a: Characters, b: Characters): boolean {
  if (a.inverted && b.inverted) return true;
  if (!a.inverted && !b.inverted) {
    for (const character of a.listed) if (b.listed.has(character)) return true;
    return false;
  }
  const [listed, excluded] = a.inverted ? [b.listed, a.listed] : [a.listed, b.listed];
  for (const character of listed) if (!excluded.has(character)) return true;
  return false;
}

/**
 * The same with patterns that must not match: all are followed at once, text by text, over sets of states. Characters
 * that no pattern tells apart are tried once.
 */
function meetOutside(
  wanted: readonly Pattern[],
  outside: readonly Pattern[],
  effort: Effort,
): boolean | undefined {
  const all = [...wanted, ...outside];
  const alphabet = representatives(all);
  const start = all.map((pattern) => closure(pattern, [0]));
  const key = (states: number[][]) => states.map((set) => set.join(',')).join(';');
  const seen = new Set([key(start)]);
  const open = [start];
  for (let states = open.pop(); states; states = open.pop()) {
    const ends = states.map((set, at) => set.includes(all[at]!.end));
    if (ends.slice(0, wanted.length).every(Boolean) && !ends.slice(wanted.length).some(Boolean)) return true;
    for (const character of alphabet) {
      effort.left -= states.length;
      if (effort.left < 0) return undefined;
      const next = states.map((set, at) => after(all[at]!, set, character));
      if (next.slice(0, wanted.length).some((set) => set.length === 0)) continue;
      const name = key(next);
      if (!seen.has(name)) {
        seen.add(name);
        open.push(next);
      }
    }
  }
  return false;
}

/** Every character that some pattern lists, and one that none does. */
function representatives(patterns: readonly Pattern[]): string[] {
  const listed = new Set<string>();
  for (const { steps } of patterns)
    for (const { on } of steps.flat()) for (const character of on.listed) listed.add(character);
  return [...listed, '\uffff'];
}

function after(pattern: Pattern, states: readonly number[], character: string): number[] {
  const next = states.flatMap((state) =>
    pattern.steps[state]!.filter(({ on }) => on.listed.has(character) !== on.inverted).map(({ to }) => to),
  );
  return closure(pattern, next);
}

/** The states, and those reached from them with no character, in order. */
function closure({ empty }: Pattern, states: readonly number[]): number[] {
  const reached = new Set(states);
  for (const state of reached) for (const next of empty[state]!) reached.add(next);
  return [...reached].sort((a, b) => a - b);
}
