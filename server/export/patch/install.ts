/** debian/install: the files that a package takes over as they are. */
import { CannotPlace, lineBreakOf, linesOf, textOf } from '../place.ts';

/**
 * Adds `SOURCE DIRECTORY` to the list; unchanged where the source is in it. `list` is undefined for a new file. Throws
 * CannotPlace where the list is made by a program, which a line more could break.
 */
export function addToInstall(
  list: string | undefined,
  source: string,
  directory: string,
  isExecutable = false,
): string {
  const lines = linesOf(list ?? '');
  if (lines.some((line) => wordsOf(line)[0] === source)) return list!;
  if (isExecutable && !/^#!.*\bdh-exec\b/.test(lines[0] ?? ''))
    throw new CannotPlace(`it is a program that writes the list: make it write “${source} ${directory}” too`);
  return textOf([...lines, `${source} ${directory}`], lineBreakOf(list ?? ''));
}

/** The other sources from which a list installs a file, e.g. `apparmor/usr.bin.p` for `etc/apparmor.d/usr.bin.p`. */
export function sourcesOf(list: string, target: string): string[] {
  return linesOf(list).flatMap((line) => {
    const words = wordsOf(line).map((word) => word.replace(/^\/+|\/+$/g, ''));
    // dh-exec renames: `SOURCE => TARGET`.
    if (words[1] === '=>') return words[2] === target ? [words[0]!] : [];
    const directory = words.at(-1);
    return words.slice(0, -1).filter((word) => `${directory}/${word.split('/').at(-1)}` === target);
  });
}

function wordsOf(line: string): string[] {
  return /^\s*#/.test(line) ? [] : line.trim().split(/\s+/).filter(Boolean);
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
