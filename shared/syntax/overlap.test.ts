import { describe, expect, test } from 'vitest';
import { overlap, parsePattern } from './aare.ts';

/** Pairs of states looked at until the answer, and the answer. */
function ask(a: string, b: string, most = 1_000_000): { answer: boolean | undefined; used: number } {
  const effort = { left: most };
  const answer = overlap(parsePattern(a), parsePattern(b), effort);
  return { answer, used: most - effort.left };
}

describe('the size of what is compared', () => {
  test.each([
    ['empty alternatives', '{,a}'],
    ['many alternatives', '{,a,b,c,d}'],
    ['stars', '*?'],
  ])('an automaton grows with the pattern, not with its square: %s', (_name, part) => {
    const size = (times: number) => {
      const { steps, empty } = parsePattern(`/${part.repeat(times)}`);
      return steps.flat().length + empty.flat().length;
    };
    expect(size(400)).toBeLessThan(size(100) * 4.5);
  });
});

test('says that it does not know, rather than yes or no, where the effort runs out', () => {
  expect(ask('**a?'.repeat(100), '**b?'.repeat(100), 1_000).answer).toBeUndefined();
});

test('spends effort over several questions', () => {
  const effort = { left: 1_000 };
  overlap(parsePattern('/a/b'), parsePattern('/a/*'), effort);
  expect(effort.left).toBeLessThan(1_000);
});

test('finds a way through alternatives that may be empty', () => {
  expect(ask(`/${'{,a}'.repeat(50)}b`, '/aaab').answer).toBe(true);
  expect(ask(`/${'{,a}'.repeat(3)}b`, '/aaaab').answer).toBe(false);
});
