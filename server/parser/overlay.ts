/**
 * The files under edit are found before those of the policy tree, in a directory of their own. An include of a whole
 * directory (`include <tunables/home.d>`) takes the first directory of that name, though, and on a real system the
 * edited file lies beside the others: so the others are linked in.
 */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const maxEntries = 200;

/**
 * The files of the policy tree at `base` that have to lie beside `overlay`, as paths relative to the tree.
 * `texts` are all texts that may include a directory.
 */
export function besideOverlay(overlay: { path: string }[], base: string, texts: string[]): string[] {
  const edited = new Set(overlay.map((file) => file.path));
  const directories = new Set(overlay.map((file) => dirname(file.path)).filter((path) => path !== '.'));
  return [...directories]
    .filter((directory) => directory.endsWith('.d') || texts.some((text) => text.includes(`<${directory}>`)))
    .flatMap((directory) => filesIn(join(base, directory)).map((name) => `${directory}/${name}`))
    .filter((path) => !edited.has(path));
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .slice(0, maxEntries)
      .map((entry) => entry.name);
  } catch {
    // The release has no such directory.
    return [];
  }
}
