/** The files of a request as a kit sees them. */
import type { PolicyText } from '../../shared/api/schemas.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import { applyEdits, type FileEdit, type PolicyFile, parse } from '../../shared/syntax/index.ts';

/** The files of a kit among others, by their roles; undefined where its profile is not there. */
export function openFiles(files: readonly PolicyText[], kit: Kit): OpenFile[] | undefined {
  const found = (['profile', 'tunables', 'local'] as const).flatMap((role): OpenFile[] => {
    const file = files.find(({ path }) => path === kit.files[role].path);
    return file ? [{ role, ...file }] : [];
  });
  return found[0]?.role === 'profile' ? found : undefined;
}

export function parsedFiles(files: readonly OpenFile[]): (OpenFile & { tree: PolicyFile })[] {
  return files.map((file) => ({
    ...file,
    tree: parse(file.text, { within: file.role === 'local' ? 'profile' : 'file' }).tree,
  }));
}

export function editedFiles(files: readonly PolicyText[], edits: readonly FileEdit[]): PolicyText[] {
  return files.map(({ path, text }) => ({
    path,
    text: applyEdits(
      text,
      edits.filter((edit) => edit.path === path),
    ),
  }));
}
