/** The file rules of a profile as they count: paths expanded and read, permissions told apart. */
import type { FileRule, PolicyFile } from '../syntax/index.ts';
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
  type Origin,
  type Owners,
  ownersOf,
  permissionsOf,
  priorityOf,
  profilesOf,
} from './rules.ts';
import type { LintContext } from './types.ts';

export interface FileEntry {
  /** Of an included file it is the same for all profiles, and does not say which include brings it. */
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

const known = new WeakMap<EvaluatedProfile, FileEntry[]>();

/** The file rules of a profile and its includes, in order. Those whose variables are not known are left out. */
export function fileEntries(context: LintContext, profile: EvaluatedProfile): FileEntry[] {
  let entries = known.get(profile);
  if (!entries) {
    entries = [];
    const scope = expansionScope(context);
    let origin: Origin | undefined;
    let shared: Shared | undefined;
    for (const rule of profile.rules) {
      if (rule.node.kind !== 'file') continue;
      if (rule.origin !== origin) {
        origin = rule.origin;
        shared = origin.tree && sharedEntries(scope, origin);
      }
      const located = rule as FileEntry['rule'];
      const entry =
        shared && !rule.maybe && !rule.block
          ? sharedEntry(context, profile, located, shared)
          : entryOf(context, profile, located);
      if (entry) entries.push(entry);
    }
    known.set(profile, entries);
  }
  return entries;
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

/** What the rules of an included file come to, by their index: null where they come to nothing. */
interface Shared {
  origin: Origin;
  entries: (FileEntry | null | undefined)[];
}

/** The rules of an abstraction stand in many profiles, and mostly mean the same in all of them. */
const byScope = new WeakMap<Expansions, WeakMap<PolicyFile, Shared>>();

function sharedEntries(scope: Expansions, { tree, text, path }: Origin): Shared {
  let files = byScope.get(scope);
  if (!files) {
    files = new WeakMap();
    byScope.set(scope, files);
  }
  let shared = files.get(tree!);
  if (!shared) {
    shared = { origin: { tree, text, ...(path === undefined ? {} : { path }) }, entries: [] };
    files.set(tree!, shared);
  }
  return shared;
}

function sharedEntry(
  context: LintContext,
  profile: EvaluatedProfile,
  rule: FileEntry['rule'],
  { origin, entries }: Shared,
): FileEntry | undefined {
  const before = entries[rule.index];
  if (before !== undefined) return before ?? undefined;
  const entry = entryOf(context, profile, { ...rule, origin });
  if (!isOfProfile(rule.node.path?.value ?? '')) entries[rule.index] = entry ?? null;
  return entry;
}

/** The file rules that the checked file writes itself. */
export function ownFileEntries(context: LintContext): FileEntry[] {
  return profilesOf(context).flatMap((profile) => fileEntries(context, profile).filter(({ own }) => own));
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
