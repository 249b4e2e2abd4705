/** What a checkbox, a radio button and "use recommended" make of the text: minimal edits. */
import type { FileEdit, TextEdit } from '../syntax/edits.ts';
import { indexOf, type KitIndex, type KitRule } from './kitIndex.ts';
import { type Scan, scan } from './scan.ts';
import type { Choices, Kit } from './schema.ts';
import { switchRules } from './switch.ts';
import { switchTextRules, textRules } from './textRules.ts';
import { fileOf, type ParsedFile } from './tree.ts';

/**
 * Switches one option (`group/option`, or `text/...` for a rule of no option). On completes an option that is half
 * there, switches on what it requires, and in a "one" group takes the place of the others. Empty where nothing would
 * change, where the option cannot work, and where a `text/...` rule is no longer there. Throws a RangeError for an
 * option the kit does not have.
 */
export function setOption(
  kit: Kit | undefined,
  files: readonly ParsedFile[],
  id: string,
  on: boolean,
): FileEdit[] {
  return edit(kit, files, (scanned, index) => {
    if (id.startsWith('text/'))
      return switchTextRules(
        scanned.tree.text,
        textRules(scanned, index).filter((rule) => rule.id === id),
        on,
      );
    return index ? choose(index, scanned, new Map([[known(index, id), on]])) : [];
  });
}

/** Switches every option of an "any" group that can work; in a "one" group only off is possible. Throws a RangeError for an unknown group. */
export function setGroup(
  kit: Kit | undefined,
  files: readonly ParsedFile[],
  id: string,
  on: boolean,
): FileEdit[] {
  return edit(kit, files, (scanned, index) => {
    if (id.startsWith('text/')) {
      const members = textRules(scanned, index).filter(
        (rule) => id === 'text/other' || id === `text/${rule.class}`,
      );
      return switchTextRules(scanned.tree.text, members, on);
    }
    if (!index) return [];
    const group = index.groups.get(id);
    if (!group)
      throw new RangeError(`There is no group “${id}”; there is: ${[...index.groups.keys()].join(', ')}.`);
    if (group.kind === 'one' && on) return [];
    return choose(index, scanned, new Map(group.options.map((option) => [`${id}/${option.id}`, on])));
  });
}

/** Makes a choice of several options at once. Throws a RangeError for a group or option the kit does not have. */
export function applyOptions(kit: Kit, files: readonly ParsedFile[], choices: Choices): FileEdit[] {
  return edit(kit, files, (scanned, index) => {
    const wanted = Object.entries(choices).map(([key, value]): [string, boolean] =>
      typeof value === 'string' ? [known(index!, `${key}/${value}`), true] : [known(index!, key), value],
    );
    return choose(index!, scanned, new Map(wanted));
  });
}

/** What is recommended for a target, by the kit; the portable form for a target it does not name. */
export function recommend(kit: Kit, targetId: string): Choices {
  return { ...kit.recommended.default, ...kit.recommended[targetId] };
}

function edit(
  kit: Kit | undefined,
  files: readonly ParsedFile[],
  make: (scanned: Scan, index: KitIndex | undefined) => TextEdit[],
): FileEdit[] {
  const file = fileOf(files, 'profile');
  if (!file) return [];
  const edits = make(scan(file.tree, kit?.profileName), kit && indexOf(kit));
  return edits.map((one) => ({ ...one, path: file.path }));
}

function known(index: KitIndex, id: string): string {
  if (index.options.has(id)) return id;
  const group = index.groups.get(id.split('/')[0]!);
  const there = group ? group.options.map((option) => `${group.id}/${option.id}`) : [...index.groups.keys()];
  throw new RangeError(`There is no option “${id}”; there is: ${there.join(', ')}.`);
}

/** Works out which rules go and come. What was asked for wins over what an option requires. */
function choose(index: KitIndex, scanned: Scan, asked: ReadonlyMap<string, boolean>): TextEdit[] {
  const wanted = new Map(asked);
  const queue = [...asked].filter(([, on]) => on).map(([id]) => id);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const { group, option } = index.options.get(id)!;
    if (option.unavailable) {
      wanted.delete(id);
      continue;
    }
    for (const other of option.requires ?? []) {
      if (isAsked(index, asked, other) || wanted.get(other)) continue;
      wanted.set(other, true);
      queue.push(other);
    }
    if (group.kind === 'one')
      for (const sibling of group.options)
        if (sibling !== option) wanted.set(`${group.id}/${sibling.id}`, false);
  }
  const rules = (state: boolean): KitRule[] =>
    [...wanted].filter(([, on]) => on === state).flatMap(([id]) => index.options.get(id)!.rules);
  return switchRules(index, scanned, { on: rules(true), off: rules(false) });
}

/** Whether the choice itself says something of an option: by name, or by another way of its "one" group. */
function isAsked(index: KitIndex, asked: ReadonlyMap<string, boolean>, id: string): boolean {
  const { group } = index.options.get(id)!;
  if (group.kind === 'any') return asked.has(id);
  return group.options.some((option) => asked.has(`${group.id}/${option.id}`));
}
