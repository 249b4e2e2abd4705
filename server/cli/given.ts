/** What the commands are given to read: a profile, the files around it, and the release it is for. */
import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { findTarget, targetFacts } from '../../shared/targets/targets.ts';
import { type KitOnDisk, loadKit } from '../kits.ts';
import { pathProblem } from '../parser/paths.ts';
import { listTargets } from '../targets.ts';
import { checkoutRoot } from '../toolchains/places.ts';
import { reachedFiles } from './includes.ts';
import { CannotRun, type Io } from './io.ts';

export interface Given {
  /** As it was named on the command line. */
  shown: string;
  /** As the parser is told, relative to the policy tree. */
  path: string;
  text: string;
}

/** Reads a profile; `-` is standard input. Throws CannotRun, also for bytes that are not UTF-8: they would be changed. */
export async function readGiven(name: string, base: string | undefined, io: Io): Promise<Given> {
  if (name === '-') return { shown: '-', path: 'stdin', text: await io.stdin() };
  const bytes = await readBytes(name);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes))
    throw new CannotRun(`${name} is not UTF-8 text, and no other is read.`);
  const inside = base === undefined ? '' : relative(resolve(base), resolve(name));
  const path = inside !== '' && !inside.startsWith('..') && !isAbsolute(inside) ? inside : basename(name);
  // The name of the file is its owner's business; only the parser's view of it has to be a good policy path.
  return { shown: name, path: pathProblem(path) ? 'profile' : path, text };
}

/** Reads a file. Throws CannotRun. */
export async function readBytes(name: string): Promise<Buffer> {
  return readFile(name).catch((error: NodeJS.ErrnoException) => {
    const reason: Record<string, string> = {
      ENOENT: 'there is no such file',
      EACCES: 'this user may not read it',
      EISDIR: 'it is a directory; name its files',
    };
    throw new CannotRun(
      `${name === '' ? '“”' : name} cannot be read: ${reason[error.code ?? ''] ?? error.message}.`,
    );
  });
}

/** A kit that ships with the Workbench. Throws Refusal where there is no such kit. */
export function shippedKit(id: string): Promise<KitOnDisk> {
  return loadKit(join(checkoutRoot(), 'public/kits'), id);
}

/** The files of a kit, under the names it installs them by. Throws Refusal where there is no such kit. */
export async function kitFiles(id: string): Promise<PolicyText[]> {
  const { files } = await shippedKit(id);
  return [files.profile, files.tunables, files.local].map(({ path, text }) => ({ path, text }));
}

/** Throws CannotRun where a target is not known. */
export function requireTarget(id: string): void {
  if (findTarget(id)) return;
  throw new CannotRun(
    `There is no target “${id}”; there is: ${targetFacts.map((one) => one.id).join(', ')}.`,
  );
}

/** The target that counts where none is named: this machine’s release, else the default one. */
export async function usualTarget(): Promise<string> {
  const { thisMachine, targets } = await listTargets();
  return thisMachine ?? targets.find((target) => target.isDefault)!.id;
}

/** What is found before the target's own tree: the person's tree, then the kit's files. */
export async function overlayFor(
  file: Given,
  besides: PolicyText[],
  base: string | undefined,
): Promise<PolicyText[]> {
  const kit = besides.filter((one) => one.path !== file.path);
  if (base === undefined) return kit;
  const own = await reachedFiles(base, [{ path: file.path, text: file.text }, ...kit]);
  const names = new Set(own.map((one) => one.path));
  return [...own, ...kit.filter((one) => !names.has(one.path))];
}
