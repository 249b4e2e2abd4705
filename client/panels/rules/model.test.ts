import { describe, expect, test } from 'vitest';
import type { GroupState, OptionState, RulePlace } from '../../../shared/kits/state.ts';
import type { Problem } from '../../store/types.ts';
import { filterGroups, groupCount, linesOf, problemsIn, sameOption, stretchOf } from './model.ts';

const place = (line: number, path = 'p'): RulePlace => ({ path, line, start: line * 10, end: line * 10 + 8 });
const option = (title: string, more: Partial<OptionState> = {}): OptionState => ({
  id: `g/${title}`,
  title,
  reason: '',
  evidence: [],
  switch: 'on',
  present: [],
  missing: [],
  rules: [],
  ...more,
});
const group = (title: string, options: OptionState[], more: Partial<GroupState> = {}): GroupState => ({
  id: title,
  title,
  kind: 'any',
  origin: 'kit',
  switch: 'on',
  onCount: options.length,
  options,
  ...more,
});

describe('filter', () => {
  const groups = [
    group('Capture', [option('Packets', { rules: ['network packet raw,'] }), option('Devices')]),
    group('GeoIP', [
      option('Home', { reason: 'for sudo', evidence: [{ source: 'geoip.rs:93', level: 'source' }] }),
    ]),
  ];
  const found = (filter: string) =>
    filterGroups(groups, filter).flatMap(({ options }) => options.map(({ title }) => title));
  test.each([
    ['', ['Packets', 'Devices', 'Home']],
    ['  ', ['Packets', 'Devices', 'Home']],
    ['CAPTURE', ['Packets', 'Devices']],
    ['packet raw', ['Packets']],
    ['raw network', ['Packets']],
    ['geoip.rs', ['Home']],
    ['sudo', ['Home']],
    ['capture sudo', []],
  ])('%j finds %j', (filter, titles) => expect(found(filter)).toEqual(titles));
});

test.each([
  [[42], 'line 43'],
  [[52, 53, 54], 'lines 53 to 55'],
  [[54, 52, 53, 52], 'lines 53 to 55'],
  [[11, 13, 14], 'lines 12, 14 to 15'],
  [[0, 2, 4, 6], 'lines 1, 3, 5, …'],
])('lines %j read %j', (lines, words) => expect(linesOf(lines.map((line) => place(line)))).toBe(words));

describe('stretch', () => {
  test('is whole where the rules follow one another', () =>
    expect(stretchOf([place(3), place(2)])).toEqual({ ...place(2), end: 38 }));
  test('is the first place where they do not', () =>
    expect(stretchOf([place(2), place(9)])).toEqual(place(2)));
  test('never spans two files', () => expect(stretchOf([place(2), place(3, 'q')])).toEqual(place(2)));
  test('is nothing without rules', () => expect(stretchOf([])).toBeUndefined());
});

describe('count', () => {
  const off = option('a', { switch: 'off' });
  const half = option('b', { switch: 'half' });
  test('counts checkboxes', () => expect(groupCount(group('g', [off, half], { onCount: 1 }))).toBe('1 of 2'));
  test('says that a way lacks rules', () =>
    expect(groupCount(group('g', [off, half], { kind: 'one', switch: 'half', onCount: 0 }))).toBe(
      'incomplete',
    ));
  test('says that several ways are there', () =>
    expect(groupCount(group('g', [option('c'), half], { kind: 'one', switch: 'half', onCount: 1 }))).toBe(
      'several',
    ));
});

test('only errors and warnings on the lines of its rules count against a group', () => {
  const at = (line: number, severity: Problem['severity'], file = 'p') =>
    ({ severity, file, range: { start: { line, character: 0 }, end: { line, character: 1 } } }) as Problem;
  const one = group('g', [option('a', { present: [place(3)] })]);
  expect(problemsIn(one, [at(3, 'error'), at(3, 'hint'), at(4, 'error'), at(3, 'warning', 'q')])).toBe(1);
});

describe('an option looks the same', () => {
  const one = option('a', {
    present: [place(3)],
    rules: ['capability kill,'],
    evidence: [{ source: 'a.rs:1', level: 'source' }],
  });
  const again = (more: Partial<OptionState> = {}) => ({ ...structuredClone(one), ...more });
  test('when read again', () => expect(sameOption(one, again())).toBe(true));
  test('when only offsets moved', () =>
    expect(sameOption(one, again({ present: [{ ...place(3), start: 99, end: 120 }] }))).toBe(true));
  test.each<[string, Partial<OptionState>]>([
    ['its line moved', { present: [place(4)] }],
    ['its file is another', { present: [place(3, 'q')] }],
    ['it was switched', { switch: 'off' }],
    ['it is commented out', { off: [place(3)] }],
    ['a rule is missing', { missing: ['capability kill,'] }],
    ['its rule reads otherwise', { rules: ['capability chown,'] }],
    ['its source is another', { evidence: [{ source: 'a.rs:2', level: 'source' }] }],
    ['its reason is another', { reason: 'because' }],
    ['it has a risk', { risk: 'much' }],
    ['its risk is limited', { limitedRisk: true }],
    ['it cannot work', { unavailable: 'no' }],
  ])('not when %s', (_, more) => expect(sameOption(one, again(more))).toBe(false));
});
