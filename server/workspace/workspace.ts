/** A folder of the person's own that files are opened from and saved to. */
import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type {
  WorkspaceFile,
  Workspace as WorkspaceList,
  WorkspaceSaved,
} from '../../shared/api/workspace.ts';
import { Refusal } from '../refusal.ts';
import { type Place, type ReadFile, readRegular, refusalFor, withPlace } from './inside.ts';
import { listFiles } from './list.ts';
import { decode, textProblem } from './text.ts';

export interface Workspace {
  /** The folder as it was named, made absolute. */
  directory: string;
  list(): Promise<WorkspaceList>;
  /** Throws a Refusal where there is no such text file inside the folder. */
  read(path: string): Promise<WorkspaceFile>;
  /**
   * Saves a file so that it is there whole or not at all. `expected` is the hash of the version it replaces;
   * undefined makes a new file. Throws a Refusal, with status 412 where the file on disk is another one by now.
   */
  write(path: string, text: string, expected: string | undefined): Promise<WorkspaceSaved>;
}

const limit = 1_000_000;

/** Opens a folder. Throws a Refusal where it is none. */
export async function openWorkspace(directory: string): Promise<Workspace> {
  const shown = resolve(directory);
  const root = await realpath(shown).catch(() => {
    throw new Refusal(400, 'no-workspace', `The workspace ${shown} does not exist.`);
  });
  if (!(await stat(root)).isDirectory())
    throw new Refusal(400, 'no-workspace', `The workspace ${shown} is not a directory.`);
  const oneAtATime = queue();
  return {
    directory: shown,
    list: async () => ({ directory: shown, ...(await listFiles(root)) }),
    read: (path) => withPlace(root, path, (place) => readText(place, path)),
    write: (path, text, expected) =>
      oneAtATime(() => withPlace(root, path, (place) => save(place, path, text, expected))),
  };
}

async function readText(place: Place, path: string): Promise<WorkspaceFile> {
  const { bytes } = await readRegular(place.path, path, limit);
  const problem = textProblem(bytes);
  if (problem) throw new Refusal(400, 'not-text', `“${path}” is not opened: ${problem}.`);
  return { path, text: decode(bytes), hash: hashOf(bytes) };
}

async function save(
  place: Place,
  path: string,
  text: string,
  expected: string | undefined,
): Promise<WorkspaceSaved> {
  const bytes = Buffer.from(text);
  const problem = bytes.toString() === text ? textProblem(bytes) : 'it holds half of a Unicode pair';
  if (problem) throw new Refusal(400, 'not-text', `“${path}” is not saved: ${problem}.`);
  if (bytes.length > limit)
    throw new Refusal(413, 'too-large', `“${path}” is not saved: it is larger than ${limit / 1000} kB.`);
  const before = await requireVersion(place, path, expected);
  const temporary = place.beside(`.aa-workbench-${randomBytes(8).toString('hex')}`);
  try {
    await writeWhole(temporary, bytes, before);
    if (expected === undefined) {
      // Unlike rename, link fails where the name is taken in the meantime.
      await link(temporary, place.path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') throw alreadyThere(path);
        // A file system without hard links, such as a memory stick's.
        return rename(temporary, place.path);
      });
    } else {
      await requireVersion(place, path, expected);
      await rename(temporary, place.path);
    }
    await place.directory.sync();
  } catch (error) {
    throw refusalFor(error, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return { path, hash: hashOf(bytes) };
}

/** Throws where the file on disk is not the expected version, or there although a new file is meant. */
async function requireVersion(
  place: Place,
  path: string,
  expected: string | undefined,
): Promise<ReadFile | undefined> {
  const found = await readRegular(place.path, path, limit).catch((error: unknown) => {
    if (error instanceof Refusal && error.statusCode === 404) return undefined;
    throw error;
  });
  if (expected === undefined) {
    if (found) throw alreadyThere(path);
    return undefined;
  }
  if (!found)
    throw new Refusal(
      412,
      'changed-underneath',
      `“${path}” was removed from the disk since it was opened; nothing was saved. Save it as a new file to keep your text.`,
    );
  if (hashOf(found.bytes) !== expected)
    throw new Refusal(
      412,
      'changed-underneath',
      `“${path}” was changed on disk since it was opened; nothing was overwritten. Open it again to see the change.`,
    );
  return found;
}

function alreadyThere(path: string): Refusal {
  return new Refusal(412, 'already-there', `“${path}” is already there; nothing was overwritten.`);
}

/** Writes a new file and waits for the disk. It gets the mode, and where that is permitted the owner, of the old one. */
async function writeWhole(path: string, bytes: Buffer, old: ReadFile | undefined): Promise<void> {
  const file: FileHandle = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    if (old) await file.chown(old.uid, old.gid).catch(() => {});
    await file.chmod(old?.mode ?? 0o644);
    await file.sync();
  } finally {
    await file.close();
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** Runs tasks one after another, so that two saves cannot both find the version they expect. */
function queue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => {});
    return next;
  };
}
