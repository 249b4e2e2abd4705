/** `export`: a kit's files, as a folder, archive or package that is ready to install, or as a patch that packages them. */
import { basename, join, resolve } from 'node:path';
import { debName } from '../../shared/debName.ts';
import { checkTunableValue, renderKit } from '../../shared/kits/index.ts';
import type { Choices, FileRole, Kit } from '../../shared/kits/schema.ts';
import type { ModeName, OpenFile } from '../../shared/kits/state.ts';
import { quote } from '../../shared/shell.ts';
import { defaultTarget, findTarget, targetFacts } from '../../shared/targets/targets.ts';
import { archive, unpackCommands } from '../export/archive.ts';
import { kitDeb } from '../export/kitDeb.ts';
import { layOut } from '../export/layout.ts';
import { openedBy } from '../export/opened.ts';
import { formsOf, sinceOf } from '../export/patch/forms.ts';
import { packagingPatch } from '../export/patch/index.ts';
import type { Author } from '../export/patch/repository.ts';
import { type KitOnDisk, loadKit } from '../kits.ts';
import { closeParsers } from '../parser/check.ts';
import { checkoutRoot } from '../toolchains/places.ts';
import { requireFree, writeFolder, writeProblem, writeWhole } from './exportPlace.ts';
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
  /** The checkout that a patch is for. */
  repo: string | undefined;
  /** `Name <address>`: whose commit or package it is. */
  author: string | undefined;
  /** Debian version of the package. */
  packageVersion: string | undefined;
  force: boolean;
}

const formats = ['dir', 'tar', 'deb', 'patch'] as const;
type Format = (typeof formats)[number];

const kitsFolder = () => join(checkoutRoot(), 'public/kits');

/** Writes the files. Throws CannotRun, and leaves what was there as it was, where anything about the request is wrong. */
export async function exportKit(given: ExportArguments, io: Io): Promise<number> {
  if (given.kit === undefined) throw new CannotRun('Name the kit: --kit ID.');
  const format = readFormat(given.format);
  const { out } = given;
  if (out === undefined || out === '') throw new CannotRun('Name what to write: --out PATH.');
  if (out === '-')
    throw new CannotRun('Nothing is written to standard output; name a file (./- if it is called so).');
  const target = given.target ?? defaultTarget;
  if (!findTarget(target))
    throw new CannotRun(
      `There is no target “${target}”; there is: ${targetFacts.map((one) => one.id).join(', ')}.`,
    );
  if (format === 'patch' && given.target !== undefined)
    throw new CannotRun('A patch holds the forms for all releases: leave --target out.');
  if (format !== 'patch' && given.repo !== undefined)
    throw new CannotRun('--repo is for the format patch: it names the checkout that the patch is for.');

  const onDisk = await loadKit(kitsFolder(), given.kit);
  const wanted = readWanted(onDisk.kit, given);
  const place = resolve(out);
  const request = { given, onDisk, wanted, out, place, target };
  try {
    if (format === 'patch') return await exportPatch(request, io);
    const status = await (format === 'deb' ? exportDeb(request, io) : exportLayout(format, request, io));
    await tellOpened(request, io);
    return status;
  } catch (error) {
    // An option or a tunable that the kit does not have.
    if (error instanceof RangeError) throw new CannotRun(error.message);
    throw writeProblem(error as NodeJS.ErrnoException, out);
  }
}

interface Request {
  given: ExportArguments;
  onDisk: KitOnDisk;
  wanted: Wanted;
  /** As it was given, and in full. */
  out: string;
  place: string;
  target: string;
}

/** Options and values may open what the profile is to refuse: that is said, and left to who chose them. */
async function tellOpened(request: Request, io: Io): Promise<void> {
  const { given, onDisk, target } = request;
  if (given.option.length + given.set.length === 0) return;
  try {
    const recommended = renderKit(onDisk.kit, sourcesOf(onDisk), { target });
    const opened = await openedBy(onDisk.kit, target, render(request), recommended);
    if (opened && opened.length > 0)
      io.stdout(
        `Note: by these options and values ${findTarget(target)!.title} allows what the profile is to refuse: ${opened.join('; ')}.\n`,
      );
  } finally {
    await closeParsers();
  }
}

