/**
 * Exec modes that exclude each other: apparmor_parser refuses a profile in which one program could be run in two
 * ways (parser_merge.c for equal paths, libapparmor_re/aare_rules.cc for patterns that overlap).
 */
import { type Effort, isExact, overlap, type Pattern, parsePattern, patternProblem } from '../aare.ts';
import type { FileRule, Span, Word } from '../nodes.ts';
import { modeKey, readPermissions } from '../permissions.ts';
import type { EvaluatedProfile, Located, LocatedRule, Origin, Policy } from './policy.ts';

/** A rule that lets a program be run. */
interface Entry {
  path: string;
  /** The path up to its first pattern. */
  literal: string;
  /** Where it stands among the profile's rules. */
  order: number;
  exact: boolean;
  pattern: () => Pattern;
  /** Exec mode for files the user owns, and for other files. */
  owner?: string;
  other?: string;
  priority: number;
  /** What to point at. */
  word: Span;
  rule: Located<FileRule>;
}

/** So many pairs of rules are looked at in a profile, so that time stays bounded for any text. */
const mostPairs = 200_000;
/** Longer patterns are not compared: the time would grow with the square of their length. */
const longestPattern = 4096;

/** So many pairs of states are looked at in a policy, and of them in one pair of patterns. What is left open is not reported. */
const mostEffort = 2_000_000;
const mostForOne = 100_000;

export function checkExec(policy: Policy): void {
  const effort: Effort = { left: mostEffort };
  for (const profile of policy.everyProfile()) {
    const entries = profile.rules.flatMap((rule, order) => entryOf(policy, profile, rule, order));
    // Rules that list their paths win over patterns, so the two are not held against each other.
    checkAll(
      policy,
      entries.filter(({ exact }) => exact),
      effort,
    );
    checkAll(
      policy,
      entries.filter(({ exact }) => !exact),
      effort,
    );
    checkOnExec(policy, profile, effort);
  }
}

/**
 * Two paths can meet only where the beginning of one, up to the first pattern, begins the other. In order of these
 * beginnings each rule has those that it begins right behind it.
 */
function checkAll(policy: Policy, entries: readonly Entry[], effort: Effort): void {
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
      const [earlier, later] = other.order < entry.order ? [other, entry] : [entry, other];
      if (conflicts.has(later) || !differ(earlier, later)) continue;
      if (earlier.path === later.path || overlapWithin(earlier.pattern(), later.pattern(), effort))
        conflicts.set(later, earlier);
    }
    begun.push(entry);
  }
  for (const [{ word, rule }, { path }] of conflicts) policy.report('exec-conflict', word, path, rule.origin);
}

/** Only the first of rules that say the same. */
function distinct(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ path, owner, other, priority }) => {
    const key = `${priority} ${owner} ${other} ${path}`;
    return !seen.has(key) && seen.add(key);
  });
}

function differ(a: Entry, b: Entry): boolean {
  if (a.priority !== b.priority) return false;
  return (
    (a.owner !== undefined && b.owner !== undefined && a.owner !== b.owner) ||
    (a.other !== undefined && b.other !== undefined && a.other !== b.other)
  );
}

function entryOf(policy: Policy, profile: EvaluatedProfile, located: LocatedRule, order: number): Entry[] {
  const rule = located as Located<FileRule>;
  const { node, origin, maybe } = rule;
  if (node.kind !== 'file' || maybe) return [];
  const mode = modeOf(node);
  if (accessOf(located) !== 'allow' || mode === undefined) return [];
  const path = node.path ? pathOf(policy, profile, node.path, origin) : '/{**,}';
  if (path === undefined) return [];
  let pattern: Pattern | undefined;
  const scope = node.prefix?.owner?.value;
  return [
    {
      path,
      literal: literalOf(path),
      order,
      exact: isExact(path),
      pattern: () => {
        pattern ??= parsePattern(path);
        return pattern;
      },
      ...(scope === 'other' || located.block?.owned === false ? {} : { owner: mode }),
      ...(scope === 'owner' || located.block?.others === false ? {} : { other: mode }),
      priority: node.prefix?.priority?.value ?? 0,
      word: node.perms ?? span(node),
      rule,
    },
  ];
}

