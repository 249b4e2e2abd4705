/** The file rules of a profile as they count: paths expanded and read, permissions told apart. */
import type { FileRule } from '../syntax/index.ts';
import { type PathPattern, pathPattern } from './patterns.ts';
import {
  accessOf,
  type EvaluatedProfile,
  expandedPath,
  type FilePermissions,
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
  profile: EvaluatedProfile;
  /** Where it stands among the profile's rules. */
  order: number;
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
    entries = profile.rules.flatMap((rule, order) => entryOf(context, profile, rule, order));
    known.set(profile, entries);
  }
  return entries;
}

/** The file rules that the checked file writes itself. */
export function ownFileEntries(context: LintContext): FileEntry[] {
  return profilesOf(context).flatMap((profile) => fileEntries(context, profile).filter(({ own }) => own));
}

function entryOf(
  context: LintContext,
  profile: EvaluatedProfile,
  located: LocatedRule,
  order: number,
): FileEntry[] {
  const { node } = located;
  if (node.kind !== 'file') return [];
  // `file,` stands for every path.
  const path = node.path ? expandedPath(context, node.path, located, profile) : '/{**,}';
  const pattern = path === undefined ? undefined : pathPattern(path);
  if (path === undefined || !pattern) return [];
  return [
    {
      rule: located as FileEntry['rule'],
      profile,
      order,
      path,
      pattern,
      permissions: permissionsOf(node),
      access: accessOf(located),
      owners: ownersOf(located),
      priority: priorityOf(located),
      own: isOwn(located),
    },
  ];
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
