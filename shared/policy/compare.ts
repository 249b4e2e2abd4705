/**
 * Two compiled profiles held against each other: whether they decide alike, and whether one allows all that the other
 * does. Automata are walked side by side, so the answer is exact, whatever their tables look like. Both must be for
 * the same kernel and of the same parser.
 */
import { deadState } from './dfa.ts';
import type { CompiledProfile, Permissions, PolicyDb } from './profile.ts';

/** What a state says, twice: for files of the user who asks, and for others'. */
interface StateWords {
  allow: readonly [owner: number, other: number];
  rest: string;
}

const nothing: StateWords = { allow: [0, 0], rest: '' };

/**
 * Without a table an accept word holds the permissions of both, change_profile and onexec, and between them how to run
 * what is run, which is no permission.
 */
const compatAllow = 0x7f | (0x7f << 14) | 0xc0000000;

/** Pairs of states that are looked at before the comparison is given up. */
const mostPairs = 200_000;

/** Whether both decide every request alike: undefined where they are too large to be sure. */
export function decideAlike(a: CompiledProfile, b: CompiledProfile): boolean | undefined {
  if (!sameOutside(a, b)) return false;
  return everyState(a, b, (left, right) => sameWords(left, right));
}

/** Whether `a` allows all that `b` allows: undefined where they are too large to be sure. */
export function allowsAll(a: CompiledProfile, b: CompiledProfile): boolean | undefined {
  if ((b.capabilities.allow & ~a.capabilities.allow) !== 0n) return false;
  return everyState(a, b, (left, right) => right.allow.every((mask, at) => (mask & ~left.allow[at]!) === 0));
}

function sameOutside(a: CompiledProfile, b: CompiledProfile): boolean {
  return (
    a.capabilities.allow === b.capabilities.allow &&
    a.capabilities.audit === b.capabilities.audit &&
    a.capabilities.quiet === b.capabilities.quiet &&
    a.rlimits.size === b.rlimits.size &&
    [...a.rlimits].every(([resource, limit]) => b.rlimits.get(resource) === limit)
  );
}

type Holds = (a: StateWords, b: StateWords) => boolean;

function everyState(a: CompiledProfile, b: CompiledProfile, holds: Holds): boolean | undefined {
  const policy = sideBySide(a.policy, b.policy, holds);
  if (policy === false) return false;
  const files = sideBySide(a.files, b.files, holds);
  return files === false ? false : policy && files;
}

/** Walks both automata along every text at once; each pair of states is seen once. */
function sideBySide(a: PolicyDb | undefined, b: PolicyDb | undefined, holds: Holds): boolean | undefined {
  if (!a && !b) return true;
  const left = wordsOf(a);
  const right = wordsOf(b);
  const width = (b?.dfa.states ?? 1) + 1;
  const start: [number, number] = [a?.start ?? deadState, b?.start ?? deadState];
  const seen = new Set([start[0] * width + start[1]]);
  const queue = [start];
  for (let pair = queue.pop(); pair; pair = queue.pop()) {
    const [one, other] = pair;
    if (!holds(left(one), right(other))) return false;
    for (let byte = 0; byte < 256; byte++) {
      const next: [number, number] = [
        a ? a.dfa.step(one, byte) : deadState,
        b ? b.dfa.step(other, byte) : deadState,
      ];
      const key = next[0] * width + next[1];
      if (seen.has(key) || (next[0] === deadState && next[1] === deadState)) continue;
      if (seen.size >= mostPairs) return undefined;
      seen.add(key);
      queue.push(next);
    }
  }
  return true;
}

function wordsOf(db: PolicyDb | undefined): (state: number) => StateWords {
  if (!db) return () => nothing;
  const { dfa, table, tableVersion } = db;
  if (!table)
    return (state) => {
      const first = dfa.accept[state]!;
      const allow = first & compatAllow;
      return { allow: [allow, allow], rest: `${first} ${dfa.accept2[state]}` };
    };
  const known = new Map<number, StateWords>();
  return (state) => {
    const index = dfa.accept[state]!;
    const paired = tableVersion >= 3 && (dfa.accept2[state]! & 1) !== 0;
    const key = index * 2 + (paired ? 1 : 0);
    let words = known.get(key);
    if (!words) {
      const owner = table[index];
      const other = paired ? table[index + 1] : owner;
      words = {
        allow: [owner?.allow ?? 0, other?.allow ?? 0],
        rest: `${inWords(owner, db)}|${inWords(other, db)}`,
      };
      known.set(key, words);
    }
    return words;
  };
}

function inWords(permissions: Permissions | undefined, { targets }: PolicyDb): string {
  if (!permissions) return '';
  const { xindex, ...bits } = permissions;
  // An index into the table of targets is compared by the name it leads to.
  const named = (xindex & 0x0c000000) === 0x08000000 ? targets[xindex & 0xffffff] : '';
  return `${Object.values(bits).join(' ')} ${named ? (xindex & 0xff000000) >>> 0 : xindex} ${named}`;
}

function sameWords(a: StateWords, b: StateWords): boolean {
  return a.rest === b.rest;
}
