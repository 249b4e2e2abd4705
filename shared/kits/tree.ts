/** Open files with their trees. */
import { parse } from '../syntax/index.ts';
import type { PolicyFile } from '../syntax/nodes.ts';
import type { FileRole } from './schema.ts';
import type { OpenFile } from './state.ts';

/** An open file; its tree too, where the caller has parsed the very same text already. */
export interface ParsedFile extends OpenFile {
  tree?: PolicyFile;
}

export function treeOf(text: string): PolicyFile {
  return parse(text).tree;
}

/** The open file of a role, with its tree. */
export function fileOf(
  files: readonly ParsedFile[],
  role: FileRole,
): (OpenFile & { tree: PolicyFile }) | undefined {
  const file = files.find((candidate) => candidate.role === role);
  return file && { ...file, tree: file.tree?.text === file.text ? file.tree : treeOf(file.text) };
}
