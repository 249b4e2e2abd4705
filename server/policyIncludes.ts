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
    if (!statSync(place).isDirectory()) return readRegular(place);
    return readdirSync(place)
      .filter((name) => !skippedInDirectory(name))
      .sort()
      .flatMap((name) => readRegular(join(place, name)) ?? []);
  } catch {
    return undefined;
  }
}

/** Regular files only: a pipe would block for ever. */
function readRegular(path: string): IncludedText[] | undefined {
  const about = statSync(path, { throwIfNoEntry: false });
  if (!about?.isFile() || about.size > largestFile) return undefined;
  return [{ path, text: readFileSync(path, 'utf8') }];
}
