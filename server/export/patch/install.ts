/** debian/install: the files that a package takes over as they are. */
import { lineBreakOf, linesOf, textOf } from '../place.ts';

/** Adds `SOURCE DIRECTORY` to the list; unchanged where the source is in it. `list` is undefined for a new file. */
export function addToInstall(list: string | undefined, source: string, directory: string): string {
  const lines = linesOf(list ?? '');
  if (lines.some((line) => !/^\s*#/.test(line) && line.trim().split(/\s+/)[0] === source)) return list!;
  return textOf([...lines, `${source} ${directory}`], lineBreakOf(list ?? ''));
}

/** The list of a package: its own, else the unnamed one that belongs to the first package. */
export function installListOf(
  name: string,
  packages: readonly string[],
  isThere: (path: string) => boolean,
): string {
  const own = `debian/${name}.install`;
  if (isThere(own) || packages[0] !== name) return own;
  return 'debian/install';
}
