/** Go to definition: from an include to its file, from a variable or a profile to where it is declared. */
import { profilesIn } from './names.ts';
import type { Occurrence } from './occurrences.ts';
import { nameAt, placesOf, profileAround, targets } from './places.ts';
import type { Location } from './types.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

/** Names that apparmor_parser declares itself: what they stand for is written in the profile's header. */
const automatic: ReadonlySet<string> = new Set(['profile_name', 'attach_path', 'exec_path']);

/** The places where the name at an offset is declared; none where it is not known. */
export function definition(workspace: Workspace, document: PolicyDocument, offset: number): Location[] {
  const name = nameAt(document, offset);
  if (!name) return [];
  if (name.kind === 'file')
    return [...targets(workspace, name.name)].map((path) => ({ path, start: 0, end: 0 }));
  const declared = placesOf(workspace, document, name).filter(({ occurrence }) => occurrence.item);
  const first = declared.filter(({ occurrence }) => occurrence.role === 'declaration');
  const found = (first.length > 0 ? first : declared).map(({ path, occurrence: { start, end } }) => ({
    path,
    start,
    end,
  }));
  if (found.length > 0) return found;
  if (name.kind === 'profile') return attached(workspace, document, name) ?? inTree(workspace, name);
  return automatic.has(name.name) ? ownHeader(document, offset, name.name) : [];
}

/** A profile of another name that is attached to the path. */
function attached(
  workspace: Workspace,
  document: PolicyDocument,
  { name, role }: Occurrence,
): Location[] | undefined {
  if (role !== 'attached') return undefined;
  const parent = name.includes('///') ? name.slice(0, name.indexOf('///')) : undefined;
  const path = parent === undefined ? name : name.slice(parent.length + 2);
  const files = new Map(workspace.files.map((file) => [file.path, workspace.document(file.path)!]));
  files.set(document.path, document);
  const found = [...files].flatMap(([file, { tree }]) =>
    [...profilesIn(tree.items)]
      .filter((one) => one.parent === parent && one.node.attachment?.value === path)
      .map(({ node: { name, header } }) => {
        const { start, end } = name ?? header;
        return { path: file, start, end };
      }),
  );
  return found.length > 0 ? found : undefined;
}

/** Profiles lie in the policy tree's own directory. More files than that it never has. */
const mostFiles = 1000;

/** A profile that is not under edit. */
function inTree(workspace: Workspace, { name }: Occurrence): Location[] {
  if (name.startsWith('//')) return [];
  const [outer] = name.split('//');
  const names = (workspace.tree.list('') ?? []).filter((each) => !each.endsWith('/')).slice(0, mostFiles);
  for (const path of names) {
    const text = workspace.tree.read(path);
    if (!text?.includes(outer || name)) continue;
    const { tree } = workspace.parseIncluded({ path, text }, 'file');
    for (const each of profilesIn(tree.items))
      if (each.name === name || (each.parent === undefined && each.node.attachment?.value === name)) {
        const { start, end } = each.node.name ?? each.node.header;
        return [{ path, start, end }];
      }
  }
  return [];
}

function ownHeader(document: PolicyDocument, offset: number, variable: string): Location[] {
  const profile = profileAround(document, offset);
  const word = variable === 'profile_name' ? profile?.name : (profile?.attachment ?? profile?.name);
  return word ? [{ path: document.path, start: word.start, end: word.end }] : [];
}
