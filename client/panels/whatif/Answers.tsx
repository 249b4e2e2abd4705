import type { Target } from '../../../shared/api/schemas.ts';
import type { Requirement } from '../../../shared/policy/requirements.ts';
import { Icon } from '../../components/index.ts';
import { targetName, targetNames } from '../../service/targetNames.ts';
import type { WhatIfAnswer } from '../../store/decisions.ts';
import { actions } from '../../store/index.ts';
import { becauseWords, complainWord, hex, toneOf, verdictWord } from './words.ts';

/** Every target's answer, side by side, and below it what the chosen target's kernel reads in the compiled policy. */
export function Answers({
  targets,
  chosen,
  answers,
  want,
}: {
  targets: readonly Target[];
  chosen: string;
  answers: ReadonlyMap<string, WhatIfAnswer>;
  want: Requirement['want'] | undefined;
}) {
  const mine = answers.get(chosen)?.enforce;
  return (
    <>
      <div className="ans">
        <table>
          <thead>
            <tr>
              <th scope="col">Target</th>
              <th scope="col">Enforce</th>
              <th scope="col">Complain</th>
              <th scope="col">Because</th>
              <th scope="col">Decided by</th>
            </tr>
          </thead>
          <tbody>
            {targets.map((target) => {
              const { id } = target;
              const one = answers.get(id);
              return (
                one && <Row key={id} name={targetName(target)} answer={one} me={id === chosen} want={want} />
              );
            })}
          </tbody>
        </table>
      </div>
      {mine?.answers?.[0] && <Trace answers={mine} name={targetNames(chosen, targets)} />}
    </>
  );
}

function Row({
  name,
  answer: { enforce, complain, explained },
  me,
  want,
}: {
  name: string;
  answer: WhatIfAnswer;
  me: boolean;
  want: Requirement['want'] | undefined;
}) {
  const answer = enforce.answers?.[0];
  const response =
    explained?.state === 'there'
      ? explained.response
      : explained?.state === 'asking'
        ? explained.before
        : undefined;
  return (
    <tr className={me ? 'me' : ''}>
      <th scope="row" className="clip" title={name}>
        {name}
      </th>
      <td>
        <span className={`vd ${toneOf(answer, want)}`}>
          <Icon name={answer ? (answer.verdict === 'allow' ? 'check' : 'denied') : 'error'} size="s" />
          {verdictWord(enforce)}
        </span>
      </td>
      <td className="muted">{complainWord(complain)}</td>
      <td title={enforce.reason}>{answer ? becauseWords(answer) : (enforce.reason ?? '')}</td>
      <td>
        {response?.rules[0] ? (
          <Decider
            rule={response.rules[0]}
            form={response.form}
            others={response.rules.length - 1}
            target={name}
          />
        ) : response ? (
          <span className="muted">{response.answer.mediated ? 'no rule' : 'the kernel'}</span>
        ) : (
          <span className="muted">{answer && explained?.state !== 'failed' ? '…' : ''}</span>
        )}
      </td>
    </tr>
  );
}

type Rule = NonNullable<Extract<WhatIfAnswer['explained'], { state: 'there' }>>['response']['rules'][number];

function Decider({
  rule,
  form,
  others,
  target,
}: {
  rule: Rule;
  form: 'text' | 'portable';
  others: number;
  target: string;
}) {
  const line = rule.range.start.line + 1;
  const name = rule.file.split('/').at(-1);
  const more = others > 0 ? ` +${others}` : '';
  if (form === 'portable')
    return (
      <span className="mono" title={`${rule.text} (in the form that the kit recommends for ${target})`}>
        portable:{line}
        {more}
      </span>
    );
  return (
    <button
      type="button"
      className="link mono"
      title={rule.text}
      onClick={() => void actions.openPlace(rule.file, rule.range)}
    >
      {rule.include ? `${name}:${line}` : `line ${line}`}
      {more}
    </button>
  );
}

/** The state that the kernel ends in, as the compiled policy has it. */
function Trace({ answers, name }: { answers: WhatIfAnswer['enforce']; name: string }) {
  const { form, parser, source } = answers;
  const { mediated, perms, explicitDeny, audit, quiet, transition } = answers.answers![0]!;
  const from = {
    measured: 'measured',
    shipped: 'as the release ships them',
    approximated: 'approximated',
  } as const;
  return (
    <>
      <h4>
        <Icon name="policy" size="s" />
        How {name} decides
        <span className="grow" />
        <span className="muted">read from the compiled policy</span>
      </h4>
      <dl className="trace">
        <Line
          name="policy"
          value={parser ? `parser ${parser.version}` : ''}
          words={`${form === 'text' ? 'the text as it is' : 'the portable form'}; kernel features ${from[source]}`}
        />
        <Line
          name="class"
          value={mediated ? 'mediated' : 'not mediated'}
          words={mediated ? 'the kernel asks the policy' : 'the kernel does not ask the policy'}
        />
        {mediated && (
          <>
            <Line
              name="allow"
              value={hex(perms.allow)}
              words={perms.allow === 0 ? 'nothing is allowed there' : ''}
            />
            <Line name="deny" value={hex(perms.deny)} words={explicitDeny ? 'denied by a deny rule' : ''} />
            <Line name="audit" value={hex(perms.audit)} words={audit ? 'logged' : ''} />
            <Line
              name="quiet"
              value={hex(perms.quiet)}
              words={quiet ? 'denied without a line in the log' : ''}
            />
          </>
        )}
        {transition && <Line name="label" value="" words={transition} />}
      </dl>
    </>
  );
}

function Line({ name, value, words }: { name: string; value: string; words: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      <dd>{words}</dd>
    </div>
  );
}
