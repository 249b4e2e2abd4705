/** Writing what is exported: whole or not at all, and never over what is there without being told. */
import { lstat, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LayoutEntry } from '../export/layout.ts';
import { CannotRun } from './io.ts';

/** Throws CannotRun where a file of that name must not be written: before long work, as well as when it is done. */
export async function requireFree(place: string, force: boolean, example: string): Promise<void> {
  // A link that leads nowhere is there too.
  const there = await stat(place).catch(() => lstat(place).catch(() => undefined));
  if (there?.isDirectory())
    throw new CannotRun(`${place} is a directory; name a file, such as ${join(place, example)}.`);
  if (there && !force) throw new CannotRun(`${place} is already there; --force overwrites it.`);
}

/** The file appears whole or not at all. */
export async function writeWhole(place: string, bytes: Buffer | string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  const temporary = `${place}.${process.pid}.part`;
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, place);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The folder appears whole or not at all where it is new; with force, files in it are overwritten one by one. */
export async function writeFolder(place: string, entries: LayoutEntry[], force: boolean): Promise<void> {
  const there = await stat(place).catch(() => undefined);
  if (there && !there.isDirectory()) throw new CannotRun(`${place} is a file; name a folder.`);
  if (there && !force && (await readdir(place)).length > 0)
    throw new CannotRun(`${place} is already there and not empty; --force overwrites the files in it.`);
  await mkdir(dirname(place), { recursive: true });
  if (there && force) return lay(place, entries);
  const temporary = await mkdtemp(join(dirname(place), `.${basename(place)}-`));
  try {
    const made = join(temporary, 'made');
    await lay(made, entries);
    await rename(made, place);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function lay(place: string, entries: LayoutEntry[]): Promise<void> {
  await mkdir(place, { recursive: true });
  for (const { path, text } of entries) {
    if (text === undefined) await mkdir(join(place, path), { recursive: true });
    else await writeFile(join(place, path), text, { mode: 0o644 });
  }
}

/** The error in words, where the place is what is wrong. */
export function writeProblem(error: NodeJS.ErrnoException, out: string): Error {
  const reasons: Record<string, string> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'the file system is read-only',
    ENOENT: 'there is no such folder, and it cannot be made',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'a part of the path is a file',
    ENAMETOOLONG: 'the name is too long',
  };
  const reason = reasons[error.code ?? ''];
  return reason ? new CannotRun(`${out} cannot be written: ${reason}.`) : error;
}
