/** What a policy text includes, found on this machine: for the built-in parser on the command line and in tests. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { IncludedText, ResolveInclude } from '../shared/syntax/index.ts';
import { skippedInDirectory } from '../shared/syntax/skipped.ts';

/** More than any abstraction or tunable has. */
const largestFile = 1_000_000;

/**
 * Looks names in angle brackets up below `base`, as apparmor_parser does with its -b, and others from `cwd`. What
 * cannot be read counts as not there; of a directory, backups are passed over. Files are read once.
 */
export function includesFrom(base: string, cwd = process.cwd()): ResolveInclude {
  const known = new Map<string, readonly IncludedText[] | undefined>();
  return (path, form) => {
    const place = form === 'magic' ? join(base, path) : resolve(cwd, path);
    if (!known.has(place)) known.set(place, readPlace(place));
    return known.get(place);
  };
}

function readPlace(place: string): IncludedText[] | undefined {
  try {
    return namedFiles(place)?.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  } catch {
    return undefined;
  }
}

/**
 * The files that an include of a place brings: the file, or those of a directory that apparmor_parser would read, in
 * order; undefined where there is nothing. Regular files only: a pipe would block for ever.
 */
export function namedFiles(place: string): string[] | undefined {
  const about = statSync(place, { throwIfNoEntry: false });
  if (!about) return undefined;
  if (!about.isDirectory()) return isText(place) ? [place] : undefined;
  return readdirSync(place)
    .filter((name) => !skippedInDirectory(name))
    .sort()
    .map((name) => join(place, name))
    .filter(isText);
}

function isText(path: string): boolean {
  const about = statSync(path, { throwIfNoEntry: false });
  return about?.isFile() === true && about.size <= largestFile;
}
