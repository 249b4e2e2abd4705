/** What a folder holds that AppArmor could read. */
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from '../../shared/api/workspace.ts';
import { skippedInDirectory } from '../../shared/syntax/skipped.ts';
import { readRegular } from './inside.ts';
import { textProblem } from './text.ts';

export const listLimits = { files: 2_000, depth: 8, entries: 20_000, bytes: 1_000_000 };

/** A profile's header up to its brace: `profile NAME … {`, `hat NAME {`, or a path or `^hat` that begins its line. */
const profileHeader = /^[ \t]*(?:(?:profile|hat)[ \t]+[^\s{#]|["/@^{][^\n#]*\{[ \t]*(?:#.*)?$)/m;

/** Lists the text files below `root`, links not followed, in the order of their paths. */
export async function listFiles(root: string): Promise<Pick<Workspace, 'files' | 'truncated'>> {
  const files: Workspace['files'] = [];
  let entriesSeen = 0;
  let truncated = false;
  const visit = async (relative: string, depth: number): Promise<void> => {
    const entries = await readdir(join(root, relative), { withFileTypes: true }).catch(() => []);
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules' || skippedInDirectory(entry.name))
        continue;
      if (++entriesSeen > listLimits.entries || files.length >= listLimits.files) {
        truncated = true;
        return;
      }
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (depth < listLimits.depth) await visit(path, depth + 1);
        else truncated = true;
      } else if (entry.isFile()) {
        const found = await describe(root, path);
        if (found) files.push(found);
      }
    }
  };
  await visit('', 1);
  return {
    files,
    ...(truncated
      ? { truncated: `This folder holds more than is listed here (${files.length} files are).` }
      : {}),
  };
}

async function describe(root: string, path: string): Promise<Workspace['files'][number] | undefined> {
  if (!(await beginsAsText(join(root, path)))) return undefined;
  const read = await readRegular(join(root, path), path, listLimits.bytes).catch(() => undefined);
  if (!read || textProblem(read.bytes)) return undefined;
  const kind = profileHeader.test(read.bytes.toString('utf8')) ? 'profile' : 'other';
  return { path, size: read.bytes.length, kind };
}

/** A look at the first bytes spares reading a folder full of pictures. */
async function beginsAsText(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return false;
  try {
    const start = Buffer.alloc(512);
    const { bytesRead } = await file.read(start, 0, start.length, 0);
    return !start.subarray(0, bytesRead).includes(0);
  } finally {
    await file.close();
  }
}
