/** The file rules of a profile as they count: paths expanded and read, permissions told apart. */
import type { FileRule } from '../syntax/index.ts';
import { type PathPattern, pathPattern } from './patterns.ts';
import {
  accessOf,
  type EvaluatedProfile,
  type Expansions,
  expandedPath,
  expansionScope,
  type FilePermissions,
  isOfProfile,
  isOwn,
  type LocatedRule,
  type Owners,
  ownersOf,
  permissionsOf,
  priorityOf,
  profilesOf,
} from './rules.ts';
import type { LintContext } from './types.ts';

export interface FileEntry {
  rule: LocatedRule & { node: FileRule };
  /** With variables expanded. */
  path: string;
  pattern: PathPattern;
  permissions: FilePermissions;
  access: 'allow' | 'deny' | 'prompt';
  owners: Owners;
  priority: number;
  /** Whether the checked file itself writes it. */
  own: boolean;
}

/** The file rules among a run of rules. */
export interface EntryRun {
  readonly entries: readonly FileEntry[];
  /** The file they stand in; undefined for the checked file. */
  readonly path: string | undefined;
}

const known = new WeakMap<EvaluatedProfile, readonly EntryRun[]>();

/**
 * The file rules of a profile and its includes, in order, run by run. Those whose variables are not known are left out.
 * The run of an included file is mostly the same object for all profiles that include it.
 */
export function entryRuns(context: LintContext, profile: EvaluatedProfile): readonly EntryRun[] {
  let runs = known.get(profile);
  if (!runs) {
    const scope = expansionScope(context);
    runs = profile.runs.map(({ rules, origin: { path }, shared }) =>
      shared ? sharedRun(context, profile, scope, rules, path) : entryRun(context, profile, rules, path),
    );
    known.set(profile, runs);
  }
  return runs;
}

function entryRun(
  context: LintContext,
  profile: EvaluatedProfile,
  rules: readonly LocatedRule[],
  path: string | undefined,
): EntryRun {
  const entries: FileEntry[] = [];
  for (const rule of rules) {
    const entry = isFile(rule) ? entryOf(context, profile, rule) : undefined;
    if (entry) entries.push(entry);
  }
  return { entries, path };
}

function isFile(rule: LocatedRule): rule is FileEntry['rule'] {
  return rule.node.kind === 'file';
}

/** The rules of an abstraction stand in many profiles, and mostly mean the same in all of them. */
const byScope = new WeakMap<Expansions, WeakMap<readonly LocatedRule[], EntryRun>>();

function sharedRun(
  context: LintContext,
  profile: EvaluatedProfile,
  scope: Expansions,
  rules: readonly LocatedRule[],
  path: string | undefined,
): EntryRun {
  let runs = byScope.get(scope);
  if (!runs) {
    runs = new WeakMap();
    byScope.set(scope, runs);
  }
  let run = runs.get(rules);
  if (!run) {
    run = entryRun(context, profile, rules, path);
    if (!rules.some((rule) => isFile(rule) && isOfProfile(rule.node.path?.value ?? ''))) runs.set(rules, run);
  }
  return run;
}

function entryOf(
  context: LintContext,
  profile: EvaluatedProfile,
  rule: FileEntry['rule'],
): FileEntry | undefined {
  const { node } = rule;
  // `file,` stands for every path.
  const path = node.path ? expandedPath(context, node.path, rule, profile) : '/{**,}';
  const pattern = path === undefined ? undefined : pathPattern(path);
  if (path === undefined || !pattern) return undefined;
  return {
    rule,
    path,
    pattern,
    permissions: permissionsOf(node),
    access: accessOf(rule),
    owners: ownersOf(rule),
    priority: priorityOf(rule),
    own: isOwn(rule),
  };
}

/** The file rules of a profile that the checked file writes itself. */
export function ownEntries(context: LintContext, profile: EvaluatedProfile): readonly FileEntry[] {
  let entries = knownOwn.get(profile);
  if (!entries) {
    entries = entryRuns(context, profile).flatMap(({ entries, path }) => (path === undefined ? entries : []));
    knownOwn.set(profile, entries);
  }
  return entries;
}

const knownOwn = new WeakMap<EvaluatedProfile, readonly FileEntry[]>();

/** The file rules that the checked file writes itself. */
export function ownFileEntries(context: LintContext): FileEntry[] {
  return profilesOf(context).flatMap((profile) => ownEntries(context, profile));
}

/** Whether the permissions let a file be written, replaced or appended to. */
export function writes({ letters }: FilePermissions): boolean {
  return letters.has('w') || letters.has('a');
}

/** What to point at: the path as written, or the whole of `file,`. */
export function placeOfEntry({ rule: { node } }: FileEntry): { start: number; end: number } {
  const { start, end } = node.path ?? node;
  return { start, end };
}
