/** Tunables: variables whose values a site adds to. The default stays in the profile, the site's values in a file of their own. */
import type { FileEdit } from '../syntax/edits.ts';
import { LineIndex } from '../syntax/index.ts';
import type { VariableAssignment, Word } from '../syntax/nodes.ts';
import { beginsLine, lineBreak, lineStart, nextLine } from './lines.ts';
import type { Kit, KitTunable } from './schema.ts';
import type { RulePlace, TunableState } from './state.ts';
import { fileOf, type ParsedFile } from './tree.ts';
import { normaliseValue, writeValue } from './tunableValue.ts';
import { withoutWords } from './words.ts';

type Trees = NonNullable<ReturnType<typeof fileOf>>[];

/** A variable's value where it stands. */
interface Value {
  path: string;
  text: string;
  assignment: VariableAssignment;
  word: Word;
}

function open(files: readonly ParsedFile[]): Trees {
  return (['profile', 'tunables'] as const).flatMap((role) => fileOf(files, role) ?? []);
}

/** All values given to a variable at the top of the profile and in the site's file. */
function valuesOf(trees: Trees, name: string): Value[] {
  return trees.flatMap(({ path, text, tree }) =>
    tree.items.flatMap((item) =>
      item.kind === 'variable' && item.name === name
        ? item.values.map((word) => ({ path, text, assignment: item, word }))
        : [],
    ),
  );
}

/** The tunables of a kit, or the variables that a profile without one declares itself. */
export function readTunables(kit: Kit | undefined, files: readonly ParsedFile[]): TunableState[] {
  const trees = open(files);
  const lines = new Map(trees.map(({ path, text }) => [path, new LineIndex(text)]));
  const place = (path: string, { start, end }: { start: number; end: number }): RulePlace => ({
    path,
    start,
    end,
    line: lines.get(path)!.lineAt(start),
  });
  return (kit?.tunables ?? declared(trees)).map((tunable) => {
    const { name, title, reason, kind } = tunable;
    const defaults = new Set(tunable.default.map((value) => normaliseValue(kind, value)));
    const values = valuesOf(trees, name);
    const declaration = declarationOf(trees, name);
    return {
      name,
      title,
      reason,
      kind,
      values: values.map(({ path, word, assignment }) => ({
        value: normaliseValue(kind, word.value),
        isDefault: isDeclaration(assignment) && defaults.has(normaliseValue(kind, word.value)),
        place: place(path, word),
      })),
      ...(declaration ? { declaration: place(declaration.path, declaration.item) } : {}),
    };
  });
}

function isDeclaration({ operator }: VariableAssignment): boolean {
  return operator !== '+=';
}

function declarationOf(trees: Trees, name: string): { path: string; item: VariableAssignment } | undefined {
  for (const { path, tree } of trees)
    for (const item of tree.items)
      if (item.kind === 'variable' && item.name === name && isDeclaration(item)) return { path, item };
  return undefined;
}

/** Without a kit: every variable the profile declares, its written values as the default. */
function declared(trees: Trees): KitTunable[] {
  const profile = trees[0];
  const items = profile?.tree.items.filter((item) => item.kind === 'variable' && isDeclaration(item)) ?? [];
  return (items as VariableAssignment[]).map(({ name, values }) => {
    const paths = values.length > 0 && values.every(({ value }) => /^(\/|@\{)/.test(value));
    return {
      name,
      title: name,
      kind: paths ? 'directory' : 'list',
      default: values.map(({ value }) => value),
      reason: 'Declared in this profile',
    };
  });
}

/**
 * Gives a tunable these values, defaults included. Defaults stay in the profile whether they are listed or not; new
 * values go into the site's file as `@{NAME} += value`; values that are not listed are taken out wherever they stand.
 * Empty where the tunable has just these values. The values must have passed `checkTunableValue`. Throws a RangeError
 * for a tunable the kit does not have.
 */
export function setTunable(
  kit: Kit | undefined,
  files: readonly ParsedFile[],
  name: string,
  values: readonly string[],
): FileEdit[] {
  const trees = open(files);
  const known = kit?.tunables ?? declared(trees);
  const tunable = known.find((candidate) => candidate.name === name);
  if (!tunable)
    throw new RangeError(
      `There is no tunable “${name}”; there is: ${known.map((one) => one.name).join(', ')}.`,
    );
  const same = (value: string) => normaliseValue(tunable.kind, value);
  const wanted = new Set(values.map(same));
  const defaults = new Set(tunable.default.map(same));
  const there = valuesOf(trees, name);

  const leaving = there.filter(({ word, assignment }) => {
    const value = same(word.value);
    return !wanted.has(value) && !(isDeclaration(assignment) && defaults.has(value));
  });
  const held = new Set(there.map(({ word }) => same(word.value)));
  const fresh = [...wanted].filter((value) => !held.has(value) && !defaults.has(value));
  return [...takeOut(leaving), ...add(trees, there, name, fresh, new Set(leaving))];
}

/** Removes values, and the whole assignment where none is left. */
function takeOut(leaving: readonly Value[]): FileEdit[] {
  const assignments = [...new Set(leaving.map(({ assignment }) => assignment))];
  return assignments.flatMap((assignment) => {
    const values = leaving.filter((value) => value.assignment === assignment);
    const { path, text } = values[0]!;
    const going = new Set(values.map(({ word }) => word));
    if (going.size === assignment.values.length) return [{ path, ...wholeLine(text, assignment) }];
    return withoutWords(assignment.values, going).map((edit) => ({ path, ...edit }));
  });
}

/** An assignment with its line; only the assignment where something else shares the line. */
function wholeLine(
  text: string,
  { start, end }: VariableAssignment,
): { start: number; end: number; text: string } {
  if (!beginsLine(text, start)) return { start, end, text: '' };
  const from = lineStart(text, start);
  const to = nextLine(text, Math.max(start, end - 1));
  if (text[to - 1] === '\n') return { start: from, end: to, text: '' };
  const feed = text[from - 2] === '\r' ? from - 2 : from - 1;
  return { start: Math.max(feed, 0), end: to, text: '' };
}

/**
 * Adds values: to the site's last `+=` line for the variable, else in a line of its own at the end of the site's
 * file; to the declaration, where there is no such file.
 */
function add(
  trees: Trees,
  there: readonly Value[],
  name: string,
  fresh: readonly string[],
  leaving: ReadonlySet<Value>,
): FileEdit[] {
  if (fresh.length === 0) return [];
  const words = fresh.map(writeValue).join(' ');
  const site = trees[1];
  if (!site) {
    const declaration = declarationOf(trees, name);
    const end = declaration?.item.values.at(-1)?.end;
    return end === undefined ? [] : [{ path: declaration!.path, start: end, end, text: ` ${words}` }];
  }
  const stays = there.filter(
    (value) => value.path === site.path && !leaving.has(value) && !isDeclaration(value.assignment),
  );
  const last = stays.at(-1);
  if (last) {
    const at = last.assignment.values.at(-1)!.end;
    if (!leaving.has(there.find(({ word }) => word === last.assignment.values.at(-1))!))
      return [{ path: site.path, start: at, end: at, text: ` ${words}` }];
  }
  const { text } = site;
  const newline = lineBreak(text);
  const line = `@{${name}} += ${words}`;
  const ends = text === '' || text.endsWith('\n');
  return [
    { path: site.path, start: text.length, end: text.length, text: ends ? line + newline : newline + line },
  ];
}
