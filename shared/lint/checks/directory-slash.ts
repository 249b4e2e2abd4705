import type { PolicyDocument } from '../../language/workspace.ts';
import { remove, replace } from '../edits.ts';
import { type FileEntry, ownEntries, placeOfEntry } from '../fileEntries.ts';
import { hasOwnRules, profilesOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * The kernel asks about directories with a slash behind their names, so a path without one matches files only.
 * Told for paths that are known as directories, or that the same profile has files below.
 * False alarm: a name that is a file on one release and a directory on another. Example: `/etc/example r,` beside
 * `/etc/example/* r,`
 */
export const directorySlash: Check = {
  code: 'directory-slash',
  severity: 'warning',
  title: 'A directory without a slash at its end',
  *run(context: LintContext): Generator<Finding> {
    for (const profile of profilesOf(context)) {
      if (!hasOwnRules(profile)) continue;
      const own = ownEntries(context, profile);
      const candidates = own.filter(mayBeDirectory);
      if (candidates.length === 0) continue;
      const directories = new Set<string>();
      for (const { path } of own) addParents(path, directories);
      for (const entry of candidates)
        if (known.has(entry.path) || directories.has(entry.path)) yield finding(context.document, entry, own);
    }
  },
};

/** Directories of every system. */
const known: ReadonlySet<string> = new Set([
  ...['/bin', '/boot', '/dev', '/dev/pts', '/dev/shm', '/etc', '/home', '/home/*', '/lib', '/media', '/mnt'],
  ...['/opt', '/proc', '/root', '/run', '/sbin', '/srv', '/sys', '/tmp', '/usr', '/usr/bin', '/usr/lib'],
  ...['/usr/local', '/usr/sbin', '/usr/share', '/var', '/var/cache', '/var/lib', '/var/log', '/var/spool'],
  ...['/var/tmp', '{/home/*,/root}', '/proc/*', '/proc/*/fd', '/proc/*/task', '/sys/class', '/sys/devices'],
]);

/** A name that is read or written and ends in plain letters. */
function mayBeDirectory({ path, permissions, rule }: FileEntry): boolean {
  const { letters, exec } = permissions;
  if (exec || letters.has('m') || letters.has('k') || rule.node.target) return false;
  return /[^/*?\]}]$/.test(path) || known.has(path);
}

/** The directories that a path lies in, as far as its slashes stand outside of alternatives. */
function addParents(path: string, into: Set<string>): void {
  let depth = 0;
  for (let at = 1; at < path.length; at++) {
    const character = path[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}') depth--;
    // The slash at the end names the directory itself: that is as it should be.
    else if (character === '/' && depth === 0 && at + 1 < path.length) into.add(path.slice(0, at));
  }
}

function finding(document: PolicyDocument, entry: FileEntry, own: readonly FileEntry[]): Finding {
  const { node } = entry.rule;
  const twin = own.some(
    (other) => other.path === `${entry.path}/` && (entry.permissions.bits & ~other.permissions.bits) === 0,
  );
  const at = node.path!.quoted ? node.path!.end - 1 : node.path!.end;
  return {
    ...placeOfEntry(entry),
    message: `This is a directory: without a slash at its end the rule does not match it${
      twin ? ', and the one with a slash does what is needed' : ''
    }.`,
    fixes: [
      twin
        ? { title: 'Remove this rule', edits: [remove(document, node)] }
        : {
            title: 'Add the slash',
            edits: [replace(document, { start: at, end: at }, '/')],
            preferred: true,
          },
    ],
  };
}
