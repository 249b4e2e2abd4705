/** Every place of a name, over the files that belong together. */
import type { Profile } from '../syntax/index.ts';
import { profilesIn } from './names.ts';
import { type Occurrence, occurrenceAt, occurrencesIn } from './occurrences.ts';
import { policyOf } from './scope.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

export interface Place {
  path: string;
  occurrence: Occurrence;
}

/** Occurrences of a file under edit or of the tree, as it is read at that place. */
type Files = ReadonlyMap<string, readonly Occurrence[]>;

interface Unit {
  files: Files;
}

const units = new WeakMap<Workspace, Map<string, Unit>>();

/** A file with all that it includes. */
function unitOf(workspace: Workspace, document: PolicyDocument): Unit {
  const kept = units.get(workspace) ?? new Map<string, Unit>();
  units.set(workspace, kept);
  const before = kept.get(document.path);
  if (before) return before;
  const files = policyOf(workspace, document).files.map(({ path, within, tree }) => {
    const own = path === document.path;
    const reading = own ? document : workspace.parseIncluded({ path, text: tree.text }, within);
    return [path, occurrencesIn(reading)] as const;
  });
  const unit = { files: new Map(files) };
  kept.set(document.path, unit);
  return unit;
}

/** The units of the files under edit, and that of the document. */
function unitsAround(workspace: Workspace, document: PolicyDocument): Unit[] {
  const documents = new Map([[document.path, document]]);
  for (const { path } of workspace.files) documents.set(path, workspace.document(path)!);
  return [...documents.values()].map((each) => unitOf(workspace, each));
}

/** The name at an offset of the document. */
export function nameAt(document: PolicyDocument, offset: number): Occurrence | undefined {
  return occurrenceAt(occurrencesIn(document), offset);
}

/** What is named in the files at hand: every place by kind and name. */
interface Index {
  units: readonly Unit[];
  places: ReadonlyMap<string, readonly Place[]>;
}

const indexes = new WeakMap<Workspace, Map<string, Index>>();

function indexOf(workspace: Workspace, document: PolicyDocument): Index {
  const kept = indexes.get(workspace) ?? new Map<string, Index>();
  indexes.set(workspace, kept);
  const before = kept.get(document.path);
  if (before) return before;
  const all = unitsAround(workspace, document);
  const files = new Map(all.flatMap(({ files }) => [...files]));
  const places = new Map<string, Place[]>();
  // The file under the eyes comes first.
  for (const path of [document.path, ...[...files.keys()].filter((path) => path !== document.path)])
    for (const occurrence of files.get(path) ?? []) {
      const key = keyOf(occurrence);
      const found = places.get(key);
      if (found) found.push({ path, occurrence });
      else places.set(key, [{ path, occurrence }]);
    }
  const index = { units: all, places };
  kept.set(document.path, index);
  return index;
}

function keyOf({ kind, name }: Pick<Occurrence, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** Every place of a name, in the order of files and offsets: the file under the eyes first. */
export function placesOf(
  workspace: Workspace,
  document: PolicyDocument,
  name: Pick<Occurrence, 'kind' | 'name'>,
): readonly Place[] {
  const { units, places } = indexOf(workspace, document);
  if (name.kind === 'file') {
    const target = targets(workspace, name.name);
    return [...places.values()].flat().filter(({ occurrence }) => leadsTo(workspace, occurrence, target));
  }
  const found = places.get(keyOf(name)) ?? [];
  if (name.kind === 'profile') return found;
  const files = related(units, document.path, found);
  return found.filter(({ path }) => files.has(path));
}

/**
 * The files that share a variable: what the file includes, what includes it, and so on from every file that declares
 * the variable. Two profiles may each have a variable of one name.
 */
function related(units: readonly Unit[], from: string, found: readonly Place[]): ReadonlySet<string> {
  const files = new Set<string>();
  const declaring = new Set(
    found.filter(({ occurrence }) => occurrence.role === 'declaration').map(({ path }) => path),
  );
  const asked = new Set([from]);
  for (const path of asked)
    for (const unit of units) {
      if (!unit.files.has(path)) continue;
      for (const member of unit.files.keys()) {
        files.add(member);
        if (declaring.has(member)) asked.add(member);
      }
    }
  return files;
}

/** The files that an include or an abi of this path names. */
export function targets(workspace: Workspace, name: string): ReadonlySet<string> {
  return new Set(workspace.resolveInclude(name, 'magic')?.map(({ path }) => path));
}

function leadsTo(workspace: Workspace, one: Occurrence, target: ReadonlySet<string>): boolean {
  return one.kind === 'file' && [...targets(workspace, one.name)].some((path) => target.has(path));
}

/** The innermost profile around an offset. */
export function profileAround({ tree }: PolicyDocument, offset: number): Profile | undefined {
  let found: Profile | undefined;
  for (const { node } of profilesIn(tree.items)) if (node.start <= offset && offset <= node.end) found = node;
  return found;
}
