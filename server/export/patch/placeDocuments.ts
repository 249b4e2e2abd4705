/** SECURITY.md and INSTALL.md: what is confined, and how to adapt it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { targetFacts } from '../../../shared/targets/targets.ts';
import { addSection } from './documents.ts';
import { enforcedText, type Installed } from './enforced.ts';
import { type Forms, formBuiltOn } from './forms.ts';
import type { Plan } from './plan.ts';
import { fillTemplate } from './template.ts';
import type { Work } from './work.ts';

const documents = [
  { path: 'SECURITY.md', behind: /landlock/i },
  { path: 'INSTALL.md', behind: /permission/i },
];

export async function placeDocuments(work: Work, plan: Plan, kitFolder: string): Promise<void> {
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
