/** Every place that uses a name: a variable, a profile, an included file. */
import { nameAt, placesOf } from './places.ts';
import type { Location } from './types.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

/**
 * The places of the name at an offset, those of the document first. Looked for in the files under edit and all that
 * they include. With `declarations` the places that declare it too.
 */
export function references(
  workspace: Workspace,
  document: PolicyDocument,
  offset: number,
  { declarations = true }: { declarations?: boolean } = {},
): Location[] {
  const name = nameAt(document, offset);
  if (!name) return [];
  return placesOf(workspace, document, name)
    .filter(({ occurrence }) => declarations || !occurrence.item)
    .map(({ path, occurrence: { start, end } }) => ({ path, start, end }));
}
