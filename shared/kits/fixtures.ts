/** What the tests of kits share: rustnet's kit as shipped, and small kits and files made by hand. */

import kitJson from '../../public/kits/rustnet/kit.json';
import local from '../../public/kits/rustnet/local?raw';
import tunables from '../../public/kits/rustnet/tunables?raw';
import profile from '../../public/kits/rustnet/usr.bin.rustnet?raw';
import type { FileEdit } from '../syntax/edits.ts';
import { parse } from '../syntax/index.ts';
import { parseKit } from './parseKit.ts';
import { editFiles, kitFiles } from './render.ts';
import type { Kit, KitGroup } from './schema.ts';
import type { OpenFile } from './state.ts';

export const rustnet: Kit = parseKit(kitJson);
export const sources = { profile, tunables, local };
export const shipped = (): OpenFile[] => kitFiles(rustnet, sources);

/** An open profile, and nothing else. */
export function profileFile(text: string): OpenFile[] {
  return [{ role: 'profile', path: 'p', text }];
}

/** A profile `p` with this body, each line indented by two spaces. */
export function bodyFile(...lines: string[]): OpenFile[] {
  return profileFile(`profile p {\n${lines.map((line) => `  ${line}\n`).join('')}}\n`);
}

/** The profile's text after edits. */
export function edited(files: OpenFile[], edits: readonly FileEdit[]): string {
  return textOf(editFiles(files, edits));
}

export function textOf(files: readonly OpenFile[], role: OpenFile['role'] = 'profile'): string {
  return files.find((file) => file.role === role)!.text;
}

/** The lines of the body of `bodyFile`, unindented. */
export function bodyOf(text: string): string[] {
  return text
    .split('\n')
    .slice(1, -2)
    .map((line) => line.replace(/^ {2}/, ''));
}

/** A kit of groups `{ group: { option: rules } }`; a name that ends in `!` is a "one" group. Its layout is in the same order. */
export function makeKit(groups: Record<string, Record<string, string[]>>, layout?: string[]): Kit {
  const made = Object.entries(groups).map(
    ([name, options]): KitGroup => ({
      id: name.replace('!', ''),
      title: name,
      kind: name.endsWith('!') ? 'one' : 'any',
      options: Object.entries(options).map(([id, rules], i) => ({
        id,
        title: id,
        reason: 'test',
        evidence: [],
        on: i === 0,
        rules,
      })),
    }),
  );
  const inOrder = made.flatMap((group) => group.options.map((option) => `${group.id}/${option.id}`));
  return parseKit({
    id: 'test',
    title: 'test',
    version: '1',
    program: '/usr/bin/p',
    profileName: 'p',
    upstream: { url: 'https://example.org', version: '1' },
    files: {
      profile: { path: 'p', source: 'p' },
      tunables: { path: 'tunables/p.d/site', source: 'tunables' },
      local: { path: 'local/p', source: 'local' },
    },
    groups: made,
    layout: layout ?? inOrder,
    tunables: [{ name: 'DIR', title: 'Dirs', kind: 'directory', default: ['/var/log/p'], reason: 'test' }],
    requirements: [],
    recommended: { default: {} },
  });
}

/** How many errors the built-in parser finds. */
export function errorsIn(text: string): number {
  return parse(text).diagnostics.filter(({ severity }) => severity === 'error').length;
}
