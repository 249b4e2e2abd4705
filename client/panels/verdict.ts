/** What the verdict pill says. "Valid" and "Invalid" are only ever said where apparmor_parser said so. */
import type { IconName } from '../components/Icon.tsx';
import type { Tone, WorkbenchState } from '../store/types.ts';
import { clock, count, duration } from './words.ts';

export interface PillWords {
  tone?: Tone;
  icon: IconName;
  strong: string;
  /** After the first word: parser and time, or what is known instead. */
  text?: string;
  /** The whole story, for the tooltip. */
  tip: string;
  stale: boolean;
  /** What pressing it does. */
  press: 'check' | 'first-problem';
}

type Read = Pick<WorkbenchState, 'status' | 'verdict' | 'checking' | 'problems' | 'targets' | 'noParser'>;

const builtIn = (problems: Read['problems']) => {
  const errors = problems.filter((one) => one.severity === 'error').length;
  return `built-in checks: ${errors ? count(errors, 'error') : 'no error'}`;
};

/** The words for a state of the page. Pure, so that every case can be tested. */
export function verdictWords(state: Read): PillWords {
  const { status, verdict, problems } = state;
  const away = status === 'away';
  if (status === 'no-parser') {
    const why = state.noParser ?? 'No apparmor_parser can be had here.';
    return {
      icon: 'info',
      strong: 'Not judged',
      text: builtIn(problems),
      tip: `${why} The built-in checks are quick, but not the judge. Press to ask again.`,
      stale: false,
      press: 'check',
    };
  }
  if (!verdict) {
    return away
      ? {
          tone: 'warn',
          icon: 'warning',
          strong: 'Service away',
          text: builtIn(problems),
          tip: 'The local service does not answer; editing goes on. Press to try again.',
          stale: false,
          press: 'check',
        }
      : {
          icon: 'wait',
          strong: status === 'starting' ? 'Starting' : 'Checking',
          tip: 'No verdict yet: apparmor_parser has not answered.',
          stale: false,
          press: 'check',
        };
  }
  const { response, at } = verdict;
  const stale = verdict.stale || away;
  const parser = response.parser?.version ?? '';
  const when = stale ? `at ${clock(at)}` : duration(response.milliseconds);
  const facts = [parser, when].filter(Boolean).join(' · ');
  const who = `apparmor_parser ${parser}${response.parser ? ` (${response.parser.toolchain})` : ''}, asked for ${verdict.target} at ${clock(at)}`;
  const since = away
    ? ' The service is away: this is its last answer.'
    : verdict.stale
      ? ' The text or the target has changed since.'
      : '';
  const base = { stale, press: 'check' as const };
  switch (response.verdict) {
    case 'valid': {
      const wider = problems.filter((one) => one.source === 'policy' && one.severity === 'warning').length;
      const tip = `${who}: it compiles, in ${duration(response.milliseconds)}.${since} Press to check again.`;
      return wider
        ? {
            ...base,
            tone: 'warn',
            icon: 'warning',
            strong: `Valid, ${count(wider, 'rule')} wider than written`,
            text: when,
            tip,
          }
        : { ...base, tone: 'ok', icon: 'check', strong: 'Valid', text: facts, tip };
    }
    case 'invalid': {
      // The parser stops at its first error; the list below counts what the built-in checks see as well.
      const errors = problems.filter((one) => one.severity === 'error').length;
      return {
        ...base,
        tone: 'bad',
        icon: 'error',
        strong: 'Invalid',
        text: [count(Math.max(errors, 1), 'error'), stale ? when : parser].filter(Boolean).join(' · '),
        tip: `${who}: it does not compile.${since} Press to go to the first error.`,
        press: 'first-problem',
      };
    }
    case 'too-complex':
      return {
        ...base,
        tone: 'bad',
        icon: 'error',
        strong: 'Too complex',
        text: facts,
        tip: `${response.reason ?? 'The parser was stopped before it had finished.'} This is never shown as valid.${since}`,
      };
    case 'not-judged':
      return {
        ...base,
        icon: 'info',
        strong: 'Not judged',
        text: builtIn(problems),
        tip: `${response.reason ?? 'No parser could be asked.'}${since} Press to ask again.`,
      };
  }
}
