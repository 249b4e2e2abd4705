/** The kits on disk: a folder each, with kit.json and the texts it names. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KitError, parseKit } from '../shared/kits/parseKit.ts';
import type { FileRole, Kit } from '../shared/kits/schema.ts';
import type { OpenFile } from '../shared/kits/state.ts';
import { Refusal } from './refusal.ts';

export interface KitOnDisk {
  kit: Kit;
  /** The kit's texts as shipped, by role. */
  files: Record<FileRole, OpenFile>;
}

/** Every kit in the folder, by id. Throws a Refusal where one is broken: a kit is part of the checkout. */
export async function listKits(folder: string): Promise<KitOnDisk[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const ids = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(ids.sort().map((id) => readKit(folder, id)));
}

/** One kit. Throws a Refusal that says which kits there are, or what is wrong with this one. */
export async function loadKit(folder: string, id: string): Promise<KitOnDisk> {
  const kits = await listKits(folder);
  const found = kits.find(({ kit }) => kit.id === id);
  if (found) return found;
  const known = kits.map(({ kit }) => kit.id).join(', ') || 'none';
  throw new Refusal(404, 'unknown-kit', `There is no kit “${id}”; there is: ${known}.`);
}

async function readKit(folder: string, id: string): Promise<KitOnDisk> {
  const place = join(folder, id);
  const kit = parseKitText(await readFile(join(place, 'kit.json'), 'utf8'), id);
  const file = async (role: FileRole): Promise<OpenFile> => ({
    role,
    path: kit.files[role].path,
    text: await readFile(join(place, kit.files[role].source), 'utf8'),
  });
  const [profile, tunables, local] = await Promise.all([file('profile'), file('tunables'), file('local')]);
  return { kit, files: { profile, tunables, local } };
}

function parseKitText(text: string, id: string): Kit {
  try {
    return parseKit(JSON.parse(text));
  } catch (error) {
    if (error instanceof KitError || error instanceof SyntaxError)
      throw new Refusal(503, 'broken-kit', `The kit “${id}” is broken: ${error.message}.`);
    throw error;
  }
}
