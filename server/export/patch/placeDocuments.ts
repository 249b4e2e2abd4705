/** SECURITY.md and INSTALL.md: what is confined, and how to adapt it; and a line in the change log. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readState } from '../../../shared/kits/index.ts';
import { targetFacts } from '../../../shared/targets/targets.ts';
import { CannotPlace } from '../place.ts';
import { addSection, addToChangelog, sectionIn } from './documents.ts';
import { enforcedText, type Installed } from './enforced.ts';
import { type Forms, formBuiltOn } from './forms.ts';
import type { Plan } from './plan.ts';
import { fillTemplate } from './template.ts';
import type { Work } from './work.ts';

const documents = [
  { name: 'SECURITY.md', behind: /landlock/i },
  { name: 'INSTALL.md', behind: /permission/i },
];

/** Where GitHub looks for such documents, and where projects keep them. */
const folders = ['', '.github/', 'docs/'];

export async function placeDocuments(work: Work, plan: Plan, kitFolder: string): Promise<void> {
  const templateOf = (name: string) =>
    readFile(join(kitFolder, 'packaging', name), 'utf8').catch(() => undefined);
  const placeOf = (name: string) =>
    folders.map((folder) => folder + name).find((path) => work.has(path)) ?? name;
  const { opened, ...values } = await valuesOf(plan);
  if (opened !== '')
    work.notes.push(
      `By these options and values every release allows what the profile is to refuse: ${opened}.`,
    );
  for (const { name, behind } of documents) {
    const template = await templateOf(name);
    if (template === undefined) continue;
    const path = placeOf(name);
    const section = fillTemplate(template, {
      ...values,
      security: linkFrom(path, placeOf('SECURITY.md')),
      install: linkFrom(path, placeOf('INSTALL.md')),
    });
    const before = await work.read(path);
    if (before !== undefined && sectionIn(before, section) === 'other')
      work.notes.push(
        `${path} has a section of that heading in other words; it is left as it is, so see whether it still holds.`,
      );
    await work.edit(path, 'add a section on the profile', (text) => addSection(text, section, behind));
    if ((await work.read(path)) === before) continue;
    for (const other of work.paths())
      if (other.startsWith(`${path.replace(/\.md$/, '')}.`) && other !== path && other.endsWith('.md'))
        work.notes.push(`${other} is a translation; its section is not written.`);
  }
  await placeChange(work, await templateOf('CHANGELOG.md'), {
    ...values,
    security: placeOf('SECURITY.md'),
  });
}

/** A change log is added to where there is one of a known form; a project need not have any. */
async function placeChange(
  work: Work,
  template: string | undefined,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const path = 'CHANGELOG.md';
  const text = await work.read(path);
  if (template === undefined || text === undefined) return;
  try {
    const changed = addToChangelog(text, fillTemplate(template, values).trim());
    await work.edit(path, '', () => changed);
  } catch (error) {
    if (!(error instanceof CannotPlace)) throw error;
    work.notes.push(`${path}: ${error.message}, so nothing is written there.`);
  }
}

async function valuesOf(plan: Plan) {
  const { kit, forms, profile, tunables } = plan;
  const { table, held, leaks, asks, opened } = await enforcedText(kit, installedOn(forms));
  const state = readState(kit, forms.portable.files);
  return {
    table,
    held,
    leaks: leaks ? 'yes' : '',
    asks: asks ? 'yes' : '',
    opened: opened.join('; '),
    profile,
    site: tunables,
    local: kit.files.local.path,
    profileName: kit.profileName,
    program: kit.program,
    mode: state.mode,
    issue: /\/issues\/(\d+)$/.exec(kit.upstream.issue ?? '')?.[1] ?? '',
    forms: formRows(plan),
    ...Object.fromEntries(
      state.tunables.map(({ name, values }) => [name, values.map(({ value }) => `\`${value}\``).join(', ')]),
    ),
  };
}

/** A link from one document of the repository to another. */
function linkFrom(from: string, to: string): string {
  const [home, other] = [from, to].map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  return home === other ? to.slice(other!.length) : (home === '' ? '' : '../') + to;
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
