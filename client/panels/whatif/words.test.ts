import { expect, test } from 'vitest';
import type { TargetAnswer, TargetAnswers } from '../../../shared/api/decide.ts';
import { becauseWords, complainWord, hex, toneOf, verdictWord } from './words.ts';

const answer = (part: Partial<TargetAnswer>): TargetAnswer => ({
  verdict: 'deny',
  mediated: true,
  explicitDeny: false,
  audit: false,
  quiet: false,
  perms: { allow: 0, deny: 0, audit: 0, quiet: 0 },
  ...part,
});
const on = (part: Partial<TargetAnswers>): TargetAnswers => ({
  target: 'debian-13',
  source: 'measured',
  form: 'text',
  ...part,
});

test.each<[Partial<TargetAnswer>, string, string, string]>([
  [{}, 'Denied', 'Denied', 'no rule allows it'],
  [{ explicitDeny: true }, 'Denied', 'Denied', 'a deny rule'],
  [{ verdict: 'allow', complain: true }, 'Allowed', 'Logged', 'a rule allows it'],
  [{ verdict: 'allow', mediated: false }, 'Allowed', 'Allowed', 'not mediated'],
  [{ verdict: 'allow', coarse: true }, 'Allowed', 'Allowed', 'any address'],
])('%j: %s, complain %s, because %s', (part, verdict, complain, because) => {
  const answers = on({ answers: [answer(part)] });
  expect([verdictWord(answers), complainWord(answers), becauseWords(answer(part))]).toEqual([
    verdict,
    complain,
    because,
  ]);
});

test('where nothing compiles there is no answer', () => {
  expect([verdictWord(on({ refused: true })), verdictWord(on({})), complainWord(undefined)]).toEqual([
    'Does not compile',
    'Not known',
    '–',
  ]);
});

test('an answer is good or bad only by a requirement', () => {
  expect(toneOf(answer({}), undefined)).toBe('');
  expect(toneOf(answer({}), 'deny')).toBe('ok');
  expect(toneOf(answer({}), 'allow')).toBe('bad');
  expect(toneOf(answer({ verdict: 'allow', coarse: true }), 'deny')).toBe('warn');
});

test('words of a state are printed as the kernel does', () => expect(hex(-1)).toBe('0xffffffff'));
