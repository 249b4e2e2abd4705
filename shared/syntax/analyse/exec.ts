/**
 * Exec modes that exclude each other: apparmor_parser refuses a profile in which one program could be run in two
 * ways (parser_merge.c for equal paths, libapparmor_re for patterns that overlap).
 */
import { type Effort, overlap, type Pattern } from '../aare.ts';
import type { EvaluatedProfile } from './evaluated.ts';
import { type Entry, entriesOf, runnersOf } from './execEntries.ts';
import type { Policy } from './policy.ts';

/** So many pairs of rules are looked at in a profile, so that time stays bounded for any text. */
const mostPairs = 200_000;

/** So many pairs of states are looked at in a policy, and of them in one pair of patterns. What is left open is not reported. */
const mostEffort = 2_000_000;
const mostForOne = 100_000;
/** Rules of higher priority that are held against an overlap. */
const mostCovers = 20;

export function checkExec(policy: Policy): void {
  const effort: Effort = { left: mostEffort };
  for (const profile of policy.everyProfile()) {
    const entries = allEntries(policy, profile);
    if (entries.every((entry) => agree(entry, entries[0]!))) continue;
    const covers = coversOf(entries);
    // Rules that list their paths win over patterns, so the two are not held against each other.
    for (const exact of [true, false])
      checkAll(
        policy,
        entries.filter((entry) => entry.exact === exact),
        covers,
        effort,
      );
  }
}

/** Whether two entries run what they name in the same way. */
function agree(one: Entry, other: Entry): boolean {
  return one.owner === other.owner && one.other === other.other;
}

/** Most rules of included files run nothing: they are looked at once. */
function allEntries(policy: Policy, profile: EvaluatedProfile): Entry[] {
  const entries: Entry[] = [];
  let before = 0;
  for (const { rules, origin } of profile.runs) {
    for (const { rule, at } of runnersOf(rules))
      for (const entry of entriesOf(policy, profile, rule, origin, before + at)) entries.push(entry);
    before += rules.length;
  }
  return entries;
}

/** Rules that could win over others by their priority, the highest first. */
function coversOf(entries: readonly Entry[]): Entry[] {
  const lowest = entries.reduce((least, { priority }) => Math.min(least, priority), 0);
  return entries
    .filter(({ priority }) => priority > lowest)
    .sort((a, b) => b.priority - a.priority)
    .slice(0, mostCovers);
}

/**
 * Two paths can meet only where the beginning of one, up to the first pattern, begins the other. In order of these
 * beginnings each rule has those that it begins right behind it.
 */
function checkAll(policy: Policy, entries: readonly Entry[], covers: readonly Entry[], effort: Effort): void {
  const sorted = distinct(entries).sort((a, b) =>
    a.literal < b.literal ? -1 : a.literal > b.literal ? 1 : 0,
  );
  const conflicts = new Map<Entry, Entry>();
  const begun: Entry[] = [];
  let pairs = 0;
  for (const entry of sorted) {
    if (pairs > mostPairs) break;
    while (begun.length > 0 && !entry.literal.startsWith(begun.at(-1)!.literal)) begun.pop();
    for (const other of begun) {
      pairs++;
      const [earlier, later] = other.order <= entry.order ? [other, entry] : [entry, other];
      if (!conflicts.has(later) && conflict(earlier, later, covers, effort)) conflicts.set(later, earlier);
    }
    begun.push(entry);
  }
  for (const [{ word, origin }, { shown, word: rival, origin: from }] of conflicts)
    policy.report('exec-conflict', word, shown, origin, [
      {
        start: rival.start,
        end: rival.end,
        message: 'The other exec mode.',
        ...(from.path === undefined ? {} : { path: from.path }),
      },
    ]);
}

/** Only the first of rules that say the same. */
function distinct(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ written, owner, other, priority }) => {
    const key = `${priority} ${owner} ${other} ${written}`;
    return !seen.has(key) && seen.add(key);
  });
}

function conflict(a: Entry, b: Entry, covers: readonly Entry[], effort: Effort): boolean {
  if (a.priority !== b.priority) return false;
  const owner = a.owner !== undefined && b.owner !== undefined && a.owner !== b.owner;
  const other = a.other !== undefined && b.other !== undefined && a.other !== b.other;
  if (!owner && !other) return false;
  // Equal paths are merged before priorities are looked at.
  if (a.written === b.written) return true;
  if (overlapWithin(a.pattern(), b.pattern(), [], effort) !== true) return false;
  const above = covers.filter(({ priority }) => priority > a.priority);
  if (above.length === 0) return true;
  return (['owner', 'other'] as const).some((whose) => {
    if (whose === 'owner' ? !owner : !other) return false;
    const winning = above.filter((entry) => entry[whose] !== undefined).map(({ pattern }) => pattern());
    return overlapWithin(a.pattern(), b.pattern(), winning, effort) === true;
  });
}

/** Whether two patterns overlap outside of others, as far as one question may take of the effort. */
function overlapWithin(a: Pattern, b: Pattern, outside: Pattern[], effort: Effort): boolean | undefined {
  const share = { left: Math.min(mostForOne, effort.left) };
  const before = share.left;
  const found = overlap(a, b, share, outside);
  effort.left -= before - Math.max(0, share.left);
  return found;
}
