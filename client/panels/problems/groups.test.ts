import { expect, test } from 'vitest';
import type { Severity } from '../../../shared/syntax/diagnostics.ts';
import type { Problem } from '../../store/types.ts';
import { groupProblems } from './groups.ts';

const problem = (file: string, severity: Severity, line: number): Problem => ({
  id: `${file}:${line}`,
  file,
  severity,
  range: { start: { line, character: 0 }, end: { line, character: 1 } },
  code: 'x',
  message: 'x',
  source: 'lint',
  reachable: true,
});

test('by file, errors first, and by place', () => {
  const list = [
    problem('a', 'hint', 1),
    problem('a', 'error', 2),
    problem('a', 'info', 3),
    problem('a', 'error', 4),
    problem('b', 'warning', 0),
  ];
  expect(groupProblems(list).map((group) => group.problems.map(({ id }) => id))).toEqual([
    ['a:2', 'a:4', 'a:1', 'a:3'],
    ['b:0'],
  ]);
});
test('nothing gives no group', () => expect(groupProblems([])).toEqual([]));
