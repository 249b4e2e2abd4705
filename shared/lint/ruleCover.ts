/** Whether one rule without a path says all that another says: capabilities, sockets, dbus, signals, ptrace. */
import type { Condition, PeerConditions, Rule, WordList } from '../syntax/index.ts';

/** Rules that say whom or what they are about by conditions; left out, a condition means any. */
type Conditioned = Extract<Rule, { kind: 'unix' | 'dbus' | 'signal' | 'ptrace' | 'network' }>;

/** Whether `wide` says all that `narrow` says, whatever stands before them. Says no where in doubt. */
export function ruleCovers(wide: Rule, narrow: Rule): boolean {
  if (wide.kind !== narrow.kind) return false;
  if (wide.kind === 'capability' && narrow.kind === 'capability') {
    if (wide.names.length === 0) return true;
    const names = new Set(wide.names.map(({ value }) => value));
    return narrow.names.length > 0 && narrow.names.every(({ value }) => names.has(value));
  }
  if (!isConditioned(wide) || !isConditioned(narrow)) return false;
  // What a dbus rule without access stands for depends on its conditions.
  if (wide.kind === 'dbus' && !wide.access && (wide.conditions.length > 0 || wide.peer)) return false;
  return (
    socketsCover(wide, narrow) &&
    accessCovers(wide.access, narrow.access) &&
    conditionsCover(wide.conditions, narrow.conditions) &&
    conditionsCover(peerOf(wide.peer), peerOf(narrow.peer))
  );
}

function isConditioned(rule: Rule): rule is Conditioned {
  return ['unix', 'dbus', 'signal', 'ptrace', 'network'].includes(rule.kind);
}

function socketsCover(wide: Conditioned, narrow: Conditioned): boolean {
  if (wide.kind !== 'network' || narrow.kind !== 'network') return true;
  const same = (name: 'family' | 'type' | 'protocol') => wide[name]?.value === narrow[name]?.value;
  // A protocol alone stands for some families and a type.
  if (wide.protocol || narrow.protocol) return same('protocol') && same('family') && same('type');
  return (!wide.family || same('family')) && (!wide.type || same('type'));
}

const spelledOut: Readonly<Record<string, readonly string[]>> = {
  r: ['read'],
  w: ['write'],
  rw: ['read', 'write'],
  wr: ['read', 'write'],
};

function accessCovers(wide: WordList | undefined, narrow: WordList | undefined): boolean {
  if (!wide) return true;
  if (!narrow) return false;
  const words = (list: WordList) => list.words.flatMap(({ value }) => spelledOut[value] ?? [value]);
  const known = new Set(words(wide));
  return words(narrow).every((word) => known.has(word));
}

function conditionsCover(wide: readonly Condition[], narrow: readonly Condition[]): boolean {
  return wide.every((condition) =>
    narrow.some(
      (other) =>
        other.name.value === condition.name.value &&
        other.operator === condition.operator &&
        other.values.length > 0 &&
        other.values.every(({ value }) => condition.values.some((each) => each.value === value)),
    ),
  );
}

function peerOf(peer: PeerConditions | undefined): readonly Condition[] {
  if (!peer?.value) return peer?.conditions ?? [];
  const { value, start, end } = peer;
  const name = { ...value, value: 'label' };
  return [{ start, end, name, operator: '=', values: [value], list: false }];
}
