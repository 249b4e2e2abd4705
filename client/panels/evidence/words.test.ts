import { expect, test } from 'vitest';
import type { Evidence, EvidenceCheck, Outcome } from '../../../shared/evidence/evidence.ts';
import { differenceWords, outcomeWords, passed } from './words.ts';

const evidence = {
  kernels: [
    { id: '6.12', release: '6.12.1' },
    { id: '7.x', release: '7.2.13+deb14' },
  ],
} as Evidence;
const check = (...outcomes: (Outcome | undefined)[]) =>
  ({
    runs: outcomes.flatMap((outcome, at) => (outcome ? [{ kernel: evidence.kernels[at]!.id, outcome }] : [])),
  }) as EvidenceCheck;

test.each<[(Outcome | undefined)[], string, boolean]>([
  [['passed', 'passed'], 'Linux 6.12 passed · 7.2 passed', true],
  [['passed', 'failed'], 'Linux 6.12 passed · 7.2 failed', false],
  [[undefined, 'passed'], 'Linux 6.12 not run · 7.2 passed', true],
  [[undefined, undefined], 'Linux 6.12 not run · 7.2 not run', false],
])('%j is told as %s', (outcomes, words, good) => {
  expect(outcomeWords(evidence, check(...outcomes))).toBe(words);
  expect(passed(check(...outcomes))).toBe(good);
});

test('where nothing differs, nothing is said', () =>
  expect(differenceWords([], true, 'debian-13')).toBeUndefined());
test('edits are not what was run', () =>
  expect(differenceWords(['Logs'], false, 'debian-13')).toBe(
    'Shown for the kit’s profile as shipped, not for your edits: “Logs”.',
  ));
test('nor is the form for other kernels', () =>
  expect(differenceWords(['Reverse DNS'], true, 'ubuntu-26.04')).toContain(
    'the form for ubuntu-26.04, which is open here, has another choice at “Reverse DNS”',
  ));
