/** A patch that packages a kit's profile in the program's own repository: `git am`-able, and empty where it is in. */
import type { Kit } from '../../../shared/kits/schema.ts';
import { Refusal } from '../../refusal.ts';
import { binaryPackages } from './control.ts';
import type { Forms } from './forms.ts';
import { messageOf } from './message.ts';
import { placeCargo } from './placeCargo.ts';
import { placeDebian, placeProfile } from './placeDebian.ts';
import { placeDocuments } from './placeDocuments.ts';
import { placeWorkflow } from './placeWorkflow.ts';
import { type Plan, planOf } from './plan.ts';
import {
  type Author,
  authorOf,
  changedSinceHead,
  makePatch,
  openRepository,
  readText,
} from './repository.ts';
import { Work } from './work.ts';

export interface PatchRequest {
  kit: Kit;
  forms: Forms;
  /** The kit's folder, for its documentation templates (packaging/SECURITY.md, packaging/INSTALL.md). */
  kitFolder: string;
  /** A directory in a checkout of the program's repository. */
  repository: string;
  /** Whose commit it is; without one, whoever git says. */
  author?: Author;
}

export interface PatchResult {
  /** Absent where there is nothing to do. */
  patch?: string;
  /** Files that the patch makes or changes. */
  changed: string[];
  /** What has no place: `FILE: what to do by hand`. */
  missing: string[];
  /** What a reader of the patch should know. */
  notes: string[];
}

/** Throws a Refusal where the directory is no checkout, holds no packaging, or nobody can be named as author. */
export async function packagingPatch(request: PatchRequest): Promise<PatchResult> {
  const repository = await openRepository(request.repository);
  const work = new Work({
    paths: [...repository.files.keys()],
    read: (path) => readText(repository, path),
    mode: (path) => repository.files.get(path)?.mode,
  });
  const control = await work.read('debian/control');
  if (control === undefined)
    throw new Refusal(
      400,
      'no-packaging',
      `${repository.root} has no debian/control: it is no checkout of a program that is packaged for Debian.`,
    );
  const plan = planOf(request.kit, request.forms, binaryPackages(control));
  await placeAll(work, plan, { control, kitFolder: request.kitFolder });

  const files = await work.changes();
  const { missing, notes } = work;
  const changed = [...files.keys()];
  if (changed.length === 0) return { changed, missing, notes };
  for (const path of await changedSinceHead(repository, changed))
    notes.push(`${path} is changed in the working tree; the patch is made against the last commit.`);
  for (const [path, { text }] of files)
    if (text.includes('\r\n')) notes.push(`${path} has line breaks of Windows: apply with git am --keep-cr.`);
  const author = request.author ?? (await authorOf(repository));
  if (!author)
    throw new Refusal(
      400,
      'no-author',
      'Git does not know whose commit this is: say --author "Name <name@example.org>".',
    );
  const isUpdate = repository.files.has(plan.paths.portable);
  const message = messageOf(plan, { changed, isUpdate, missing });
  const patch = await makePatch(repository, files, { message, author });
  return { patch, changed, missing, notes };
}

/** Puts everything where it belongs; what has no place is written down in the work. */
export async function placeAll(
  work: Work,
  plan: Plan,
  { control, kitFolder }: { control: string; kitFolder: string },
): Promise<void> {
  await placeProfile(work, plan);
  await placeDebian(work, plan, control);
  await placeCargo(work, plan);
  await placeWorkflow(work, plan);
  await placeDocuments(work, plan, kitFolder);
}
