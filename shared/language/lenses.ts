/** Lines above the text: what an include brings, and how often a name is used. */
import { weightyOf } from '../policy/told.ts';
import type { Include, Item, Rule } from '../syntax/index.ts';
import { bodiesOf } from '../syntax/index.ts';
import { profilesIn } from './names.ts';
import { occurrencesIn } from './occurrences.ts';
import { placesOf } from './places.ts';
import { isRule } from './summary.ts';
import { rules } from './symbols.ts';
import type { CodeLens } from './types.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

/** Lenses in the order of the text. */
export function codeLenses(workspace: Workspace, document: PolicyDocument): CodeLens[] {
  const found: CodeLens[] = [];
  const counted = new Map<string, Counts>();
  for (const { item, within } of includesIn(document.tree.items, document.within)) {
    const lens = includeLens(workspace, item, within, counted);
    if (lens) found.push(lens);
  }
  const profiles = new Set([...profilesIn(document.tree.items)].map(({ node }) => node.name?.start));
  for (const one of occurrencesIn(document)) {
    if (one.role !== 'declaration' || (one.kind === 'profile' && !profiles.has(one.start))) continue;
    const uses = placesOf(workspace, document, one).filter(({ occurrence }) => !occurrence.item);
    // A profile need not be named anywhere: to have no references is worth a word with variables only.
    if (uses.length === 0 && one.kind === 'profile') continue;
    const [first] = uses;
    found.push({
      start: one.start,
      end: one.end,
      title: `${uses.length} ${uses.length === 1 ? 'reference' : 'references'}`,
      ...(first
        ? { target: { path: first.path, start: first.occurrence.start, end: first.occurrence.end } }
        : {}),
    });
  }
  return found.sort((a, b) => a.start - b.start);
}

function* includesIn(
  items: readonly Item[],
  within: 'file' | 'profile',
): Generator<{ item: Include; within: 'file' | 'profile' }> {
  for (const item of items) {
    if (item.kind === 'include') yield { item, within };
    for (const body of bodiesOf(item)) yield* includesIn(body.items, 'profile');
  }
}

function includeLens(
  workspace: Workspace,
  { start, end, path, ifExists }: Include,
  within: 'file' | 'profile',
  counted: Map<string, Counts>,
): CodeLens | undefined {
  const files = path.value ? workspace.resolveInclude(path.value.trim(), path.form) : undefined;
  if (!files)
    return ifExists && workspace.hasTree ? { start, end, title: 'not there: includes nothing' } : undefined;
  const key = `${within} ${path.value}`;
  const counts = counted.get(key) ?? countFiles(workspace, files, within);
  counted.set(key, counts);
  const [first] = files;
  const from = files.length > 1 ? ` from ${files.length} files` : '';
  const what = whatComes(counts);
  const weighty = weightyOf(counts.rules).map((one) => one.class.replaceAll('_', ' '));
  return {
    start,
    end,
    title: `includes ${what}${from}${weighty.length > 0 ? `: ${weighty.join(', ')}` : ''}`,
    ...(first ? { target: { path: first.path, start: 0, end: 0 } } : {}),
  };
}

/** Rules where there are some; else the variables, or those of other files that get more values; else nothing. */
function whatComes({ rules: found, variables, extended }: Counts): string {
  const named = (n: number) => `${n} ${n === 1 ? 'variable' : 'variables'}`;
  if (found.length > 0) return rules(found.length);
  if (variables > 0) return named(variables);
  return extended.size > 0 ? `more values of ${named(extended.size)}` : 'nothing';
}

function countFiles(
  workspace: Workspace,
  files: readonly { path: string }[],
  within: 'file' | 'profile',
): Counts {
  const counts: Counts = { rules: [], variables: 0, extended: new Set(), seen: new Set() };
  for (const { path } of files) count(workspace, path, within, counts);
  return counts;
}

interface Counts {
  rules: Rule[];
  /** Declared with `=`. */
  variables: number;
  /** Names that get more values by `+=`. */
  extended: Set<string>;
  /** Files read so far: apparmor_parser includes each once in a profile. */
  seen: Set<string>;
}

function count(workspace: Workspace, path: string, within: 'file' | 'profile', counts: Counts): void {
  if (counts.seen.has(path)) return;
  counts.seen.add(path);
  const text = workspace.text(path);
  if (text === undefined) return;
  countItems(workspace, workspace.parseIncluded({ path, text }, within).tree.items, within, counts);
}

function countItems(
  workspace: Workspace,
  items: readonly Item[],
  within: 'file' | 'profile',
  counts: Counts,
): void {
  for (const item of items) {
    if (isRule(item)) counts.rules.push(item);
    else if (item.kind === 'variable' && item.operator === '+=') counts.extended.add(item.name);
    else if (item.kind === 'variable') counts.variables++;
    else if (item.kind === 'include' && item.path.value)
      for (const { path } of workspace.resolveInclude(item.path.value.trim(), item.path.form) ?? [])
        count(workspace, path, within, counts);
    for (const body of bodiesOf(item)) countItems(workspace, body.items, within, counts);
  }
}
