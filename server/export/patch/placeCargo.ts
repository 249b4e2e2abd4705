/** The release's .deb, which cargo-deb makes: assets, configuration files and maintainer scripts. */
import { CannotPlace } from '../place.ts';
import { addToScript, loadingCommands, newScript, type ScriptName } from '../scripts.ts';
import { addToCargoDeb, type CargoDeb, readCargoDeb, variantsLeft } from './cargo.ts';
import { folder, type Plan } from './plan.ts';
import type { Work } from './work.ts';

export async function placeCargo(work: Work, { kit, profile, paths, tunables }: Plan): Promise<void> {
  const found = await manifestOf(work, kit.program.slice(kit.program.lastIndexOf('/') + 1));
  if (!found) return;
  const { manifest, metadata } = found;
  // cargo-deb takes paths from the manifest's folder.
  const home = manifest.slice(0, -'Cargo.toml'.length);
  const up = '../'.repeat(home.split('/').length - 1);
  const assets = [
    { source: up + paths.portable, dest: `etc/apparmor.d/${profile}` },
    { source: `${up}${folder}/${tunables}`, dest: `etc/apparmor.d/${tunables}` },
  ];
  const scripts = metadata.scripts ?? `${up}${folder}/cargo-deb`;
  const already = await work.read(manifest);
  await work.edit(manifest, '', (before) => addToCargoDeb(before, assets, scripts));
  const text = (await work.read(manifest))!;
  const isIn = text !== already || text.includes(paths.portable);
  if (!isIn) return;
  for (const variant of variantsLeft(text, assets, scripts)) work.missing.push(`${manifest}: ${variant}`);
  for (const script of ['postinst', 'postrm'] satisfies ScriptName[]) {
    const path = `${fromTop(home + scripts)}/${script}`;
    const commands = loadingCommands(script, profile);
    if (work.has(path)) await work.edit(path, '', (before) => addToScript(before, commands, profile));
    else work.write(path, { text: newScript(commands, { mark: true }), executable: true });
  }
}

/**
 * The manifest of a workspace's that says how the program's .deb is made; undefined, and written down, where there is none
 * or it cannot be told.
 */
async function manifestOf(
  work: Work,
  program: string,
): Promise<{ manifest: string; metadata: CargoDeb } | undefined> {
  const found: { manifest: string; metadata: CargoDeb; text: string }[] = [];
  const problems: string[] = [];
  for (const manifest of [...work.paths()].filter((path) =>
    /^(?!(.*\/)?vendor\/)(.*\/)?Cargo\.toml$/.test(path),
  )) {
    const text = (await work.read(manifest)) ?? '';
    try {
      const metadata = readCargoDeb(text);
      if (metadata) found.push({ manifest, metadata, text });
    } catch (error) {
      if (!(error instanceof CannotPlace)) throw error;
      // Of another manifest that cannot be read, nothing is known to be wanted.
      if (manifest === 'Cargo.toml' || /\bdeb\b/.test(text)) problems.push(`${manifest}: ${error.message}`);
    }
  }
  const those = found.length > 1 ? found.filter(({ text }) => text.includes(`release/${program}"`)) : found;
  if (those.length === 1) return those[0];
  if (found.length > 1)
    work.missing.push(
      `Cargo.toml: ${found.map(({ manifest }) => manifest).join(', ')} have a [package.metadata.deb], and which of them packs ${program} is not to be seen: add the profile to that one`,
    );
  else if (problems.length > 0) work.missing.push(...problems);
  else
    work.missing.push(
      'Cargo.toml: there is no [package.metadata.deb]: add the profile to a .deb that is made without debhelper yourself',
    );
  return undefined;
}

/** `a/b/../c` as `a/c`. */
function fromTop(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}
