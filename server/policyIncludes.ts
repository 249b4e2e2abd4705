/** What a policy text includes, found on this machine: for the built-in parser on the command line and in tests. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { PolicyTree } from '../shared/language/workspace.ts';
import type { IncludedText, ResolveInclude } from '../shared/syntax/index.ts';
import { skippedInDirectory } from '../shared/syntax/skipped.ts';

/** More than any abstraction or tunable has, and than any directory of them. */
const largestFile = 1_000_000;
const largestDirectory = 4_000_000;

/**
 * Looks names in angle brackets up below `base`, as apparmor_parser does with its -b, and others from `cwd`. What
 * cannot be read counts as not there; of a directory, backups are passed over. Files are read once. Those below the
 * base are named relative to it, others by their absolute path.
 */
export function includesFrom(base: string, cwd = process.cwd()): ResolveInclude {
  const known = new Map<string, readonly IncludedText[] | undefined>();
  return (path, form) => {
    // Not made shorter: a directory that is left by “..” must be there.
    const place = form === 'magic' ? `${base}/${path}` : isAbsolute(path) ? path : `${cwd}/${path}`;
    const key = `${form} ${place}`;
    if (!known.has(key)) known.set(key, readPlace(place, form === 'magic' ? base : undefined));
    return known.get(key);
  };
}

function readPlace(place: string, base: string | undefined): IncludedText[] | undefined {
  try {
    return namedFiles(place)?.map((path) => ({
      path: base === undefined ? resolve(path) : relative(base, path),
      text: textOf(path),
    }));
  } catch {
    return undefined;
  }
}

/** Files of the kernel say that they are empty; reading some of them would wait for ever. */
function textOf(path: string): string {
  return statSync(path).size === 0 ? '' : readFileSync(path, 'utf8');
}

/**
 * The files that an include of a place brings: the file, or those of a directory that apparmor_parser would read, in
 * order; undefined where there is nothing, or a directory of so much that it is none of policies. Regular files only:
 * a pipe would block for ever.
 */
export function namedFiles(place: string): string[] | undefined {
  const about = statSync(place, { throwIfNoEntry: false });
  if (!about) return undefined;
  // apparmor_parser passes over devices such as /dev/null.
  if (about.isCharacterDevice()) return [];
  if (!about.isDirectory()) return isText(place) ? [place] : undefined;
  const files = readdirSync(place)
    .filter((name) => !skippedInDirectory(name))
    .sort()
    .map((name) => join(place, name))
    .filter(isText);
  const size = files.reduce((sum, path) => sum + statSync(path).size, 0);
  return size <= largestDirectory ? files : undefined;
}

/**
 * Policy trees on disk as one, the first one that has a file winning. Nothing outside of them is read, except where
 * links lead.
 */
export function treeOn(bases: readonly string[]): PolicyTree {
  const inside = (path: string) => !path.split('/').includes('..');
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    const place = inside(path) ? bases.map((base) => join(base, path)).find(isText) : undefined;
    try {
      return place === undefined ? undefined : textOf(place);
    } catch {
      return undefined;
    }
  };
  return {
    read: (path) => {
      if (!texts.has(path)) texts.set(path, read(path));
      return texts.get(path);
    },
    list: (path) => {
      const lists = inside(path) ? bases.map((base) => namesIn(join(base, path))) : [];
      const found = lists.filter((names) => names !== undefined);
      return found.length > 0 ? [...new Set(found.flat())].sort() : undefined;
    },
  };
}

function namesIn(directory: string): string[] | undefined {
  try {
    return readdirSync(directory, { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    );
  } catch {
    return undefined;
  }
}

function isText(path: string): boolean {
  try {
    const about = statSync(path, { throwIfNoEntry: false });
    return about?.isFile() === true && about.size <= largestFile;
  } catch {
    // Not to be read by this user.
    return false;
  }
}
