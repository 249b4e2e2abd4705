import type { ReactNode } from 'react';
import type { Target } from '../../../shared/api/schemas.ts';
import type { Requirement } from '../../../shared/policy/requirements.ts';
import { Icon } from '../../components/index.ts';
import { targetName } from '../../service/targetNames.ts';
import type { WhatIfAnswer } from '../../store/decisions.ts';
import { DecidingRules, Ways, whyWords } from '../requirements/CellDetail.tsx';
import { toneOf, verdictWord } from './words.ts';

/** The chosen target's answer, large: what, why, by which rules, and what would make it otherwise. */
export function Verdict({
  target,
  answer: { enforce, complain, explained },
  old,
  want,
  children,
}: {
  target: Target;
  answer: WhatIfAnswer;
  old: boolean;
  /** What a requirement asks for. */
  want: Requirement['want'] | undefined;
  children?: ReactNode;
}) {
  const answer = enforce.answers?.[0];
  const response =
    explained?.state === 'there'
      ? explained.response
      : explained?.state === 'asking'
        ? explained.before
        : undefined;
  const inComplain = complain?.answers?.[0];
  const allowed = answer?.verdict === 'allow';
  return (
    <section className={`big ${toneOf(answer, want)}`} aria-label={`Answer of ${targetName(target)}`}>
      <Icon name={answer ? (allowed ? 'check' : 'denied') : 'error'} />
      <div className="grow">
        <h3>
          {verdictWord(enforce)} on {targetName(target)}
        </h3>
        {!answer && <p>{enforce.reason}</p>}
        {answer && (
          <p>
            {response
              ? whyWords(response, target, answer.verdict === 'allow' && answer.coarse)
              : explained?.state === 'failed'
                ? explained.words
                : 'Asking which rules decide…'}
            {!allowed && inComplain?.complain && (
              <>
                {' '}
                In complain mode it is let through and logged as <code>apparmor="ALLOWED"</code>.
              </>
            )}
            {answer.quiet && ' It is denied without a line in the log.'}
            {answer.transition && (
              <>
                {' '}
                It then runs under <code>{answer.transition}</code>.
              </>
            )}{' '}
            {answer.note}
          </p>
        )}
        {response && response.rules.length > 0 && (
          <DecidingRules rules={response.rules} form={response.form} target={target.id} />
        )}
        {response && (
          <div className="row wrap ways">
            {(response.options.length > 0 || response.edits) && (
              <span className="lbl">Make it {allowed ? 'denied' : 'allowed'}:</span>
            )}
            <Ways response={response} target={target.id} old={old || explained?.state !== 'there'} />
            {response.reason && <span className="lbl">{response.reason}</span>}
          </div>
        )}
      </div>
      {children}
    </section>
  );
}
