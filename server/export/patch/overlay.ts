/** What packages a kit's profile where no checkout is at hand: the new files, and what to add to those that are there. */
import type { Kit } from '../../../shared/kits/schema.ts';
import { archive } from '../archive.ts';
import { type LayoutEntry, withDirectories } from '../layout.ts';
import { linesOf, textOf } from '../place.ts';
import type { Forms } from './forms.ts';
import { placeAll } from './index.ts';
import { planOf } from './plan.ts';
import { Work } from './work.ts';

/** Stand-ins for the files that a project has, so that what is added to each can be told from them. */
const skeleton = (program: string): Record<string, string> => ({
  'debian/control': `Source: ${program}\nBuild-Depends:\n debhelper-compat (= 13),\n\nPackage: ${program}\n`,
  'debian/rules': '#!/usr/bin/make -f\n%:\n\tdh $@\n',
  'debian/install': '',
  'Cargo.toml': `[package.metadata.deb]\nassets = [\n    ["target/release/${program}", "usr/bin/", "755"],\n]\n`,
  'SECURITY.md': '',
  'INSTALL.md': '',
  '.github/workflows/others.yml': '',
});

const where: Record<string, string> = {
  'debian/control': 'to Build-Depends',
  'debian/rules': 'at the end',
  'debian/install': 'a line',
  'Cargo.toml':
    'the two files to assets in [package.metadata.deb]; the other lines behind them, in place of such that are there',
  'SECURITY.md': 'a section',
  'INSTALL.md': 'a section',
};

/** A .tar.gz: new files in their places, and below add-by-hand/ the lines for files that a project has already. */
export async function packagingOverlay(kit: Kit, forms: Forms, kitFolder: string): Promise<Buffer> {
  const program = kit.program.slice(kit.program.lastIndexOf('/') + 1);
  const there = skeleton(program);
  const work = new Work({ paths: Object.keys(there), read: async (path) => there[path] });
  const plan = planOf(kit, forms, [program]);
  await placeAll(work, plan, { control: there['debian/control']!, kitFolder });
  const entries: LayoutEntry[] = [];
  const byHand: string[] = [];
  for (const [path, { text, executable }] of await work.changes()) {
    const old = there[path];
    if (old === undefined) entries.push({ path, text, ...(executable ? { executable } : {}) });
    else {
      const known = new Set(linesOf(old).filter((line) => line !== ''));
      const added = linesOf(text).filter((line) => !known.has(line));
      entries.push({
        path: `add-by-hand/${path}`,
        text: `${textOf(added, '\n').trimEnd()}\n`.replace(/^\n+/, ''),
      });
      byHand.push(`${path}: add-by-hand/${path}, ${where[path]}`);
    }
  }
  entries.push({ path: 'README', text: readme(kit, byHand) });
  return archive(withDirectories(entries));
}

function readme(kit: Kit, byHand: readonly string[]): string {
  return textOf(
    [
      `Packaging of the AppArmor profile for ${kit.title}`,
      '',
      `1. Copy debian/ and .github/ into a checkout of ${kit.upstream.url}`,
      '2. Add to the files that are there:',
      ...byHand.map((one) => `     ${one}`),
      '3. debian/postinst and debian/postrm, where there are such, need a #DEBHELPER# line.',
      '',
      'In a checkout, all of this is one command, which makes a patch for git am:',
      `  aa-workbench export --kit ${kit.id} --format patch --repo DIR --out apparmor.patch`,
    ],
    '\n',
  );
}
