/**
 * Features files: what a kernel says it can mediate, as in /sys/kernel/security/apparmor/features and in policy
 * `abi` files. The text form is `name {child {value\n}\n}\n`: a directory holds names, a file holds a value.
 */

/** A directory of features; a string is a file's content. */
export interface FeatureTree {
  [name: string]: string | FeatureTree;
}

/** libapparmor reads a features file into a buffer of this many bytes and refuses what does not fit. */
export const maxFeatureBytes = 8192;

export class FeaturesError extends Error {
  override name = 'FeaturesError';
}

/**
 * Reads the text of a features file. Throws FeaturesError, with the line, where it is not one: libapparmor itself
 * takes any text in silence and then mediates nothing.
 */
export function parseFeatures(text: string): FeatureTree {
  const token = /\s*(?:([^\s{}]+)\s*\{|(\})|([^{}]*[^\s{}]))/y;
  const root: FeatureTree = {};
  const open: { tree: FeatureTree; name: string; value?: string }[] = [];
  const fail = (at: number, expected: string): never => {
    const line = text.slice(0, at + text.slice(at).search(/\S|$/)).split('\n').length;
    throw new FeaturesError(`Not a features file: expected ${expected} at line ${line}.`);
  };
  let at = 0;
  while (text.slice(at).trim() !== '') {
    token.lastIndex = at;
    const match = token.exec(text);
    const top = open.at(-1);
    if (!match) return fail(at, 'a name and “{”');
    if (match[1] !== undefined) {
      if (top?.value !== undefined) return fail(at, '“}” after a value');
      const tree: FeatureTree = {};
      const parent = top ? top.tree : root;
      if (match[1] === '__proto__') return fail(at, 'another name');
      if (Object.hasOwn(parent, match[1])) return fail(at, `“${match[1]}” only once`);
      parent[match[1]] = tree;
      open.push({ tree, name: match[1] });
    } else if (match[2]) {
      if (!top) return fail(at, 'a name before “}”');
      open.pop();
      if (top.value !== undefined) (open.at(-1)?.tree ?? root)[top.name] = top.value;
    } else {
      if (!top) return fail(at, 'a name and “{”');
      if (top.value !== undefined || Object.keys(top.tree).length > 0) return fail(at, '“}”');
      top.value = match[3]!.trim();
    }
    at = token.lastIndex;
  }
  if (open.length > 0) return fail(text.length, `“}” for “${open.at(-1)!.name}”`);
  if (Object.keys(root).length === 0) return fail(0, 'a name and “{”');
  return root;
}

/**
 * The text of a features file. Names are sorted, but `versions` comes before every other name that ends in it:
 * libapparmor (features.c, walk_one) finds a name also as the end of a longer one, and would look for `v7` in
 * `notify_versions` and then write an older policy format. Throws FeaturesError where the text would be too long.
 */
export function printFeatures(tree: FeatureTree): string {
  const text = printTree(tree);
  if (text.length >= maxFeatureBytes)
    throw new FeaturesError(
      `The features take ${text.length} bytes; apparmor_parser reads at most ${maxFeatureBytes - 1}.`,
    );
  return text;
}

function printTree(tree: FeatureTree): string {
  return suffixesFirst(Object.keys(tree))
    .map((name) => {
      const value = tree[name]!;
      return `${name} {${typeof value === 'string' ? `${value}\n` : printTree(value)}}\n`;
    })
    .join('');
}

/** Alphabetical, but names that end others come before all others, the shortest first. */
function suffixesFirst(names: string[]): string[] {
  const rank = (name: string) =>
    names.some((other) => other !== name && other.endsWith(name)) ? name.length : Number.POSITIVE_INFINITY;
  const ranked = names.map((name) => ({ name, rank: rank(name) }));
  ranked.sort((a, b) => (a.rank === b.rank ? (a.name < b.name ? -1 : 1) : a.rank - b.rank));
  return ranked.map(({ name }) => name);
}

/** The feature at a path such as `network_v8/af_inet`, or undefined. */
export function feature(tree: FeatureTree, path: string): string | FeatureTree | undefined {
  let at: string | FeatureTree | undefined = tree;
  for (const name of path.split('/')) {
    if (typeof at !== 'object' || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

/** Whether the kernel has the feature at a path such as `network_v8/af_inet`. */
export function hasFeature(tree: FeatureTree, path: string): boolean {
  return feature(tree, path) !== undefined;
}

/** A copy with these paths set; directories on the way are made. */
export function withFeatures(tree: FeatureTree, values: Record<string, string | FeatureTree>): FeatureTree {
  const copy = structuredClone(tree);
  for (const [path, value] of Object.entries(values)) {
    const names = path.split('/');
    const last = names.pop()!;
    let at = copy;
    for (const name of names) {
      if (typeof at[name] !== 'object') at[name] = {};
      at = at[name] as FeatureTree;
    }
    at[last] = structuredClone(value);
  }
  return copy;
}

/** A copy without what is at these paths; directories left empty go too. */
export function withoutFeatures(tree: FeatureTree, paths: string[]): FeatureTree {
  const copy = structuredClone(tree);
  for (const path of paths) remove(copy, path.split('/'));
  return copy;
}

function remove(tree: FeatureTree, [name, ...rest]: string[]): void {
  const next = tree[name!];
  if (rest.length === 0) delete tree[name!];
  else if (typeof next === 'object') {
    remove(next, rest);
    if (Object.keys(next).length === 0) delete tree[name!];
  }
}
