import type { Location } from '../../language/types.ts';
import type { Effort } from '../../syntax/aare.ts';
import type { Rule } from '../../syntax/index.ts';
import { isSiteFile, spellingOf } from '../bySpelling.ts';
import { remove } from '../edits.ts';
import { type FileEntry, fileEntries } from '../fileEntries.ts';
import { covers } from '../patterns.ts';
import { ruleCovers } from '../ruleCover.ts';
import {
  accessOf,
  type EvaluatedProfile,
  isOwn,
  type LocatedRule,
  locationOf,
  placeWords,
  priorityOf,
  profilesOf,
} from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A rule that adds nothing, because others of the same profile or of its includes say all that it says.
 * Equal rules are duplicate-rule's matter. False alarm: a rule kept as a note of what the program needs.
 * Example: `/etc/hosts r,` beside `/etc/** r,`
 */
export const coveredRule: Check = {
  code: 'covered-rule',
  severity: 'hint',
  title: 'A rule that adds nothing to others',
  *run(context: LintContext): Generator<Finding> {
    for (const profile of profilesOf(context)) {
      if (!profile.rules.some(isOwn)) continue;
      const found = [...coveredFiles(context, profile), ...coveredOthers(profile)];
      for (const { rule, by } of found) yield finding(context, rule, by);
    }
  },
};

interface Covered {
  rule: LocatedRule;
  by: readonly LocatedRule[];
}

function finding(context: LintContext, rule: LocatedRule, by: readonly LocatedRule[]): Finding {
  const { start, end } = rule.node;
  const places: Location[] = by.map((each) => locationOf(context, each));
  const verb = accessOf(rule) === 'deny' ? 'forbid' : 'allow';
  const says = by.length === 1 ? `${verb}s` : verb;
  return {
    start,
    end,
    message: `This rule adds nothing: ${places.map((place) => placeWords(context, place)).join(' and ')} ${says} the same and more.`,
    related: places.map((place) => ({ ...place, message: `This ${verb}s it.` })),
    fixes: [{ title: 'Remove this rule', edits: [remove(context.document, rule.node)], preferred: true }],
  };
}

/** Whether a rule may make others needless: it is surely there, and is written where it stays. */
function counts({ maybe, origin, block }: LocatedRule): boolean {
  return !maybe && !block && !isSiteFile(origin.path);
}

// ---- files --------------------------------------------------------------------------------------------------------

/** Counted in pairs of rules and in states of their patterns, in a profile. */
const mostEffort = 400_000;
/** Rules whose paths begin alike are compared with so many others at most. */
const mostCompared = 200;

/** What a rule grants, and on which terms: prepared once, for it is held against many others. */
interface Grant {
  entry: FileEntry;
  bits: number;
  /** How a program is run, empty where none is. */
  run: string;
  audit: boolean;
}

/**
 * One rule alone takes in another first, several together after. What is found to be needless makes nothing else
 * needless, so that all of it can be removed. Later rules go first.
 */
function coveredFiles(context: LintContext, profile: EvaluatedProfile): Covered[] {
  const entries = fileEntries(context, profile);
  const near = new Nearness(entries.filter((entry) => entry.own && isComparable(entry)));
  if (near.isEmpty) return [];
  const written = new Set<string>();
  const others: FileEntry[] = [];
  for (const entry of entries) {
    if (entry.own || !near.mayTakeIn(entry) || !isComparable(entry)) continue;
    if (near.isAt(entry.path)) written.add(spellingOf(entry.rule.node));
    if (counts(entry.rule)) others.push(entry);
  }
  const own: Grant[] = [];
  const index = new Index();
  for (const entry of entries) {
    if (!entry.own || !isComparable(entry)) continue;
    const spelling = spellingOf(entry.rule.node);
    // Equal rules are told by duplicate-rule.
    if (written.has(spelling)) continue;
    written.add(spelling);
    const grant = grantOf(entry);
    own.push(grant);
    if (counts(entry.rule)) index.add(grant);
  }
  // The file's own rules are asked first: what they say can be seen at once.
  for (const entry of others) index.add(grantOf(entry));
  index.complete();
  own.reverse();
  const effort = { left: mostEffort };
  const gone = new Set<FileEntry>();
  const found: Covered[] = [];
  for (const several of [false, true])
    for (const grant of own) {
      if (gone.has(grant.entry) || (several && !isMany(grant))) continue;
      const by = coverers(grant, index, gone, several, effort);
      if (!by) continue;
      gone.add(grant.entry);
      found.push({ rule: grant.entry.rule, by: by.map(({ rule }) => rule) });
    }
  return found;
}

function isComparable({ rule: { node, block } }: FileEntry): boolean {
  return !block && (!node.target || node.exec !== undefined);
}

function grantOf(entry: FileEntry): Grant {
  const { permissions, rule } = entry;
  const { exec, bits, scrubs } = permissions;
  return {
    entry,
    bits,
    run: exec ? `${exec} ${scrubs} ${rule.node.target?.value ?? ''}` : '',
    audit: rule.node.prefix?.audit !== undefined,
  };
}

/** Whether it takes more than one permission, which several rules may share between them. */
function isMany({ bits, run }: Grant): boolean {
  return run !== '' ? bits !== 0 : (bits & (bits - 1)) !== 0;
}

