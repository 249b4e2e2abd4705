import { expect, test } from 'vitest';
import type { Diagnostic } from '../../shared/api/schemas.ts';
import { judged, mergeProblems, mergeTargets } from './problems.ts';

const paths = ['usr.bin.x', 'local/usr.bin.x'];
const at = (line: number, source: Diagnostic['source'], more: Partial<Diagnostic> = {}): Diagnostic => ({
  file: paths[0]!,
  range: { start: { line, character: 2 }, end: { line, character: 5 } },
  severity: 'error',
  code: source,
  message: `${source} at ${line}`,
  source,
  ...more,
});
const list = (builtIn: Diagnostic[], judge: Diagnostic[], stale = false, then = builtIn) =>
  mergeProblems(then, judged(judge, builtIn), paths, stale).map((one) => one.message);

test('the same error once, as apparmor_parser’s', () =>
  expect(list([at(4, 'syntax')], [at(4, 'apparmor_parser')])).toEqual(['apparmor_parser at 4']));
test('errors on different lines both stand, in order', () =>
  expect(list([at(7, 'syntax')], [at(4, 'apparmor_parser')])).toEqual([
    'apparmor_parser at 4',
    'syntax at 7',
  ]));
test('a built-in hint on the line of an error stays', () =>
  expect(list([at(4, 'lint', { severity: 'hint' })], [at(4, 'apparmor_parser')])).toEqual([
    'apparmor_parser at 4',
    'lint at 4',
  ]));
test('the profile’s before the local file’s, files of the policy tree last', () =>
  expect(
    list(
      [at(1, 'lint', { file: 'abstractions/base' }), at(2, 'lint', { file: paths[1]! }), at(9, 'lint')],
      [],
    ),
  ).toEqual(['lint at 9', 'lint at 2', 'lint at 1']));
test('what is in no open file cannot be reached', () =>
  expect(
    mergeProblems([at(1, 'lint', { file: 'abstractions/base' })], undefined, paths, false)[0]?.reachable,
  ).toBe(false));
test('the same finding twice stands once', () =>
  expect(list([at(3, 'lint'), at(3, 'lint')], [])).toEqual(['lint at 3']));

test('an old error that both saw goes when the built-in parser sees it mended', () =>
  expect(list([at(4, 'syntax')], [at(4, 'apparmor_parser')], true, [])).toEqual([]));
test('an old error that both saw keeps its words while it stands', () =>
  expect(list([at(4, 'syntax')], [at(4, 'apparmor_parser')], true)).toEqual(['apparmor_parser at 4']));
test('an old error that only the judge sees stays until it speaks again', () =>
  expect(list([], [at(4, 'apparmor_parser')], true)).toEqual(['apparmor_parser at 4']));

test('the judge’s error has the fixes that the built-in parser knows for it', () => {
  const fixes = [{ title: 'Add the comma', edits: [] }];
  const builtIn = [{ ...at(4, 'syntax'), fixes }];
  const merged = mergeProblems(builtIn, judged([at(4, 'apparmor_parser')], builtIn), paths, false);
  expect(merged.map((one) => one.fixes)).toEqual([fixes]);
});
test('what every target finds stands once, what some find names them', () => {
  const everywhere = at(1, 'lint');
  const some = at(2, 'lint');
  const found = new Map([
    ['debian-12', [everywhere, some]],
    ['debian-13', [everywhere]],
  ]);
  expect(mergeTargets(found).map(({ message, target }) => [message, target])).toEqual([
    ['lint at 1', undefined],
    ['lint at 2', 'debian-12'],
  ]);
});
