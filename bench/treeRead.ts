/** Reads profiles on disk, with what they include, as the command line does; built before it is measured. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type PolicyTree, Workspace } from '../shared/language/workspace.ts';
import { lint } from '../shared/lint/index.ts';

const base = '/etc/apparmor.d';
export const extra = '/usr/share/apparmor/extra-profiles';

/** Every profile of Debian's tree, as the tree below names them, and where they are. */
export function treeOnDisk(): { paths: string[]; places: string[] } {
  const paths = [...profilesIn(base), ...profilesIn(extra).map((name) => `${extraFolder}/${name}`)];
  return { paths, places: paths.map(placeOf) };
}

/** Names of the profiles in a directory: its files, without the one that explains them. */
function profilesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== 'README' && statSync(join(folder, name)).isFile())
    .sort();
}

/** Where the extra profiles stand in the tree that is read. */
const extraFolder = 'extra-profiles';

/** The policy tree on disk; what was read is kept for one round. */
function diskTree(): PolicyTree {
  const texts = new Map<string, string | undefined>();
  const lists = new Map<string, string[] | undefined>();
  const kept = <Value>(known: Map<string, Value>, path: string, make: (place: string) => Value): Value => {
    if (!known.has(path)) known.set(path, make(placeOf(path)));
    return known.get(path)!;
  };
  return {
    read: (path) =>
      kept(texts, path, (place) => {
        const found = statSync(place, { throwIfNoEntry: false });
        return found?.isFile() ? readFileSync(place, 'utf8') : undefined;
      }),
    list: (path) =>
      kept(lists, path, (place) => {
        if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return undefined;
        return readdirSync(place, { withFileTypes: true })
          .map((entry) => entry.name + (entry.isDirectory() ? '/' : ''))
          .sort();
      }),
  };
}

function placeOf(path: string): string {
  return path.startsWith(`${extraFolder}/`)
    ? join(extra, path.slice(extraFolder.length + 1))
    : join(base, path);
}

/** Parse and lint every profile, nothing kept from before. @returns how many findings there are */
export function readAll(paths: readonly string[]): number {
  const workspace = new Workspace({ files: [], tree: diskTree(), target: 'debian-12' });
  let found = 0;
  for (const path of paths)
    found += workspace.document(path)!.diagnostics.length + lint(workspace, path).length;
  return found;
}

/** Parse and lint one text. */
export function readOne(text: string): number {
  const workspace = new Workspace({ files: [{ path: 'p', text }] });
  return lint(workspace, 'p').length;
}