function accessOf({ node, block }: LocatedRule): string {
  return block?.access ?? node.prefix?.access?.value ?? 'allow';
}

/** What stands before the first pattern. */
function literalOf(path: string): string {
  const at = path.search(/[?*[{\\]/);
  return at < 0 ? path : path.slice(0, at);
}

/** Badly formed patterns are reported elsewhere, and cannot be compared. */
function pathOf(policy: Policy, profile: EvaluatedProfile, path: Word, origin: Origin): string | undefined {
  const text = policy.variables.expand(path.value, path, origin, profile, true);
  if (text === undefined || text.length > longestPattern || patternProblem(text) !== undefined)
    return undefined;
  // Two slashes in front are a place of their own; all others are one.
  return text.replace(/(?<=.)\/{2,}|^\/{3,}/g, '/');
}

function span({ keyword, start, end }: FileRule): Span {
  return keyword ?? { start, end };
}

/** How a program is run, equal for equal modes: scrubbing, kind and fallback, target. `file,` allows ix. */
function modeOf({ perms, safety, target, path }: FileRule): string | undefined {
  if (!path) return perms ? undefined : 'ix ';
  const mode = readPermissions(perms?.value ?? '').modes.find((each) => modeKey(each) !== '');
  if (!mode) return undefined;
  const key = modeKey(mode);
  const kind = mode.toLowerCase();
  const scrubs = safety && kind !== 'ix' ? safety.value === 'safe' : key.startsWith('scrub ');
  return `${scrubs ? 'scrub ' : ''}${kind} ${target?.value ?? ''}`;
}

/** A `change_profile PROGRAM -> PROFILE` rule. */
interface OnExec {
  program: string;
  profile: string;
  exact: boolean;
  unsafe: boolean;
  priority: number;
  word: Word;
  origin: Origin;
}

/** Two such rules for one program and profile must agree on whether the environment is scrubbed. */
function checkOnExec(policy: Policy, profile: EvaluatedProfile, effort: Effort): void {
  const rules = profile.rules.flatMap((rule) => onExecOf(policy, profile, rule));
  const earlier: OnExec[] = [];
  for (const rule of rules.slice(0, mostOnExec)) {
    const rival = earlier.find(
      (other) =>
        other.unsafe !== rule.unsafe &&
        other.priority === rule.priority &&
        other.exact === rule.exact &&
        meet(other.program, rule.program, effort) &&
        meet(other.profile, rule.profile, effort),
    );
    if (rival) policy.report('exec-conflict', rule.word, rival.program, rule.origin);
    earlier.push(rule);
  }
}

const mostOnExec = 200;

function onExecOf(policy: Policy, profile: EvaluatedProfile, located: LocatedRule): OnExec[] {
  const { node, origin, maybe } = located;
  if (node.kind !== 'change_profile' || !node.exec || maybe) return [];
  if (accessOf(located) !== 'allow') return [];
  const program = pathOf(policy, profile, node.exec, origin);
  const target = node.target ? pathOf(policy, profile, node.target, origin) : '**';
  if (program === undefined || target === undefined) return [];
  return [
    {
      program,
      profile: target,
      exact: isExact(program) && isExact(target),
      unsafe: node.safety?.value === 'unsafe',
      priority: node.prefix?.priority?.value ?? 0,
      word: node.exec,
      origin,
    },
  ];
}

function meet(a: string, b: string, effort: Effort): boolean {
  if (a === b) return true;
  const [first, second] = [literalOf(a), literalOf(b)];
  if (!first.startsWith(second) && !second.startsWith(first)) return false;
  return overlapWithin(parsePattern(a), parsePattern(b), effort);
}

/** Whether two patterns overlap, as far as one pair may take of the effort. */
function overlapWithin(a: Pattern, b: Pattern, effort: Effort): boolean {
  const share = { left: Math.min(mostForOne, effort.left) };
  const before = share.left;
  const found = overlap(a, b, share);
  effort.left -= before - Math.max(0, share.left);
  return found === true;
}
