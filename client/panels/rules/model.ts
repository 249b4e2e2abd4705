/** What the rules panel shows of the groups: which match a filter, where rules stand, and what a group counts. */
import type { GroupState, OptionState, RulePlace } from '../../../shared/kits/state.ts';
import type { Problem } from '../../store/types.ts';

/** The groups that hold all words of `filter`, each cut down to its matching options; all of a group whose title matches. */
export function filterGroups(groups: readonly GroupState[], filter: string): GroupState[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [...groups];
  return groups.flatMap((group) => {
    const options = group.options.filter((option) => {
      const text = searched(group, option);
      return words.every((word) => text.includes(word));
    });
    return options.length ? [{ ...group, options }] : [];
  });
}

/** Everything of an option that one may look for: names, reasons, evidence, and the rules themselves. */
function searched(group: GroupState, option: OptionState): string {
  return [
    group.title,
    option.title,
    option.reason,
    option.unavailable,
    option.risk && `risk ${option.risk}`,
    ...option.evidence.map(({ source }) => source),
    ...option.rules,
  ]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();
}

/** Lines as people count them, joined where they follow one another: "line 43", "lines 53 to 64", "lines 12, 14 to 16". */
export function linesOf(places: readonly Pick<RulePlace, 'line'>[], most = 3): string {
  const lines = [...new Set(places.map(({ line }) => line + 1))].sort((a, b) => a - b);
  const runs: [first: number, last: number][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run && line === run[1] + 1) run[1] = line;
    else runs.push([line, line]);
  }
  const words = runs
    .slice(0, most)
    .map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
  if (runs.length > most) words.push('…');
  return `${lines.length === 1 ? 'line' : 'lines'} ${words.join(', ')}`;
}

/** The one stretch of text that all places lie in where nothing stands between them, else the first place. */
export function stretchOf(places: readonly RulePlace[]): RulePlace | undefined {
  const [first] = places;
  if (!first) return undefined;
  const sorted = places.filter(({ path }) => path === first.path).sort((a, b) => a.line - b.line);
  const whole = sorted.every((place, index) => index === 0 || place.line - sorted[index - 1]!.line <= 1);
  return whole && sorted.length === places.length
    ? { ...sorted[0]!, end: Math.max(...sorted.map(({ end }) => end)) }
    : first;
}

/** "4 of 4"; of a "one of" group, whether its way is whole. */
export function groupCount({ kind, onCount, options, switch: state }: GroupState): string {
  if (kind === 'any' || state !== 'half') return `${onCount} of ${options.length}`;
  return options.filter((option) => option.switch !== 'off').length > 1 ? 'several' : 'incomplete';
}

/** How many errors and warnings lie on the lines of a group's rules. */
export function problemsIn(group: GroupState, problems: readonly Problem[]): number {
  const lines = new Set(
    group.options.flatMap(({ present }) => present.map(({ path, line }) => `${line} ${path}`)),
  );
  return problems.filter(
    ({ severity, file, range }) =>
      (severity === 'error' || severity === 'warning') && lines.has(`${range.start.line} ${file}`),
  ).length;
}

/** Whether two readings of an option look alike: the same words, on the same lines. Offsets are not shown. */
export const sameOption = (a: OptionState, b: OptionState) =>
  a.id === b.id &&
  a.title === b.title &&
  a.reason === b.reason &&
  a.risk === b.risk &&
  a.limitedRisk === b.limitedRisk &&
  a.unavailable === b.unavailable &&
  a.switch === b.switch &&
  a.missing.length === b.missing.length &&
  sameItems(a.rules, b.rules, Object.is) &&
  sameItems(a.evidence, b.evidence, shallowEqual) &&
  sameItems(a.present, b.present, sameLine) &&
  sameItems(a.off ?? [], b.off ?? [], sameLine);

const sameLine = (a: RulePlace, b: RulePlace) => a.line === b.line && a.path === b.path;

const sameItems = <T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean) =>
  a.length === b.length && a.every((item, index) => same(item, b[index]!));

/** Whether all fields of `b` are those of `a`. */
export const shallowEqual = <T extends object>(a: T, b: T) =>
  (Object.keys(b) as (keyof T)[]).every((key) => Object.is(a[key], b[key]));
