/** Bytes found by wandering through a policy's own automaton: what its rules, included ones too, can match. */
import { type Dfa, deadState } from '../../shared/policy/dfa.ts';
import type { Random } from '../random.ts';

/** Where a state leads, and the bytes that lead there. */
type Ways = { next: number; bytes: number[] }[];

const known = new WeakMap<Dfa, Map<number, Ways>>();

/** A way from a state onwards, at most `most` bytes long. Empty where nothing leads on. */
export function wander(dfa: Dfa, from: number, random: Random, most = 120): Uint8Array {
  const bytes: number[] = [];
  let state = from;
  while (bytes.length < most) {
    // Words of states where rules end are not 0.
    const ends = dfa.accept[state] !== 0 || dfa.accept2[state] !== 0;
    if (bytes.length > 0 && random.chance(ends ? 0.15 : 0.01)) break;
    const ways = waysFrom(dfa, state);
    if (ways.length === 0) break;
    // All ways alike, so that the one letter of a name counts as much as the many that a wildcard takes.
    const way = random.pick(ways);
    const plain = way.bytes.filter((byte) => byte > 0x20 && byte < 0x7f);
    bytes.push(random.pick(plain.length > 0 && random.chance(0.9) ? plain : way.bytes));
    state = way.next;
  }
  return Uint8Array.from(bytes);
}

function waysFrom(dfa: Dfa, state: number): Ways {
  const byState = known.get(dfa) ?? new Map<number, Ways>();
  known.set(dfa, byState);
  let ways = byState.get(state);
  if (!ways) {
    const byNext = new Map<number, number[]>();
    for (let byte = 0; byte < 256; byte++) {
      const next = dfa.step(state, byte);
      if (next === deadState) continue;
      const bytes = byNext.get(next);
      if (bytes) bytes.push(byte);
      else byNext.set(next, [byte]);
    }
    ways = [...byNext].map(([next, bytes]) => ({ next, bytes }));
    byState.set(state, ways);
  }
  return ways;
}