async function exportLayout(format: 'dir' | 'tar', request: Request, io: Io): Promise<number> {
  const { given, out, place, target } = request;
  if (format === 'tar') await requireFree(place, given.force, 'profile.tar.gz');
  const unpack =
    format === 'tar'
      ? unpackCommands(quote(basename(place)))
      : ['sudo cp -r etc/apparmor.d/. /etc/apparmor.d/'];
  const entries = layOut(
    render(request).map(({ path, text }) => ({ path, text })),
    { target, unpack },
  );
  if (format === 'tar') await writeWhole(place, await archive(entries));
  else await writeFolder(place, entries, given.force);
  io.stdout(
    `Wrote ${out}; ${format === 'tar' ? 'the INSTALL in it' : join(out, 'INSTALL')} says how to install it.\n`,
  );
  return exit.good;
}

async function exportDeb(request: Request, io: Io): Promise<number> {
  const { given, onDisk, out, place } = request;
  const name = debName(onDisk.kit.id);
  await requireFree(place, given.force, `${name}.deb`);
  const author = readAuthor(given.author);
  const date = io.env.SOURCE_DATE_EPOCH;
  const files = render(request);
  const bytes = await kitDeb(onDisk.kit, files, {
    ...(author ? { author } : {}),
    ...(given.packageVersion === undefined ? {} : { version: given.packageVersion }),
    date: date && /^\d+$/.test(date) ? new Date(Number(date) * 1000) : new Date(),
  });
  await writeWhole(place, bytes);
  io.stdout(
    `Wrote ${out}, for AppArmor ${sinceOf(onDisk.kit, files)} or later; install it with: sudo apt install ${quote(place)}\n`,
  );
  return exit.good;
}

async function exportPatch({ given, onDisk, wanted, out, place }: Request, io: Io): Promise<number> {
  if (given.repo === undefined) throw new CannotRun('Name the checkout that the patch is for: --repo DIR.');
  await requireFree(place, given.force, 'apparmor.patch');
  const author = readAuthor(given.author);
  try {
    const { patch, changed, missing, notes } = await packagingPatch({
      kit: onDisk.kit,
      forms: formsOf(onDisk.kit, sourcesOf(onDisk), wanted),
      kitFolder: join(kitsFolder(), onDisk.kit.id),
      repository: resolve(given.repo),
      ...(author ? { author } : {}),
    });
    if (patch !== undefined) {
      await writeWhole(place, patch);
      io.stdout(
        `Wrote ${out} (${changed.length} ${changed.length === 1 ? 'file' : 'files'}); apply it with: git am ${quote(place)}\n`,
      );
    } else if (missing.length === 0)
      io.stdout('Nothing to do: the repository has all of it. No patch was written.\n');
    for (const note of notes) io.stdout(`Note: ${note}\n`);
    if (missing.length === 0) return exit.good;
    io.stderr(
      `To be done by hand, because there is no place for it:\n${missing.map((one) => `  ${one}\n`).join('')}`,
    );
    return exit.findings;
  } finally {
    await closeParsers();
  }
}

function readFormat(format: string | undefined): Format {
  const known = formats.find((one) => one === format);
  if (known) return known;
  throw new CannotRun(
    format === undefined
      ? `Name the format: ${formats.map((one) => `--format ${one}`).join(', ')}.`
      : `There is no format “${format}”; there is: ${formats.join(', ')}.`,
  );
}

function readAuthor(given: string | undefined): Author | undefined {
  if (given === undefined) return undefined;
  const [, name, email] = /^([^<>\n"]*[^<>\s"])\s+<([^<>\s@]+@[^<>\s@]+)>$/.exec(given) ?? [];
  if (name === undefined || email === undefined)
    throw new CannotRun(`--author ${given}: write "Name <name@example.org>".`);
  return { name, email };
}

interface Wanted {
  options: Choices;
  tunables: Record<string, string[]>;
  mode?: ModeName;
}

function readWanted(kit: Kit, given: ExportArguments): Wanted {
  const { mode } = given;
  if (mode !== undefined && mode !== 'complain' && mode !== 'enforce')
    throw new CannotRun(`The mode is complain or enforce, not “${mode}”.`);
  return {
    options: readOptions(kit, given.option),
    tunables: readTunables(kit, given.set),
    ...(mode ? { mode } : {}),
  };
}

function sourcesOf({ files }: KitOnDisk): Record<FileRole, string> {
  return { profile: files.profile.text, tunables: files.tunables.text, local: files.local.text };
}

function render({ given, onDisk, wanted }: Request): OpenFile[] {
  return renderKit(onDisk.kit, sourcesOf(onDisk), {
    ...(given.target === undefined ? {} : { target: given.target }),
    ...wanted,
  });
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
