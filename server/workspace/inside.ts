/**
 * Opening files inside a folder, whatever links and swapped directories say.
 *
 * The directory is opened first, and only then is it looked at where it really lies; the file is then opened by way
 * of that handle (/proc/self/fd), never by a path that could lead elsewhere a moment later. Where there is no /proc
 * the path is used again, which leaves a moment to someone who may write in the folder anyway.
 */
import { constants, existsSync } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { Refusal } from '../refusal.ts';

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
const hasProc = existsSync('/proc/self/fd');

/** A directory inside the folder, held open, and the name of a file in it. */
export interface Place {
  /** The file's path by way of the directory's handle. */
  path: string;
  /** A path in the same directory. */
  beside(name: string): string;
  directory: FileHandle;
}

/** One sentence on why a path cannot be one of the folder's, or undefined. */
export function pathProblem(path: string): string | undefined {
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return 'The path holds a control character or a backslash.';
  if (path.startsWith('/')) return 'The path must be relative to the workspace.';
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
    return 'The path may not have empty parts, “.” or “..”.';
  if (path.split('/').some((part) => part.startsWith('.'))) return 'Hidden files are left alone.';
  return undefined;
}

/**
 * Runs `use` with the place of `path` in the folder `root` (a real path). A link to another file of the folder is
 * followed; one that leads out is refused. Throws a Refusal.
 */
export async function withPlace<T>(
  root: string,
  path: string,
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const problem = pathProblem(path);
  if (problem) throw new Refusal(400, 'bad-path', problem);
  const asked = join(root, path);
  const real = await realpath(asked).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw refusalFor(error, path);
    // A new file: its directory has to be there. (A dangling link ends at O_NOFOLLOW.)
    const directory = await realpath(dirname(asked)).catch((e: NodeJS.ErrnoException) => {
      throw refusalFor(e, dirname(path));
    });
    return join(directory, basename(asked));
  });
  if (!isInside(root, real)) throw outside(path);
  const directory = await open(dirname(real), O_RDONLY | O_DIRECTORY | O_NOFOLLOW).catch((error) => {
    throw refusalFor(error, path);
  });
  try {
    const handle = hasProc ? `/proc/self/fd/${directory.fd}` : dirname(real);
    const opened = await realpath(handle);
    if (opened !== root && !isInside(root, opened)) throw outside(path);
    return await use({
      path: join(handle, basename(real)),
      beside: (name) => join(handle, name),
      directory,
    });
  } finally {
    await directory.close();
  }
}

export interface ReadFile {
  bytes: Buffer;
  mode: number;
  uid: number;
  gid: number;
}

/** A regular file's bytes, at most `limit` of them. Never waits on a pipe, never follows a link. Throws a Refusal. */
export async function readRegular(path: string, shown: string, limit: number): Promise<ReadFile> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error) => {
    throw refusalFor(error, shown);
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Refusal(400, 'not-a-file', `“${shown}” is not a regular file.`);
    if (stat.size > limit)
      throw new Refusal(413, 'too-large', `“${shown}” is larger than ${limit / 1000} kB.`);
    const bytes = Buffer.alloc(Math.min(limit, stat.size) + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
      if (length > stat.size)
        throw new Refusal(409, 'growing', `“${shown}” is being written by another program; try again.`);
    }
    return { bytes: bytes.subarray(0, length), mode: stat.mode & 0o777, uid: stat.uid, gid: stat.gid };
  } finally {
    await file.close();
  }
}

export function isInside(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function outside(path: string): Refusal {
  return new Refusal(403, 'outside-workspace', `“${path}” leads out of the workspace.`);
}

/** What the file system says, in words a person can act on. */
export function refusalFor(error: unknown, path: string): unknown {
  const words: Record<string, [number, string, string]> = {
    ENOENT: [404, 'not-found', `There is no “${path}” in the workspace.`],
    ENOTDIR: [404, 'not-found', `There is no “${path}” in the workspace.`],
    ELOOP: [403, 'outside-workspace', `“${path}” is a link that leads nowhere in the workspace.`],
    EACCES: [403, 'not-permitted', `This user may not read or write “${path}”.`],
    EPERM: [403, 'not-permitted', `This user may not read or write “${path}”.`],
    EISDIR: [400, 'not-a-file', `“${path}” is not a regular file.`],
    ENXIO: [400, 'not-a-file', `“${path}” is not a regular file.`],
    EROFS: [403, 'not-permitted', `“${path}” is on a read-only file system.`],
    ENAMETOOLONG: [400, 'bad-path', 'The path is too long.'],
    ENOSPC: [507, 'disk-full', `The disk is full; “${path}” was left as it was.`],
    EDQUOT: [507, 'disk-full', `The disk quota is used up; “${path}” was left as it was.`],
  };
  const found = words[(error as NodeJS.ErrnoException).code ?? ''];
  return found ? new Refusal(...found) : error;
}
