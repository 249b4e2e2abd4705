import { expect, test } from 'vitest';
import type { CheckResponse } from '../../shared/api/schemas.ts';
import type { Problem, Verdict } from '../store/types.ts';
import { verdictWords } from './verdict.ts';

const response = (more: Partial<CheckResponse> = {}): CheckResponse => ({
  verdict: 'valid',
  diagnostics: [],
  parser: { version: '5.0.2', toolchain: 'sid' },
  milliseconds: 41,
  exitStatus: 0,
  ...more,
});
const verdict = (more: Partial<CheckResponse> = {}, stale = false): Verdict => ({
  response: response(more),
  target: 'ubuntu-26.04',
  at: new Date(2026, 0, 1, 14, 2).getTime(),
  stale,
});
const problem = (more: Partial<Problem>): Problem => ({
  id: '1',
  reachable: true,
  file: 'x',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  severity: 'error',
  code: 'c',
  message: 'm',
  source: 'syntax',
  ...more,
});
const words = (more: Partial<Parameters<typeof verdictWords>[0]>) => {
  const said = verdictWords({ status: 'ready', checking: false, problems: [], targets: [], ...more });
  return `${said.stale ? '(stale) ' : ''}${said.strong}${said.text ? ` | ${said.text}` : ''}`;
};
const error = problem({});
const wider = problem({ source: 'policy', severity: 'warning' });

test('valid, with parser and time', () =>
  expect(words({ verdict: verdict() })).toBe('Valid | 5.0.2 · 41 ms'));
test('valid but wider', () =>
  expect(words({ verdict: verdict(), problems: [wider, wider] })).toBe(
    'Valid, 2 rules wider than written | 41 ms',
  ));
test('a built-in error does not unsay the judge', () =>
  expect(words({ verdict: verdict(), problems: [error] })).toMatch(/^Valid \|/));
test('invalid, with as many errors as the list shows', () =>
  expect(
    words({ verdict: verdict({ verdict: 'invalid', diagnostics: [error] }), problems: [error, error] }),
  ).toBe('Invalid | 2 errors · 5.0.2'));
test('an older answer is dated', () =>
  expect(words({ verdict: verdict({}, true) })).toBe('(stale) Valid | 5.0.2 · at 14:02'));
test('the last answer stays while the service is away', () =>
  expect(words({ verdict: verdict(), status: 'away' })).toBe('(stale) Valid | 5.0.2 · at 14:02'));
test('away from the start', () =>
  expect(words({ status: 'away' })).toBe('Service away | built-in checks: no error'));
test('without a parser nothing is valid, whatever came before', () =>
  expect(words({ status: 'no-parser', verdict: verdict(), problems: [error] })).toBe(
    'Not judged | built-in checks: 1 error',
  ));
test('too complex', () =>
  expect(words({ verdict: verdict({ verdict: 'too-complex' }) })).toMatch(/^Too complex/));
test('not yet', () => {
  expect(words({ status: 'starting' })).toBe('Starting');
  expect(words({ checking: true })).toBe('Checking');
});
