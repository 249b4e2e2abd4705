/** The release's .deb, which cargo-deb makes: assets, configuration files and maintainer scripts. */
import { CannotPlace } from '../place.ts';
import { addToScript, loadingCommands, newScript, type ScriptName } from '../scripts.ts';
import { addToCargoDeb, readCargoDeb } from './cargo.ts';
import { folder, type Plan } from './plan.ts';
import type { Work } from './work.ts';

export async function placeCargo(work: Work, { profile, paths, tunables }: Plan): Promise<void> {
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
