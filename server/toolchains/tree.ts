/** Finds the parser, its loader and its libraries in an unpacked tree, whatever the release's layout. */
import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export interface ToolchainTree {
  loader: string;
  libraries: string[];
  parser: string;
  base: string;
  features?: string;
}

/**
 * Older releases have /sbin and /lib apart from /usr, newer ones only /usr; the loader's name differs between
 * architectures (ld-linux-x86-64.so.2, ld-linux-aarch64.so.1, ld64.so.2). Returns undefined where a part is missing.
 */
export function findTree(root: string): ToolchainTree | undefined {
  const parser = ['usr/sbin', 'sbin'].map((place) => join(root, place, 'apparmor_parser')).find(existsSync);
  const base = join(root, 'etc/apparmor.d');
  const libraries = libraryDirectories(root);
  const loader = libraries.flatMap((directory) => loadersIn(directory))[0];
  if (!parser || !loader || !existsSync(join(base, 'abi'))) return undefined;
  const features = join(root, 'usr/share/apparmor-features/features');
  return { loader, libraries, parser, base, ...(existsSync(features) ? { features } : {}) };
}

/** The directories of shared libraries: those directly below lib and usr/lib that hold libc. */
function libraryDirectories(root: string): string[] {
  const found: string[] = [];
  for (const top of ['usr/lib', 'lib']) {
    const directory = join(root, top);
    if (!existsSync(directory) || lstatSync(directory).isSymbolicLink()) continue;
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (
        entry.isDirectory() &&
        readdirSync(join(directory, entry.name)).some((name) => /\.so\.\d/.test(name))
      )
        found.push(join(directory, entry.name));
    }
  }
  return found;
}

function loadersIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => /^ld(?:-linux[\w-]*|64)\.so\.\d+$/.test(name))
    .map((name) => join(directory, name))
    .filter((path) => staysInside(directory, path));
}

/** A loader given as an absolute link would point at the machine's own. */
function staysInside(directory: string, path: string): boolean {
  if (!lstatSync(path).isSymbolicLink()) return true;
  const target = resolve(dirname(path), readlinkSync(path));
  return existsSync(target) && !relative(directory, target).startsWith('..');
}

/** The argv prefix that runs the tree's parser with nothing of the machine's own. */
export function treeCommand(tree: ToolchainTree): string[] {
  return [tree.loader, '--library-path', tree.libraries.join(':'), tree.parser];
}
