/** `export`: a kit's files, as a folder or an archive that is ready to install. */
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { checkTunableValue, renderKit } from '../../shared/kits/index.ts';
import type { Choices, Kit } from '../../shared/kits/schema.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import { quote } from '../../shared/shell.ts';
import { defaultTarget, findTarget, targetFacts } from '../../shared/targets/targets.ts';
import { archive, unpackCommands } from '../export/archive.ts';
import { type LayoutEntry, layOut } from '../export/layout.ts';
import { type KitOnDisk, loadKit } from '../kits.ts';
import { checkoutRoot } from '../toolchains/places.ts';
import { CannotRun, exit, type Io } from './io.ts';

export interface ExportArguments {
  kit: string | undefined;
  format: string | undefined;
  out: string | undefined;
  /** `NAME=VALUE` */
  set: string[];
  /** `GROUP/OPTION=on`, `GROUP/OPTION=off`, or `GROUP=OPTION` for a group of which one is chosen. */
  option: string[];
  target: string | undefined;
  mode: string | undefined;
  force: boolean;
}

/** Writes the files. Throws CannotRun, and leaves what was there as it was, where anything about the request is wrong. */
export async function exportKit(given: ExportArguments, io: Io): Promise<number> {
  const { format, out } = given;
  if (given.kit === undefined) throw new CannotRun('Name the kit: --kit ID.');
  if (format === 'deb' || format === 'patch')
    throw new CannotRun(`The format ${format} is not in this version yet; there is: dir, tar.`);
  if (format !== 'dir' && format !== 'tar')
    throw new CannotRun(
      format === undefined
        ? 'Name the format: --format dir or --format tar.'
        : `There is no format “${format}”; there is: dir, tar.`,
    );
  if (out === undefined || out === '') throw new CannotRun('Name what to write: --out PATH.');
  const target = given.target ?? defaultTarget;
  if (!findTarget(target))
    throw new CannotRun(
      `There is no target “${target}”; there is: ${targetFacts.map((one) => one.id).join(', ')}.`,
    );

  const files = render(await loadKit(join(checkoutRoot(), 'public/kits'), given.kit), given, target);
  const place = resolve(out);
  const unpack =
    format === 'tar'
      ? unpackCommands(quote(basename(place)))
      : ['sudo cp -r etc/apparmor.d/. /etc/apparmor.d/'];
  const entries = layOut(
    files.map(({ path, text }) => ({ path, text })),
    { target, unpack },
  );
  try {
    if (format === 'tar') await writeArchive(place, await archive(entries), given.force);
    else await writeFolder(place, entries, given.force);
  } catch (error) {
    throw writeProblem(error as NodeJS.ErrnoException, out);
  }
  io.stdout(
    `Wrote ${out}; ${format === 'tar' ? 'the INSTALL in it' : join(out, 'INSTALL')} says how to install it.\n`,
  );
  return exit.good;
}

function render({ kit, files }: KitOnDisk, given: ExportArguments, target: string): OpenFile[] {
  const { mode } = given;
  if (mode !== undefined && mode !== 'complain' && mode !== 'enforce')
    throw new CannotRun(`The mode is complain or enforce, not “${mode}”.`);
  const sources = { profile: files.profile.text, tunables: files.tunables.text, local: files.local.text };
  try {
    return renderKit(kit, sources, {
      ...(given.target === undefined ? {} : { target }),
      options: readOptions(kit, given.option),
      tunables: readTunables(kit, given.set),
      ...(mode ? { mode } : {}),
    });
  } catch (error) {
    if (error instanceof RangeError) throw new CannotRun(error.message);
    throw error;
  }
}

function readOptions(kit: Kit, given: string[]): Choices {
  const choices: Choices = {};
  for (const text of given) {
    const at = text.indexOf('=');
    const [id, value] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
    const isChoice = kit.groups.some((group) => group.id === id && group.kind === 'one');
    if (!isChoice && value !== 'on' && value !== 'off')
      throw new CannotRun(
        `--option ${text}: write GROUP/OPTION=on, GROUP/OPTION=off, or for a choice of one GROUP=OPTION.`,
      );
    requireAvailable(kit, isChoice ? `${id}/${value}` : id, isChoice || value === 'on');
    choices[id] = isChoice ? value : value === 'on';
  }
  return choices;
}

/** Throws CannotRun where an option that cannot work is switched on; one that is not there is left to renderKit. */
function requireAvailable(kit: Kit, id: string, on: boolean): void {
  const [groupId, optionId] = id.split('/');
  const option = kit.groups.find((group) => group.id === groupId)?.options.find((one) => one.id === optionId);
  if (on && option?.unavailable)
    throw new CannotRun(`The option ${id} cannot be switched on: ${option.unavailable}`);
}

function readTunables(kit: Kit, given: string[]): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const text of given) {
    const at = text.indexOf('=');
    if (at <= 0) throw new CannotRun(`--set ${text}: write NAME=VALUE.`);
    const [name, value] = [text.slice(0, at), text.slice(at + 1)];
    const tunable = kit.tunables.find((one) => one.name === name);
    if (!tunable)
      throw new CannotRun(
        `There is no tunable “${name}”; there is: ${kit.tunables.map((one) => one.name).join(', ')}.`,
      );
    const problem = checkTunableValue(tunable.kind, value);
    if (problem) throw new CannotRun(`--set ${text}: ${problem}`);
    values[name] = [...(values[name] ?? tunable.default), value];
  }
  return values;
}

/** The archive appears whole or not at all. */
async function writeArchive(place: string, bytes: Buffer, force: boolean): Promise<void> {
  const there = await stat(place).catch(() => undefined);
  if (there?.isDirectory())
    throw new CannotRun(`${place} is a directory; name a file, such as ${join(place, 'profile.tar.gz')}.`);
  if (there && !force) throw new CannotRun(`${place} is already there; --force overwrites it.`);
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
async function writeFolder(place: string, entries: LayoutEntry[], force: boolean): Promise<void> {
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

function writeProblem(error: NodeJS.ErrnoException, out: string): Error {
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
