/** A policy tree read at once, for whoever looks at many of its files: the page's language features do. */
import type { WholePolicyTree } from '../shared/api/schemas.ts';
import { RequestError } from './parser/errors.ts';
import { readTree, treeOf } from './policyTree.ts';

export interface TreeBounds {
  files: number;
  /** UTF-16 characters of all texts together. */
  characters: number;
}

/** Ten times what Debian and Ubuntu ship. */
const usual: TreeBounds = { files: 3_000, characters: 4_000_000 };

/** The tree of the toolchain that answers for a target. Throws RequestError. */
export async function readWholePolicyTree(targetId: string): Promise<WholePolicyTree> {
  return readWholeTree(await treeOf(targetId));
}

/** As readWholePolicyTree, for a tree at hand. What cannot be read alone (links that lead out, pipes) is left out. */
export async function readWholeTree(base: string, bounds = usual): Promise<WholePolicyTree> {
  const files: WholePolicyTree['files'] = [];
  const folders = [''];
  let characters = 0;
  // Depth is bounded too: a link to a directory above it would go on until the path is too long to be one.
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const found = await readable(base, folder);
    if (found?.kind !== 'directory') continue;
    for (const entry of found.entries) {
      const path = folder === '' ? entry : `${folder}/${entry}`;
      if (entry.endsWith('/')) {
        if (path.split('/').length < 8) folders.push(path.slice(0, -1));
        continue;
      }
      const file = await readable(base, path);
      if (file?.kind !== 'file') continue;
      characters += file.text.length;
      if (files.length >= bounds.files || characters > bounds.characters)
        return { files: sorted(files), incomplete: 'The policy tree is too large to be read whole.' };
      files.push({ path, text: file.text });
    }
  }
  return { files: sorted(files) };
}

async function readable(base: string, path: string) {
  try {
    return await readTree(base, path);
  } catch (error) {
    if (error instanceof RequestError) return undefined;
    throw error;
  }
}

function sorted(files: WholePolicyTree['files']): WholePolicyTree['files'] {
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
