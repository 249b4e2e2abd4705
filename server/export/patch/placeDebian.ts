/** debian/: the profile's files, and what has debhelper install and load them. */
import type { FileRole } from '../../../shared/kits/schema.ts';
import type { OpenFile } from '../../../shared/kits/state.ts';
import { requireDebhelperMark } from '../scripts.ts';
import { addBuildDepends, debhelperLevel } from './control.ts';
import { addToInstall, installListOf, sourcesOf } from './install.ts';
import { folder, type Plan } from './plan.ts';
import { addToRules, requireHooks } from './rules.ts';
import type { Work } from './work.ts';

/** The profile in its forms, and the tunables. */
export async function placeProfile(work: Work, { forms, paths, tunables }: Plan): Promise<void> {
  const textOf = (files: readonly OpenFile[], role: FileRole) =>
    files.find((file) => file.role === role)!.text;
  const write = async (path: string, text: string) => {
    const there = await work.read(path);
    if (there !== undefined && there !== text)
      work.notes.push(`${path} is there already; the patch replaces it, and what was changed in it.`);
    work.write(path, { text });
  };
  await write(paths.portable, textOf(forms.portable.files, 'profile'));
  if (forms.newer && paths.newer) await write(paths.newer.path, textOf(forms.newer.files, 'profile'));
  await write(`${folder}/${tunables}`, textOf(forms.portable.files, 'tunables'));
}

/** `control` is the text of debian/control. */
export async function placeDebian(work: Work, plan: Plan, control: string): Promise<void> {
  const { profile, paths, tunables } = plan;
  const byHand = `install ${paths.portable} to /etc/apparmor.d/${profile} and call dh_apparmor for it`;
  const level = debhelperLevel(control, await work.read('debian/compat'));
  const listed: string[] = [];
  for (const path of [...work.paths()].filter((one) => /^debian\/([^/]+\.)?install$/.test(one)))
    for (const source of sourcesOf((await work.read(path)) ?? '', `etc/apparmor.d/${profile}`)) {
      listed.push(source);
      if (source !== paths.portable)
        work.missing.push(
          `${path}: it installs /etc/apparmor.d/${profile} from ${source}, which is another profile: take that line out`,
        );
    }
  await work.edit('debian/rules', byHand, (text) => {
    if (level !== undefined) requireHooks(level, byHand);
    return addToRules(text, { profile, package: plan.package, forms: paths, listed });
  });
  await work.edit('debian/control', '', (text) => addBuildDepends(text, ['apparmor', 'dh-apparmor']));
  const list = installListOf(plan.package, plan.packages, (path) => work.has(path));
  const added = [`${folder}/${tunables}`, `etc/apparmor.d/${parentOf(tunables)}`] as const;
  if (work.has(list))
    await work.edit(list, `add “${added.join(' ')}”`, (text) =>
      addToInstall(text, ...added, work.isExecutable(list)),
    );
  else work.write(list, { text: addToInstall(undefined, ...added) });
  for (const script of ['postinst', 'postrm'])
    for (const path of [`debian/${script}`, `debian/${plan.package}.${script}`]) {
      if (path === `debian/${script}` && plan.packages[0] !== plan.package) continue;
      const text = await work.read(path);
      if (text !== undefined) await work.edit(path, '', checked(requireDebhelperMark));
    }
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
