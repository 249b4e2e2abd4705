/** What is written for installing: policy files under etc/apparmor.d/, and a text that says how. */
import type { PolicyText } from '../../shared/api/schemas.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { requireGoodPaths } from '../parser/paths.ts';
import { installText } from './installText.ts';

/** A file or directory of the layout. Directories end in `/`, come before what is in them, and have no text. */
export interface LayoutEntry {
  path: string;
  text?: string | Buffer;
  executable?: boolean;
}

const policyRoot = 'etc/apparmor.d/';

/**
 * Lays files out as they are installed, in a fixed order. The first file is the profile; `name` is what the archive
 * or folder is called in the instructions. Throws RequestError where a path could leave the policy directory.
 */
export function layOut(files: PolicyText[], options: { target: string; unpack: string[] }): LayoutEntry[] {
  requireGoodPaths(files.map((file) => file.path));
  const entries: LayoutEntry[] = files.map((file) => ({ path: policyRoot + file.path, text: file.text }));
  const install = installText({ files, target: findTarget(options.target), unpack: options.unpack });
  return withDirectories([{ path: 'INSTALL', text: install }, ...entries]);
}

/** The files with the directories they are in, each before what is in it. */
export function withDirectories(files: readonly LayoutEntry[]): LayoutEntry[] {
  const directories = new Set<string>();
  for (const { path } of files)
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      directories.add(path.slice(0, at + 1));
  return [...[...directories].map((path) => ({ path })), ...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}