function coverers(
  { entry, bits, run, audit }: Grant,
  index: Index,
  gone: ReadonlySet<FileEntry>,
  several: boolean,
  effort: Effort,
): FileEntry[] | undefined {
  let missing = bits;
  let missingRun = run;
  const by: FileEntry[] = [];
  index.near(entry, (other) => {
    if (--effort.left < 0) return true;
    const runs = missingRun !== '' && other.run === missingRun;
    const helps = several
      ? runs || (missing & other.bits) !== 0
      : (missing & ~other.bits) === 0 && (missingRun === '' || runs);
    if (!helps || gone.has(other.entry) || other.entry.rule.node === entry.rule.node) return false;
    if (!sameTerms(other, { entry, bits, run, audit })) return false;
    if (covers(other.entry.pattern, entry.pattern, effort) !== true) return false;
    by.push(other.entry);
    missing &= ~other.bits;
    if (runs) missingRun = '';
    return missing === 0 && missingRun === '';
  });
  return missing === 0 && missingRun === '' ? by : undefined;
}

/** What is not said by paths and letters must be the same, or more. */
function sameTerms({ entry: wide, audit }: Grant, { entry: narrow, audit: needed }: Grant): boolean {
  if (wide.access !== narrow.access || wide.priority !== narrow.priority) return false;
  if (wide.access === 'allow' ? needed && !audit : needed !== audit) return false;
  return (wide.owners.owned || !narrow.owners.owned) && (wide.owners.others || !narrow.owners.others);
}

/** Which of the many included rules have to do with the few of the file itself. */
class Nearness {
  readonly #paths: ReadonlySet<string>;
  /** In order. */
  readonly #samples: readonly string[];

  constructor(own: readonly FileEntry[]) {
    this.#paths = new Set(own.map(({ path }) => path));
    this.#samples = own.map(({ pattern }) => pattern.sample).sort();
  }

  get isEmpty(): boolean {
    return this.#samples.length === 0;
  }

  isAt(path: string): boolean {
    return this.#paths.has(path);
  }

  /** Whether some path is the same, or begins and ends as the pattern does. */
  mayTakeIn({ path, pattern }: FileEntry): boolean {
    if (this.#paths.has(path)) return true;
    if (pattern.literal) return false;
    for (const head of pattern.heads) if (this.#isBetween(head, pattern.tail)) return true;
    return false;
  }

  #isBetween(head: string, tail: string): boolean {
    let low = 0;
    let high = this.#samples.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#samples[middle]! < head) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < low + mostAsked; at++) {
      const sample = this.#samples[at];
      if (!sample?.startsWith(head)) return false;
      if (sample.endsWith(tail)) return true;
    }
    return true;
  }
}

const mostAsked = 64;

/** Rules by how their paths begin: only those that begin a path can take it in. */
class Index {
  readonly #equal = new Map<string, Grant[]>();
  readonly #heads = new Map<string, Grant[]>();
  /** From the longest on: the rule named is the one that says least beyond. */
  #lengths: number[] = [];

  add(grant: Grant): void {
    const { path, pattern } = grant.entry;
    put(this.#equal, path, grant);
    if (pattern.literal) return;
    for (const head of pattern.heads) {
      put(this.#heads, head, grant);
      if (!this.#lengths.includes(head.length)) this.#lengths.push(head.length);
    }
  }

  /** To be called once all are added. */
  complete(): void {
    this.#lengths.sort((a, b) => b - a);
  }

  /** Asks about each until one is enough. */
  near({ path, pattern: { sample } }: FileEntry, isEnough: (grant: Grant) => boolean): void {
    if (this.#equal.get(path)?.some(isEnough)) return;
    for (const length of this.#lengths) {
      const alike = length <= sample.length ? this.#heads.get(sample.slice(0, length)) : undefined;
      if (!alike) continue;
      for (let at = 0; at < alike.length && at < mostCompared; at++)
        if (alike[at]!.entry.path !== path && isEnough(alike[at]!)) return;
    }
  }
}

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

// ---- rules without a path -----------------------------------------------------------------------------------------

const mostOthers = 50;

const comparable: ReadonlySet<Rule['kind']> = new Set([
  'capability',
  'network',
  'unix',
  'dbus',
  'signal',
  'ptrace',
]);

function coveredOthers({ rules }: EvaluatedProfile): Covered[] {
  const isComparable = ({ node, block }: LocatedRule) => comparable.has(node.kind) && !block;
  const own = rules.filter((rule) => isOwn(rule) && isComparable(rule));
  if (own.length === 0) return [];
  const kinds = new Set(own.map(({ node }) => node.kind));
  const byKind = new Map<string, LocatedRule[]>(own.map((rule) => [termsOf(rule), []]));
  for (const rule of rules)
    if (kinds.has(rule.node.kind) && isComparable(rule)) byKind.get(termsOf(rule))?.push(rule);
  const found: Covered[] = [];
  for (const group of byKind.values()) {
    const gone = new Set<LocatedRule>();
    const wide = group.filter(counts).slice(0, mostOthers);
    for (const rule of group.filter(isOwn).reverse()) {
      const by = wide.find(
        (other) =>
          other !== rule &&
          !gone.has(other) &&
          ruleCovers(other.node, rule.node) &&
          spellingOf(other.node) !== spellingOf(rule.node),
      );
      if (!by) continue;
      gone.add(rule);
      found.push({ rule, by: [by] });
    }
  }
  return found;
}

function termsOf(rule: LocatedRule): string {
  const { kind, prefix } = rule.node;
  return `${kind} ${accessOf(rule)} ${priorityOf(rule)} ${prefix?.audit !== undefined} ${prefix?.owner?.value}`;
}
