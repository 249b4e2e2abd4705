/** What is wrong with a file beyond its grammar, as far as the file alone tells. */
import type { Code } from '../codes.ts';
import type { Item, PolicyFile, Profile, Span, Word } from '../nodes.ts';
import { bodiesOf, walk } from '../visit.ts';
import { checkExec } from './exec.ts';
import { globProblem } from './globs.ts';
import { checkVariables } from './variables.ts';

export type Report = (code: Code, span: Span, detail?: string) => void;

export function validate(tree: PolicyFile, report: Report): void {
  checkNames(tree.items, '', report);
  checkVariables(tree, report);
  checkExec(tree, report);
  for (const item of walk(tree.items)) for (const word of patternsOf(item)) checkPattern(word, report);
}

/** No two profiles of the same name in one place; what stands in an `if` may be left out, so it is not counted. */
function checkNames(
  items: readonly Item[],
  parent: string,
  report: Report,
  seen = new Map<string, Span>(),
  insideIf = false,
): void {
  for (const item of items) {
    if (item.kind === 'profile') {
      const name = `${item.namespace?.value ?? ''}:${parent}${item.name?.value ?? ''}`;
      if (item.name && seen.has(name) && !insideIf) report('duplicate-profile', item.name, item.name.value);
      seen.set(name, item);
      checkNames(item.body.items, `${name}//`, report);
    } else
      for (const body of bodiesOf(item))
        checkNames(body.items, parent, report, seen, insideIf || item.kind === 'if');
  }
}

/** The words of an item that are patterns. */
export function patternsOf(item: Item): Word[] {
  switch (item.kind) {
    case 'profile':
      return profilePatterns(item);
    case 'file':
    case 'link':
      return present(item.path, item.kind === 'link' ? item.target : undefined);
    case 'mount':
    case 'remount':
    case 'umount':
      return present(item.source, item.target);
    case 'pivot_root':
      return present(item.newRoot);
    case 'change_profile':
      return present(item.exec);
    case 'unix':
    case 'dbus':
    case 'signal':
    case 'ptrace':
      return [
        ...item.conditions.filter(({ name }) => name.value !== 'set').flatMap(({ values }) => values),
        ...(item.peer?.conditions.flatMap(({ values }) => values) ?? []),
        ...present(item.peer?.value),
      ];
    default:
      return [];
  }
}

function profilePatterns(profile: Profile): Word[] {
  return present(profile.attachment, profile.keyword === 'path' ? profile.name : undefined);
}

function present(...words: (Word | undefined)[]): Word[] {
  return words.filter((word) => word !== undefined);
}

function checkPattern(word: Word, report: Report): void {
  // A variable's values may hold the other half of a brace: only the whole policy tells.
  if (word.value.includes('@{')) return;
  const problem = globProblem(word.value);
  if (problem) report('bad-glob', word, problem);
}
