import type { Location } from '../../language/types.ts';
import type { Effort } from '../../syntax/aare.ts';
import type { Rule } from '../../syntax/index.ts';
import { remembered } from '../../syntax/remembered.ts';
import { isSiteFile, SpeltRules, spellingOf } from '../bySpelling.ts';
import { remove } from '../edits.ts';
import { type EntryRun, entryRuns, type FileEntry, ownEntries } from '../fileEntries.ts';
import { covers } from '../patterns.ts';
import { ruleCovers } from '../ruleCover.ts';
import {
  accessOf,
  type EvaluatedProfile,
  hasOwnRules,
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
      if (!hasOwnRules(profile)) continue;
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
  const mine = ownEntries(context, profile).filter(isComparable);
  if (mine.length === 0) return [];
  const near = new Nearness(mine);
  for (const run of entryRuns(context, profile)) if (run.path !== undefined) near.take(indexOf(run));
  const own: Grant[] = [];
  const written = new SpeltRules();
  const index = newIndex();
  for (const entry of mine) {
    // Equal rules are told by duplicate-rule.
    if (written.equal(entry.rule) || near.included.equal(entry.rule)) continue;
    written.add(entry.rule);
    const grant = grantOf(entry);
    own.push(grant);
    if (counts(entry.rule)) addGrant(index, grant);
  }
  near.takeOwn(index);
  own.reverse();
  const effort = { left: mostEffort };
  const gone = new Set<FileEntry>();
  const found: Covered[] = [];
  for (const several of [false, true])
    for (const grant of own) {
      if (gone.has(grant.entry) || (several && !isMany(grant))) continue;
      const by = coverers(grant, near, gone, several, effort);
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
  near: Nearness,
  gone: ReadonlySet<FileEntry>,
  several: boolean,
  effort: Effort,
): FileEntry[] | undefined {
  let missing = bits;
  let missingRun = run;
  const by: FileEntry[] = [];
  near.ask(entry, (other) => {
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

/** The rules of a file by their paths. */
interface Index {
  /** All of them. */
  written: Map<string, LocatedRule[]>;
  /** Those that may make others needless, by their path, and by the directory in which it begins. */
  equal: Map<string, Grant[]>;
  begun: Map<string, Grant[]>;
}

function newIndex(): Index {
  return { written: new Map(), equal: new Map(), begun: new Map() };
}

function addGrant({ equal, begun }: Index, grant: Grant): void {
  const { path, pattern } = grant.entry;
  put(equal, path, grant);
  if (pattern.literal) return;
  for (const directory of new Set(pattern.heads.map(directoryOf))) put(begun, directory, grant);
}

/** Of an included file. */
const indexOf = remembered(({ entries }: EntryRun) => {
  const index = newIndex();
  for (const entry of entries) {
    if (!isComparable(entry)) continue;
    put(index.written, entry.path, entry.rule);
    if (counts(entry.rule)) addGrant(index, grantOf(entry));
  }
  return index;
});

/** What a path begins with up to its last slash. */
function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** What of many rules has to do with the file's own, which are few: the same paths, and patterns that begin theirs. */
class Nearness {
  /** Included rules of the same paths. */
  readonly included = new SpeltRules();
  readonly #equal = new Map<string, Grant[]>();
  /** For each directory that an own path is in. */
  readonly #begun = new Map<string, Grant[]>();

  constructor(own: readonly FileEntry[]) {
    for (const { path, pattern } of own) {
      this.#equal.set(path, []);
      for (let directory = directoryOf(pattern.sample); !this.#begun.has(directory); ) {
        this.#begun.set(directory, []);
        directory = directoryOf(directory.slice(0, -1));
      }
    }
  }

  /** An included file; to be called in order. */
  take({ written, equal, begun }: Index): void {
    for (const [path, rules] of written)
      if (this.#equal.has(path)) for (const rule of rules) this.included.add(rule);
    addTo(this.#equal, equal);
    addTo(this.#begun, begun);
  }

  /** The file's own rules are asked first: what they say can be seen at once. */
  takeOwn({ equal, begun }: Index): void {
    addTo(this.#equal, equal, true);
    addTo(this.#begun, begun, true);
  }

  /** Asks about each that might take in a rule, from the nearest directory up, until one is enough. */
  ask({ path, pattern: { sample } }: FileEntry, isEnough: (grant: Grant) => boolean): void {
    if (this.#equal.get(path)!.some(isEnough)) return;
    for (let directory = directoryOf(sample); ; directory = directoryOf(directory.slice(0, -1))) {
      const begun = this.#begun.get(directory)!;
      const most = Math.min(begun.length, mostCompared);
      for (let at = 0; at < most; at++) {
        const { entry } = begun[at]!;
        if (entry.path !== path && sample.endsWith(entry.pattern.tail) && isEnough(begun[at]!)) return;
      }
      if (directory === '') return;
    }
  }
}

/** Adds what has a place there, behind or in front. */
function addTo(known: Map<string, Grant[]>, more: ReadonlyMap<string, Grant[]>, inFront = false): void {
  for (const [key, grants] of more) {
    const there = known.get(key);
    if (!there) continue;
    if (!inFront) for (const grant of grants) there.push(grant);
    else known.set(key, [...grants, ...there]);
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

const isOther = ({ node, block }: LocatedRule) => comparable.has(node.kind) && !block;
const othersOf = remembered((rules: readonly LocatedRule[]) => rules.filter(isOther));

function coveredOthers({ runs }: EvaluatedProfile): Covered[] {
  const own = runs.flatMap((run) => (run.origin.path === undefined ? othersOf(run.rules) : []));
  if (own.length === 0) return [];
  const byKind = new Map<string, LocatedRule[]>(own.map((rule) => [termsOf(rule), []]));
  const kinds = new Set(own.map(({ node }) => node.kind));
  for (const run of runs)
    for (const rule of othersOf(run.rules))
      if (kinds.has(rule.node.kind)) byKind.get(termsOf(rule))?.push(rule);
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
