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
    entries = [];
    const scope = expansionScope(context);
    const { rules } = profile;
    for (let order = 0; order < rules.length; order++) {
      const rule = rules[order]!;
      const reading =
        rule.node.kind === 'file' ? readingOf(context, profile, rule, rule.node, scope) : undefined;
      if (reading)
        entries.push({
          rule: rule as FileEntry['rule'],
          profile,
          order,
          path: reading.path,
          pattern: reading.pattern,
          permissions: reading.permissions,
          access: accessOf(rule),
          owners: ownersOf(rule),
          priority: priorityOf(rule),
          own: isOwn(rule),
        });
    }
    known.set(profile, entries);
  }
  return entries;
}

/** What a rule comes to by itself. */
interface Reading extends Pick<FileEntry, 'path' | 'pattern' | 'permissions'> {
  /** Where it holds; undefined where it holds everywhere. */
  scope: Expansions | undefined;
}

/** The rules of an abstraction stand in many profiles, and mostly mean the same in all of them. */
const readings = new WeakMap<FileRule, Reading>();

function readingOf(
  context: LintContext,
  profile: EvaluatedProfile,
  located: LocatedRule,
  node: FileRule,
  scope: Expansions,
): Reading | undefined {
  const before = readings.get(node);
  if (before && (before.scope === undefined || before.scope === scope)) return before;
  // `file,` stands for every path.
  const path = node.path ? expandedPath(context, node.path, located, profile) : '/{**,}';
  const pattern = path === undefined ? undefined : pathPattern(path);
  if (path === undefined || !pattern) return undefined;
  const written = node.path?.value ?? '';
  const reading: Reading = {
    path,
    pattern,
    permissions: permissionsOf(node),
    scope: written.includes('@{') ? scope : undefined,
  };
  if (!isOfProfile(written)) readings.set(node, reading);
  return reading;
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
