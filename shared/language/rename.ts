/** Rename a variable or a profile wherever the files under edit name it. What lies beyond them is refused in words. */
import {
  applyEdits,
  type FileEdit,
  type ParseResult,
  parse,
  type Span,
  type SyntaxDiagnostic,
  walk,
} from '../syntax/index.ts';
import type { Occurrence } from './occurrences.ts';
import { nameAt, type Place, placesOf } from './places.ts';
import type { Refusal } from './types.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

/** What would be renamed: the characters of the name, without `@{` and `}`. */
export interface RenameTarget extends Span {
  name: string;
}

/** Whether the name at an offset can be renamed; asked before a person types a new one. */
export function prepareRename(
  workspace: Workspace,
  document: PolicyDocument,
  offset: number,
): RenameTarget | Refusal {
  const found = renamable(workspace, document, offset);
  if ('refused' in found) return found;
  const { start, end } = found.name.inner;
  return { start, end, name: document.text.slice(start, end) };
}

/**
 * The edits that give the name at an offset a new one, in all files under edit. Refused where a file outside of them
 * declares or uses the name, where the new name is taken, and where apparmor_parser would refuse it.
 */
export function rename(
  workspace: Workspace,
  document: PolicyDocument,
  offset: number,
  newName: string,
): FileEdit[] | Refusal {
  const found = renamable(workspace, document, offset);
  if ('refused' in found) return found;
  const { name, places } = found;
  const { start, end } = name.inner;
  const typed = name.kind === 'variable' ? newName.trim().replace(/^[@$]?\{(.*)\}$/, '$1') : newName.trim();
  if (typed === document.text.slice(start, end)) return [];
  const problem = name.kind === 'variable' ? variableProblem(typed) : profileProblem(typed);
  if (problem) return { refused: problem };
  const sought = { kind: name.kind, name: name.name.slice(0, name.name.length - (end - start)) + typed };
  const taken = placesOf(workspace, document, sought).find(({ occurrence }) => occurrence.item);
  if (taken) return { refused: `${shown(sought)} is declared in ${taken.path} already.` };
  const edits = places.map(({ path, occurrence }) => ({
    path,
    start: occurrence.inner.start,
    end: occurrence.inner.end,
    text: typed,
  }));
  return newError(workspace, edits) ?? edits;
}

function renamable(
  workspace: Workspace,
  document: PolicyDocument,
  offset: number,
): { name: Occurrence; places: Place[] } | Refusal {
  const name = nameAt(document, offset);
  if (!name || name.kind === 'file')
    return { refused: 'Only variables and profiles can be renamed: put the caret on the name of one.' };
  if (name.role === 'attached')
    return { refused: 'This is the path of a program. A profile is renamed where its name stands.' };
  const places = placesOf(workspace, document, name).filter(
    ({ occurrence }) => occurrence.role !== 'attached',
  );
  const declared = places.filter(({ occurrence }) => occurrence.item);
  if (declared.length === 0)
    return {
      refused: `${shown(name)} is not declared in any file that is open here, nor in what they include.`,
    };
  const open = new Set(workspace.files.map(({ path }) => path));
  const outside = [...declared, ...places].find(({ path }) => !open.has(path));
  if (outside)
    return {
      refused: `${shown(name)} is ${outside.occurrence.item ? 'declared' : 'used'} in ${outside.path}, which belongs to the policy tree and is not open for editing. Renaming it here would break that file.`,
    };
  if (name.kind === 'profile' && declared.some(({ occurrence }) => isPath(occurrence)))
    return {
      refused: `${shown(name)} is named by the path of the program that it confines. Another name would confine another program: write “profile NAME ${name.name} {” to give it a name of its own.`,
    };
  return { name, places };
}

/** Whether the name says which program is confined. */
function isPath({ name, attachment }: Occurrence): boolean {
  return attachment === undefined && /^(?:.*\/\/)?[/@]/.test(name);
}

function shown({ kind, name }: Pick<Occurrence, 'kind' | 'name'>): string {
  return kind === 'variable' ? `@{${name}}` : `The profile “${name.replace(/^\/\//, '')}”`;
}

function variableProblem(name: string): string | undefined {
  return /^[A-Za-z]\w*$/.test(name)
    ? undefined
    : `“${name}” is no name of a variable: expected letters, digits and _, a letter first.`;
}

function profileProblem(name: string): string | undefined {
  if (name === '') return 'Expected a name.';
  return /^[\w.+@~-][\w.+@~:-]*$/.test(name)
    ? undefined
    : `“${name}” is no name that can be written everywhere without quotes: expected letters, digits and . _ - + @ ~.`;
}

/** Whether the new name is read as something else in its place, or brings an error. */
function newError(workspace: Workspace, edits: readonly FileEdit[]): Refusal | undefined {
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const document = workspace.document(path);
    if (!document) continue;
    const after = applyEdits(
      document.text,
      edits.filter((edit) => edit.path === path),
    );
    const [before, then] = [document.text, after].map((text) => parse(text, { within: document.within }));
    const known = errorsOf(before!).map(({ code }) => code);
    const error = errorsOf(then!).find(({ code }, index) => code !== known[index]);
    const same = kindsOf(before!) === kindsOf(then!) && errorsOf(then!).length === known.length;
    if (error || !same)
      return {
        refused: `With this name ${path} would not be read as it is now${error ? `: ${error.message}` : '.'}`,
      };
  }
  return undefined;
}

function errorsOf({ diagnostics }: ParseResult): SyntaxDiagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

function kindsOf({ tree }: ParseResult): string {
  return [...walk(tree.items)].map(({ kind }) => kind).join(' ');
}
