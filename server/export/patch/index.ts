/** A patch that packages a kit's profile in the program's own repository: `git am`-able, and empty where it is in. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileRole, Kit } from '../../../shared/kits/schema.ts';
import type { OpenFile } from '../../../shared/kits/state.ts';
import { targetFacts } from '../../../shared/targets/targets.ts';
import { Refusal } from '../../refusal.ts';
import { CannotPlace } from '../place.ts';
import {
  addToScript,
  loadingCommands,
  newScript,
  requireDebhelperMark,
  type ScriptName,
} from '../scripts.ts';
import { addToCargoDeb, readCargoDeb } from './cargo.ts';
import { addBuildDepends, binaryPackages, debhelperLevel } from './control.ts';
import { addSection } from './documents.ts';
import { enforcedText, type Installed } from './enforced.ts';
import { type Forms, formBuiltOn } from './forms.ts';
import { addToInstall, installListOf } from './install.ts';
import { messageOf } from './message.ts';
import {
  type Author,
  authorOf,
  changedSinceHead,
  makePatch,
  openRepository,
  readText,
} from './repository.ts';
import { addToRules } from './rules.ts';
import { fillTemplate } from './template.ts';
import { Work } from './work.ts';
import { checkoutOf, readsProfiles, workflowPath, workflowText } from './workflow.ts';

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

/** What packages a program: a repository without it is not the one that was meant. */
const folder = 'debian/apparmor';
const documents = [
  { path: 'SECURITY.md', behind: /landlock/i },
  { path: 'INSTALL.md', behind: /permission/i },
];

/** Throws a Refusal where the directory is no checkout, holds no packaging, or nobody can be named as author. */
export async function packagingPatch(request: PatchRequest): Promise<PatchResult> {
  const repository = await openRepository(request.repository);
  const work = new Work({ paths: [...repository.files.keys()], read: (path) => readText(repository, path) });
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
  const patch = await makePatch(repository, files, { message: messageOf(plan, missing), author });
  return { patch, changed, missing, notes };
}

export interface Plan {
  kit: Kit;
  forms: Forms;
  /** The forms' paths in the repository. */
  paths: { portable: string; newer?: { path: string; abi: string } };
  /** The profile's and the tunables' place below /etc/apparmor.d. */
  profile: string;
  tunables: string;
  /** The binary package that ships the profile. */
  package: string;
  packages: string[];
}

