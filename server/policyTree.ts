/** Reading a target's policy tree: its abstractions, tunables and abi files, and nothing else of the machine. */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyTreeResponse } from '../shared/api/schemas.ts';
import { findTarget } from '../shared/targets/targets.ts';
import { RequestError } from './parser/errors.ts';
import { pathProblem } from './parser/paths.ts';
import { noParserFor } from './targets.ts';
import { toolchainFor } from './toolchains/index.ts';

/** The parts of /etc/apparmor.d that are for including, and so for reading. */
const readable = ['abi', 'abstractions', 'local', 'tunables'];
const maxBytes = 512 * 1024;

/**
 * A directory's entries (directories end in a slash) or a file's text, from the policy tree of the toolchain that
 * answers for the target. An empty path lists what can be read. Throws RequestError.
 */
export async function readPolicyTree(targetId: string, path: string): Promise<PolicyTreeResponse> {
  return readTree(await treeOf(targetId), path);
}

/** The directory that plays /etc/apparmor.d for a target. Throws RequestError. */
export async function treeOf(targetId: string): Promise<string> {
  const target = findTarget(targetId);
  if (!target) throw new RequestError(`There is no target “${targetId}”.`, 404);
  const choice = await toolchainFor(targetId);
  if (!choice) throw new RequestError(await noParserFor(target), 404);
  return choice.toolchain.base;
}

/** As readPolicyTree, for a tree at hand. */
export async function readTree(base: string, given: string): Promise<PolicyTreeResponse> {
  const path = given.replace(/\/$/, '');
  if (path === '') return { kind: 'directory', path: '', entries: readable.map((name) => `${name}/`) };
  const problem = pathProblem(path);
  if (problem) throw new RequestError(problem);
  if (!readable.includes(path.split('/')[0]!))
    throw new RequestError(`Only ${readable.join(', ')} of the policy tree can be read, not “${path}”.`, 403);

  const place = await inside(base, path);
  const found = await stat(place);
  if (found.isDirectory()) {
    const entries = await readdir(place, { withFileTypes: true });
    const names = entries
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
    return { kind: 'directory', path, entries: names.sort() };
  }
  if (!found.isFile()) throw new RequestError(`“${path}” is neither a file nor a directory.`, 403);
  // A file that became a FIFO in the meantime must not make us wait.
  const handle = await open(place, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch(
    () => {
      throw new RequestError(`“${path}” cannot be read.`, 403);
    },
  );
  try {
    return { kind: 'file', path, text: await boundedText(handle, path) };
  } finally {
    await handle.close();
  }
}

/** The real place of a path, which must lie inside the tree whatever links say. */
async function inside(base: string, path: string): Promise<string> {
  const [tree, place] = await Promise.all([realpath(base), realpath(join(base, path))]).catch(() => {
    throw new RequestError(`There is no “${path}” in the policy tree.`, 404);
  });
  if (!place!.startsWith(`${tree}/`))
    throw new RequestError(`“${path}” is a link that leads out of the policy tree.`, 403);
  return place!;
}

async function boundedText(handle: FileHandle, path: string): Promise<string> {
  const found = await handle.stat();
  if (!found.isFile()) throw new RequestError(`“${path}” is not a file.`, 403);
  if (found.size > maxBytes)
    throw new RequestError(`“${path}” is larger than ${maxBytes / 1024} kB, too large to show.`, 403);
  const buffer = Buffer.alloc(maxBytes);
  const { bytesRead } = await handle.read(buffer, 0, maxBytes, 0);
  return buffer.toString('utf8', 0, bytesRead);
}
