/** The files of a person's own policy tree that a text reaches by its includes. */
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { parse, walk } from '../../shared/syntax/index.ts';
import type { AbiDeclaration, Include, Item } from '../../shared/syntax/nodes.ts';
import { pathProblem } from '../parser/paths.ts';
import { namedFiles } from '../policyIncludes.ts';
import { CannotRun } from './io.ts';

/** More than any real tree has; a folder that is no policy tree must not be read whole. */
const atMost = 500;

/**
 * The files below `base` that the texts include, theirs included in turn. What is not there is left to the target's
 * own tree. Throws CannotRun where a file cannot be read.
 */
export async function reachedFiles(base: string, texts: PolicyText[]): Promise<PolicyText[]> {
  const found = new Map<string, PolicyText>();
  const seen = new Set(texts.map((file) => file.path));
  const queue = texts.flatMap((file) => namesIn(file.text));
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const path of filesAt(base, name)) {
      if (seen.has(path)) continue;
      seen.add(path);
      if (seen.size > atMost)
        throw new CannotRun(`More than ${atMost} files of ${base} are included; is it a policy tree?`);
      const text = await readFile(join(base, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw new CannotRun(`${join(base, path)} cannot be read (${error.code ?? error.message}).`);
      });
      found.set(path, { path, text });
      queue.push(...namesIn(text));
    }
  }
  return [...found.values()];
}

/** The files a name brings, relative to the tree. */
function filesAt(base: string, name: string): string[] {
  const path = name.replace(/\/+$/, '');
  if (pathProblem(path)) return [];
  return (namedFiles(join(base, path)) ?? []).map((file) => relative(base, file));
}

/** The names in angle brackets: only those are looked up in a policy tree. */
function namesIn(text: string): string[] {
  return lookedUp(parse(text).tree.items)
    .filter(({ path }) => path.form === 'magic')
    .map(({ path }) => path.value);
}

/** Every include and abi of a text, wherever it stands. */
export function lookedUp(items: readonly Item[]): (Include | AbiDeclaration)[] {
  return [...walk(items)].filter((item) => item.kind === 'include' || item.kind === 'abi');
}
