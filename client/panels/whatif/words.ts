/** An answer in the few words that a table has room for. */
import type { TargetAnswer, TargetAnswers } from '../../../shared/api/decide.ts';
import type { Requirement } from '../../../shared/policy/requirements.ts';
import { standingOf } from '../../../shared/policy/requirements.ts';

/** The verdict, or that there is none. */
export function verdictWord({ answers, refused }: TargetAnswers): string {
  const answer = answers?.[0];
  if (!answer) return refused ? 'Does not compile' : 'Not known';
  return answer.verdict === 'allow' ? 'Allowed' : 'Denied';
}

/** What complain mode makes of it: what it would deny it lets pass, and logs. */
export function complainWord(answers: TargetAnswers | undefined): string {
  const answer = answers?.answers?.[0];
  if (!answer) return '–';
  if (answer.complain) return 'Logged';
  return answer.verdict === 'allow' ? 'Allowed' : 'Denied';
}

/** Why, in two or three words. */
export function becauseWords(answer: TargetAnswer): string {
  if (!answer.mediated) return 'not mediated';
  if (answer.verdict === 'deny') return answer.explicitDeny ? 'a deny rule' : 'no rule allows it';
  return answer.coarse ? 'any address' : 'a rule allows it';
}

/** `ok` and `bad` only where something is required; an answer alone is neither good nor bad. */
export function toneOf(
  answer: TargetAnswer | undefined,
  want: Requirement['want'] | undefined,
): 'ok' | 'bad' | 'warn' | '' {
  if (!answer || !want) return '';
  return ({ met: 'ok', wrong: 'bad', inexpressible: 'warn' } as const)[standingOf(want, answer)];
}

/** How the kernel prints the words of a state: eight hexadecimal digits. */
export const hex = (word: number) => `0x${(word >>> 0).toString(16).padStart(8, '0')}`;
