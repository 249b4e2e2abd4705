import { describe, expect, it } from 'vitest';
import { type EnforcedMark, hasPage, moveMarks, telling, withMarks } from './enforced.ts';
import type { Finding } from './problems.ts';

const range = (line: number) => ({ start: { line, character: 2 }, end: { line, character: 9 } });
const mark = (line: number, more: Partial<EnforcedMark> = {}): EnforcedMark => ({
  file: 'a',
  range: range(line),
  profile: 'a',
  effect: 'more',
  words: 'It lets all through.',
  target: 'debian-sid',
  ...more,
});
const finding = (line: number, more: Partial<Finding> = {}): Finding => ({
  file: 'a',
  range: range(line),
  severity: 'info',
  code: 'network-on-target',
  message: 'Ports are not compared.',
  source: 'lint',
  ...more,
});
const textOf = () => 'profile a {\n  deny network,\n  network,\n}\n';
const rows = (found: Finding[], marks: EnforcedMark[]) =>
  withMarks(found, marks, textOf).map(({ source, code, severity }) => `${source} ${code} ${severity}`);

describe('marks worth telling', () => {
  const { target: _, ...plain } = mark(1);
  it('leave out what is as written or unknown', () =>
    expect(
      telling([{ ...plain, effect: 'as-written' }, { ...plain, effect: 'unknown' }, plain], 'x'),
    ).toEqual([{ ...plain, target: 'x' }]));
  it('tell a rule of two profiles once', () =>
    expect(telling([plain, { ...plain, profile: 'b' }], 'x')).toHaveLength(1));
});

describe('problems', () => {
  it('of a mark warn', () => expect(rows([], [mark(2)])).toEqual(['policy enforced-more warning']));
  it('stand once where a check says the same, with its fixes', () => {
    const fixes = [{ title: 'x', edits: [] }];
    const [row, ...rest] = withMarks([finding(2, { fixes })], [mark(2)], textOf);
    expect(row).toMatchObject({ source: 'policy', code: 'network-on-target', fixes, target: 'debian-sid' });
    expect(rest).toEqual([]);
  });
  it('of other lines and matters stay', () =>
    expect(rows([finding(1), finding(2, { code: 'wide-path' })], [mark(2)])).toEqual([
      'lint network-on-target info',
      'lint wide-path info',
      'policy enforced-more warning',
    ]));
  it('take the page of a check that names their lines too', () => {
    const related = [{ file: 'a', range: range(2), message: 'Here too.' }];
    expect(rows([finding(1, { related })], [mark(1), mark(2)])).toEqual([
      'policy network-on-target warning',
      'policy network-on-target warning',
    ]);
  });
  it('keep what a check says of another target', () =>
    expect(rows([finding(2, { target: 'debian-12' })], [mark(2)])).toHaveLength(2));
  it('do not repeat the parser’s error', () => {
    const error = finding(2, { severity: 'error', source: 'apparmor_parser', code: 'syntax' });
    expect(withMarks([], [mark(2, { effect: 'refused' })], textOf, [error])).toEqual([]);
    expect(rows([], [mark(2, { effect: 'refused' })])).toEqual(['policy enforced-refused info']);
  });
  it.each([
    [1, 'warning'],
    [2, 'info'],
  ])('of a rule on line %i that does nothing: %s', (line, severity) =>
    expect(rows([], [mark(line, { effect: 'nothing' })])).toEqual([`policy enforced-nothing ${severity}`]),
  );
  it('have a page where a check tells more', () => {
    expect(hasPage({ source: 'policy', code: 'peer-only-inet' })).toBe(true);
    expect(hasPage({ source: 'policy', code: 'enforced-more' })).toBe(false);
    expect(hasPage({ source: 'syntax', code: 'x' })).toBe(false);
  });
});

describe('marks in a changed text', () => {
  const lines = (before: string, now: string, ...at: number[]) =>
    moveMarks(
      at.map((line) => mark(line)),
      [{ path: 'a', text: before }],
      [{ path: 'a', text: now }],
    ).map(({ range: { start } }) => start.line);
  it('stay above a change', () => expect(lines('a\nb\nc', 'a\nb\nx', 0, 1)).toEqual([0, 1]));
  it('go with the lines below it', () =>
    expect(lines('a\nb\nc', 'a\nx\ny\nb\nc', 0, 1, 2)).toEqual([0, 3, 4]));
  it('go up where lines are taken out', () =>
    expect(lines('a\nb\nc\nd', 'a\nd', 0, 1, 2, 3)).toEqual([0, 1]));
  it('are dropped on changed lines', () => expect(lines('a\nb\nc', 'a\nB\nc', 0, 1, 2)).toEqual([0, 2]));
  it('of a file that is no longer open are dropped', () =>
    expect(moveMarks([mark(1)], [{ path: 'a', text: 'x' }], [])).toEqual([]));
  it('of files that were not among those asked stay', () =>
    expect(moveMarks([mark(1)], [], [])).toHaveLength(1));
});
