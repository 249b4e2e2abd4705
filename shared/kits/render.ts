/** Makes the files of a kit from its sources and a choice: what the exporter and the portable form come from. */
import { applyEdits, type FileEdit } from '../syntax/edits.ts';
import { setMode } from './mode.ts';
import { applyOptions, recommend } from './options.ts';
import type { Choices, FileRole, Kit } from './schema.ts';
import type { ModeName, OpenFile } from './state.ts';
import { setTunable } from './tunables.ts';

export interface Rendering {
  /** The kit's recommendation for this target comes first; without one, the shipped form. */
  target?: string;
  /** Further choices, which win over the target's. */
  options?: Choices;
  /** Values by tunable, defaults included or not. */
  tunables?: Readonly<Record<string, readonly string[]>>;
  mode?: ModeName;
}

/** The kit's files as shipped, from its sources by role. */
export function kitFiles(kit: Kit, sources: Readonly<Record<FileRole, string>>): OpenFile[] {
  return (['profile', 'tunables', 'local'] as const).map((role) => ({
    role,
    path: kit.files[role].path,
    text: sources[role],
  }));
}

/** The kit's files for a choice. Throws a RangeError where an option or a tunable is not the kit's. */
export function renderKit(
  kit: Kit,
  sources: Readonly<Record<FileRole, string>>,
  { target, options, tunables = {}, mode }: Rendering,
): OpenFile[] {
  let files = kitFiles(kit, sources);
  const choices = { ...(target ? recommend(kit, target) : {}), ...options };
  files = editFiles(files, applyOptions(kit, files, choices));
  for (const [name, values] of Object.entries(tunables))
    files = editFiles(files, setTunable(kit, files, name, values));
  return mode ? editFiles(files, setMode(files, mode, kit.profileName)) : files;
}

/** The files with edits applied to each. */
export function editFiles<T extends OpenFile>(files: readonly T[], edits: readonly FileEdit[]): T[] {
  return files.map((file) => {
    const own = edits.filter((edit) => edit.path === file.path);
    return own.length === 0 ? file : { ...file, text: applyEdits(file.text, own) };
  });
}