/** Throws a Refusal where it is not to be seen which of the packages ships the program. */
export function planOf(kit: Kit, forms: Forms, packages: string[]): Plan {
  const profile = kit.files.profile.path;
  const program = kit.program.slice(kit.program.lastIndexOf('/') + 1);
  const named =
    packages.length === 1 ? packages[0] : packages.find((name) => name === program || name === kit.id);
  if (named === undefined)
    throw new Refusal(
      400,
      'which-package',
      `debian/control has ${packages.length} packages (${packages.join(', ')}), and none is called ${program}: which one ships ${kit.program} is not to be seen.`,
    );
  const portable = `${folder}/${profile}`;
  const abi = forms.newer?.abi;
  return {
    kit,
    forms,
    paths: { portable, ...(abi === undefined ? {} : { newer: { path: `${portable}.abi-${abi}`, abi } }) },
    profile,
    tunables: kit.files.tunables.path,
    package: named,
    packages,
  };
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

async function placeProfile(work: Work, { forms, paths, tunables }: Plan): Promise<void> {
  const textOf = (files: readonly OpenFile[], role: FileRole) =>
    files.find((file) => file.role === role)!.text;
  work.write(paths.portable, { text: textOf(forms.portable.files, 'profile') });
  if (forms.newer && paths.newer)
    work.write(paths.newer.path, { text: textOf(forms.newer.files, 'profile') });
  work.write(`${folder}/${tunables}`, { text: textOf(forms.portable.files, 'tunables') });
}

async function placeDebian(work: Work, plan: Plan, control: string): Promise<void> {
  const { profile, paths, tunables } = plan;
  const byHand = `install ${paths.portable} to /etc/apparmor.d/${profile} and call dh_apparmor for it`;
  await work.edit('debian/rules', byHand, (text) => {
    const level = debhelperLevel(control);
    if (level !== undefined && level < 10)
      throw new CannotPlace(`debhelper level ${level} has no execute_after_ steps (10 has): ${byHand}`);
    return addToRules(text, { profile, package: plan.package, forms: paths });
  });
  await work.edit('debian/control', '', (text) => addBuildDepends(text, ['apparmor', 'dh-apparmor']));
  const list = installListOf(plan.package, plan.packages, (path) => work.has(path));
  work.write(list, {
    text: addToInstall(
      await work.read(list),
      `${folder}/${tunables}`,
      `etc/apparmor.d/${parentOf(tunables)}`,
    ),
  });
  for (const script of ['postinst', 'postrm'])
    for (const path of [`debian/${script}`, `debian/${plan.package}.${script}`]) {
      if (path === `debian/${script}` && plan.packages[0] !== plan.package) continue;
      const text = await work.read(path);
      if (text !== undefined) await work.edit(path, '', checked(requireDebhelperMark));
    }
}

async function placeCargo(work: Work, { profile, paths, tunables }: Plan): Promise<void> {
  const manifest = 'Cargo.toml';
  const text = await work.read(manifest);
  let metadata: ReturnType<typeof readCargoDeb>;
  try {
    metadata = text === undefined ? undefined : readCargoDeb(text);
  } catch (error) {
    if (!(error instanceof CannotPlace)) throw error;
    work.missing.push(`${manifest}: ${error.message}`);
    return;
  }
  if (!metadata) {
    work.missing.push(
      `${manifest}: there is no [package.metadata.deb]: add the profile to a .deb that is made without debhelper yourself`,
    );
    return;
  }
  const scripts = metadata.scripts ?? `${folder}/cargo-deb`;
  await work.edit(manifest, '', (before) =>
    addToCargoDeb(
      before,
      [
        { source: paths.portable, dest: `etc/apparmor.d/${profile}` },
        { source: `${folder}/${tunables}`, dest: `etc/apparmor.d/${tunables}` },
      ],
      scripts,
    ),
  );
  for (const script of ['postinst', 'postrm'] satisfies ScriptName[]) {
    const path = `${scripts}/${script}`;
    const commands = loadingCommands(script, profile);
    if (work.has(path)) await work.edit(path, '', (before) => addToScript(before, commands, profile));
    else work.write(path, { text: newScript(commands), executable: true });
  }
}

async function placeWorkflow(work: Work, { kit, profile, paths }: Plan): Promise<void> {
  const workflows: string[] = [];
  for (const path of work.paths())
    if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) workflows.push((await work.read(path)) ?? '');
  if (workflows.some(readsProfiles)) return;
  if (workflows.length === 0) {
    work.missing.push(
      `.github/workflows: there is none: have CI run “apparmor_parser -Q -K -T ${paths.portable}” on Ubuntu`,
    );
    return;
  }
  const ubuntu = targetFacts.filter(({ distribution }) => distribution === 'ubuntu');
  const built = ubuntu.filter(({ codename }) =>
    workflows.some((text) => new RegExp(`\\b${codename}\\b`).test(text)),
  );
  const series = built.length > 0 ? built : ubuntu;
  if (built.length === 0)
    work.notes.push(`No workflow names a series of Ubuntu; ${kit.title} is parsed on all that are known.`);
  const branch = workflows
    .map((text) => /^\s*branches:\s*\[\s*["']?(main|master)["']?\s*\]/m.exec(text)?.[1])
    .find((name) => name !== undefined);
  work.write(workflowPath, {
    text: workflowText({ profile, folder, forms: paths, series, checkout: checkoutOf(workflows), branch }),
  });
}

async function placeDocuments(work: Work, plan: Plan, kitFolder: string): Promise<void> {
  const { kit, forms, profile, tunables } = plan;
  const { table, held, leaks } = await enforcedText(kit, installedOn(forms));
  const values = {
    table,
    held,
    leaks: leaks ? 'yes' : '',
    profile,
    site: tunables,
    local: kit.files.local.path,
    profileName: kit.profileName,
    program: kit.program,
    mode: /flags=\([^)]*\bcomplain\b/.test(forms.portable.files[0]!.text) ? 'complain' : 'enforce',
    forms: formRows(plan),
    ...Object.fromEntries(
      kit.tunables.map((tunable) => [tunable.name, tunable.default.map((one) => `\`${one}\``).join(', ')]),
    ),
  };
  for (const { path, behind } of documents) {
    const template = await readFile(join(kitFolder, 'packaging', path), 'utf8').catch(() => undefined);
    if (template === undefined) continue;
    const section = fillTemplate(template, values);
    const before = await work.read(path);
    await work.edit(path, 'add a section on the profile', (text) => addSection(text, section, behind));
    if ((await work.read(path)) === before) continue;
    for (const other of work.paths())
      if (other.startsWith(`${path.replace(/\.md$/, '')}.`) && other !== path && other.endsWith('.md'))
        work.notes.push(`${other} is a translation; its section is not written.`);
  }
}

/** A package that is built on an Ubuntu brings what its parser reads; the release's .deb, for Debian, is for all. */
function installedOn(forms: Forms): Installed[] {
  return targetFacts.map((target) => {
    const form = target.distribution === 'ubuntu' ? formBuiltOn(forms, target) : forms.portable;
    return { target, form, formName: form === forms.portable ? 'portable' : `abi/${form.abi}` };
  });
}

function formRows({ forms, package: name }: Plan): string {
  const ubuntu = installedOn(forms).filter(({ target }) => target.distribution === 'ubuntu');
  return [
    ...ubuntu.map(({ target, formName }) => `| \`${name}\` built for ${target.title} | ${formName} |`),
    '| The .deb of a release on GitHub, which is one for all series | portable |',
  ].join('\n');
}

function checked(check: (text: string) => void): (text: string) => string {
  return (text) => {
    check(text);
    return text;
  };
}

function parentOf(path: string): string {
  return `${path.split('/').slice(0, -1).join('/')}/`;
}
