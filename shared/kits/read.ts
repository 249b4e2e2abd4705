/** Holds a kit against the texts: what the panels show. Called at every keystroke. */
import { LineIndex } from '../syntax/index.ts';
import { indexOf, type KitIndex } from './kitIndex.ts';
import { modeOf } from './mode.ts';
import { isScope } from './place.ts';
import { type Found, type Scan, scan } from './scan.ts';
import type { Kit, KitGroup, KitOption } from './schema.ts';
import type { GroupState, KitState, OptionState, RulePlace, Switch } from './state.ts';
import { classTitle, type TextClass, type TextRule, textClasses, textRules } from './textRules.ts';
import { fileOf, type ParsedFile } from './tree.ts';
import { readTunables } from './tunables.ts';

/**
 * What is on and off in the texts. Without a kit, groups are made of the profile's own rules by class. Never throws
 * on a text, however broken: what cannot be read is not there.
 */
export function readState(kit: Kit | undefined, files: readonly ParsedFile[]): KitState {
  const tunables = readTunables(kit, files);
  const file = fileOf(files, 'profile');
  if (!file) return { groups: [], tunables, mode: 'enforce', profileNames: [], onCount: 0, allCount: 0 };

  const scanned = scan(file.tree, kit?.profileName);
  const lines = new LineIndex(file.text);
  const place = ({ start, end, word }: Found): RulePlace => ({
    path: file.path,
    start: word?.start ?? start,
    end: word?.end ?? end,
    line: lines.lineAt(start),
  });
  const index = kit && indexOf(kit);
  const own = index ? kitGroups(index, scanned, place) : [];
  const groups = [...own, ...textGroups(textRules(scanned, index), scanned, place, Boolean(index))];
  return {
    groups,
    tunables,
    mode: modeOf(scanned.main),
    profileNames: file.tree.items.flatMap((item) =>
      item.kind === 'profile' && item.name ? [item.name.value] : [],
    ),
    onCount: sum(groups, ({ kind, onCount }) => (kind === 'one' ? Math.min(onCount, 1) : onCount)),
    allCount: sum(groups, ({ kind, options }) => (kind === 'one' ? 1 : options.length)),
  };
}

type PlaceOf = (found: Found) => RulePlace;

function kitGroups(index: KitIndex, scanned: Scan, place: PlaceOf): GroupState[] {
  const byRule = new Map<string, Found[]>();
  for (const found of scanned.found) {
    const rule = index.byKey.get(found.key);
    if (!rule || !isScope(rule, found)) continue;
    const list = byRule.get(found.key);
    if (list) list.push(found);
    else byRule.set(found.key, [found]);
  }
  return index.kit.groups.map((group) => {
    const options = group.options.map((option) => optionState(index, group, option, byRule, place));
    if (group.kind === 'one') chooseRuleless(options);
    return groupState({ ...group, origin: 'kit' }, options);
  });
}

function optionState(
  index: KitIndex,
  group: KitGroup,
  option: KitOption,
  byRule: ReadonlyMap<string, readonly Found[]>,
  place: PlaceOf,
): OptionState {
  const id = `${group.id}/${option.id}`;
  const { rules } = index.options.get(id)!;
  const found = rules.map((rule) => ({ rule, places: byRule.get(rule.key) ?? [] }));
  const missing = found.filter(({ places }) => !places.some(({ on }) => on)).map(({ rule }) => rule.line);
  const all = found.flatMap(({ places }) => places);
  const off = all.filter(({ on }) => !on).map(place);
  return {
    id,
    title: option.title,
    reason: option.reason,
    evidence: option.evidence,
    ...(option.risk ? { risk: option.risk } : {}),
    ...(option.limitedRisk ? { limitedRisk: true } : {}),
    ...(option.unavailable ? { unavailable: option.unavailable } : {}),
    switch:
      rules.length === 0 || missing.length === rules.length ? 'off' : missing.length > 0 ? 'half' : 'on',
    present: all.filter(({ on }) => on).map(place),
    ...(off.length > 0 ? { off } : {}),
    missing,
    rules: option.rules,
  };
}

/** The way of a "one" group that needs no rule is on while no rule of the others is there. */
function chooseRuleless(options: OptionState[]): void {
  const ruleless = options.find((option) => option.rules.length === 0);
  if (ruleless && options.every((option) => option.switch === 'off')) ruleless.switch = 'on';
}

function textGroups(
  rules: readonly TextRule[],
  scanned: Scan,
  place: PlaceOf,
  hasKit: boolean,
): GroupState[] {
  const group = (id: string, title: string, members: readonly TextRule[]): GroupState[] =>
    members.length === 0
      ? []
      : [
          groupState(
            { id: `text/${id}`, title, kind: 'any', origin: 'text' },
            members.map((rule) => textOption(rule, scanned, place)),
          ),
        ];
  if (hasKit) return group('other', 'Other rules', rules);
  return textClasses.flatMap((name: TextClass) =>
    group(
      name,
      classTitle(name),
      rules.filter((rule) => rule.class === name),
    ),
  );
}

function textOption({ id, found }: TextRule, scanned: Scan, place: PlaceOf): OptionState {
  const on = found.filter((rule) => rule.on);
  const off = found.filter((rule) => !rule.on);
  const [first] = found;
  const code = first!.code.replace(/\s+/g, ' ').replace(/,$/, '');
  return {
    id,
    title: code,
    reason: reasonOf(first!, scanned),
    evidence: [],
    switch: on.length === 0 ? 'off' : off.length > 0 ? 'half' : 'on',
    present: on.map(wholePlace),
    ...(off.length > 0 ? { off: off.map(wholePlace) } : {}),
    missing: off.map((rule) => rule.code),
    rules: [first!.code],
  };

  function wholePlace(rule: Found): RulePlace {
    return place({ ...rule, word: undefined });
  }
}

/** The words of the comment behind the rule, and which profile it is in where that is not the main one. */
function reasonOf({ end, profiles, where, marked, code }: Found, { tree: { text }, main }: Scan): string {
  const line = text.slice(end, text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end));
  const comment = marked ? /,\s*#\s*(.*)$/.exec(code)?.[1] : /^\s*#\s*(.*?)\s*$/.exec(line)?.[1];
  const name = profiles.join('//');
  const inside =
    name !== main?.name?.value && name !== ''
      ? `in ${name}`
      : where === 'elsewhere'
        ? 'in a condition or block'
        : '';
  return [inside, comment].filter(Boolean).join(': ');
}

function groupState(
  { id, title, kind, origin, reason }: Pick<GroupState, 'id' | 'title' | 'kind' | 'origin' | 'reason'>,
  options: OptionState[],
): GroupState {
  const onCount = options.filter((option) => option.switch === 'on').length;
  return {
    id,
    title,
    kind,
    origin,
    ...(reason ? { reason } : {}),
    switch: groupSwitch(kind, options, onCount),
    onCount,
    options,
  };
}

function groupSwitch(kind: GroupState['kind'], options: readonly OptionState[], onCount: number): Switch {
  const used = options.filter((option) => option.switch !== 'off').length;
  if (used === 0) return 'off';
  const whole = kind === 'one' ? used === 1 && onCount === 1 : onCount === options.length;
  return whole ? 'on' : 'half';
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
