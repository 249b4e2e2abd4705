import { useState } from 'react';
import type { Request } from '../../shared/policy/requests.ts';
import { requestWords, standingOf } from '../../shared/policy/requirements.ts';
import { Button, EmptyState, Icon, Note, Tag } from '../components/index.ts';
import { decisions, useDecisions } from '../store/decisions.ts';
import { actions, useWorkbench } from '../store/index.ts';
import { gridRequirements } from './requirements/grid.ts';
import { writeRequirement } from './requirements/OwnBar.tsx';
import { Answers } from './whatif/Answers.tsx';
import {
  beginnings,
  type FormOperation,
  requestOf,
  sameRequest,
  type Values,
  valuesOf,
} from './whatif/form.ts';
import { Operations, Sentence } from './whatif/RequestForm.tsx';
import { suggestions } from './whatif/suggestions.ts';
import { Verdict } from './whatif/Verdict.tsx';
import './whatif/whatif.css';

/** What there is to try: what an intruder would, and what a program needs. */
const examples: { words: string; request: Request }[] = [
  {
    words: 'nc -u 203.0.113.7 1234',
    request: {
      op: 'network',
      family: 'inet',
      type: 'dgram',
      protocol: 'udp',
      access: ['connect', 'send'],
      peer: { ip: '203.0.113.7', port: 1234 },
    },
  },
  { words: 'read /etc/shadow', request: { op: 'file', path: '/etc/shadow', perms: 'r', owner: false } },
  { words: 'run a shell', request: { op: 'exec', path: '/usr/bin/dash', owner: false } },
  { words: 'write ~/.bashrc', request: { op: 'file', path: '/home/ada/.bashrc', perms: 'w', owner: true } },
  { words: 'load a module', request: { op: 'capability', name: 'sys_module' } },
];

/** Any request, asked on every target: the answer, the rules that decide it, and what would change it. */
export function WhatIfPanel() {
  const [opened, files, kit, targets, target] = useWorkbench(
    (state) => [state.opened, state.files, state.kit, state.targets, state.target] as const,
  );
  const [request, answers, stale, failed, before, own] = useDecisions(
    (state) =>
      [
        state.request,
        state.answers,
        state.answersStale,
        state.whatIfFailed,
        state.askedBefore,
        state.own,
      ] as const,
  );
  const requirements = gridRequirements(kit?.requirements ?? [], own);
  if (opened.kind === 'none')
    return <EmptyState icon="search" title="What if" text="Open a program first." />;
  const required = request && requirements.find((one) => sameRequest(one.request, request));
  const answer = answers.get(target);
  const verdict = answer?.enforce.answers?.[0];
  const about = targets.find(({ id }) => id === target);
  return (
    <div className="wi scroll">
      <AskForm
        who={opened.kind === 'kit' ? opened.id : 'the program'}
        texts={files.map(({ text }) => text)}
        asked={requirements.map((one) => one.request)}
      />
      <div className="chips tries">
        <span className="lbl">Try</span>
        {examples.map((one) => (
          <button
            key={one.words}
            type="button"
            className={`chip ${request && sameRequest(request, one.request) ? 'cur' : ''}`}
            onClick={() => decisions.setState({ request: one.request })}
          >
            {one.words}
          </button>
        ))}
      </div>
      {failed !== undefined && <Note tone="warn">{`Not asked anew: ${failed}`}</Note>}
      {request && answer && about && (
        <div className={`answered ${stale ? 'old' : ''}`} aria-live="polite">
          <Verdict target={about} answer={answer} old={stale} want={required?.want}>
            {required && verdict && (
              <Tag
                tone={tones[standingOf(required.want, verdict)]}
                icon={standingOf(required.want, verdict) === 'met' ? 'check' : 'close'}
                tip={`${required.title}: must be ${required.want === 'allow' ? 'allowed' : 'denied'}`}
              >
                {required.criterion || 'your own'}
              </Tag>
            )}
          </Verdict>
          <Answers targets={targets} chosen={target} answers={answers} want={required?.want} />
          {!required && (
            <Button
              small
              icon="add"
              onClick={() => {
                writeRequirement(request, verdict?.verdict ?? 'deny');
                actions.showRightTab('requirements');
              }}
            >
              Keep as a requirement
            </Button>
          )}
        </div>
      )}
      {before.length > 0 && <AskedBefore before={before} />}
    </div>
  );
}

const tones = { met: 'ok', wrong: 'bad', inexpressible: 'warn' } as const;

/** The form follows what is asked elsewhere (an example, a cell of the grid), and asks what is typed into it. */
function AskForm({ who, texts, asked }: { who: string; texts: string[]; asked: Request[] }) {
  const request = useDecisions((state) => state.request);
  const [filled, setFilled] = useState<{ op: FormOperation; values: Values; of?: Request | undefined }>(
    () => ({
      op: 'network',
      values: beginnings.network,
    }),
  );
  let shown = filled;
  if (request && filled.of !== request) {
    shown = { ...(valuesOf(request) ?? filled), of: request };
    setFilled(shown);
  }
  const { op, values } = shown;
  const asking = requestOf(op, values);
  const problem = 'problem' in asking ? asking.problem : undefined;
  const ask = (kind: FormOperation, next: Values) => {
    const read = requestOf(kind, next);
    if ('problem' in read || (request && sameRequest(read, request)))
      setFilled({ op: kind, values: next, of: request });
    else {
      setFilled({ op: kind, values: next, of: read });
      decisions.setState({ request: read });
    }
  };
  return (
    <>
      <Operations op={op} onChange={(next) => next !== op && ask(next, beginnings[next])} />
      <Sentence
        who={who}
        op={op}
        values={values}
        suggestions={suggestions(texts, asked)}
        onChange={(next) => setFilled({ ...shown, values: next })}
        onDone={(next) => ask(op, next)}
      />
      {problem && <p className="refused">{problem}</p>}
    </>
  );
}

function AskedBefore({
  before,
}: {
  before: readonly { request: Request; allowed: number; asked: number }[];
}) {
  return (
    <>
      <h4>
        <Icon name="wait" size="s" />
        Asked before
      </h4>
      <ul className="asked-before">
        {before.map(({ request, allowed, asked }) => {
          const words = requestWords(request);
          const denied = asked - allowed;
          return (
            <li key={words}>
              <button type="button" onClick={() => decisions.setState({ request })}>
                <Icon name={denied === 0 ? 'check' : allowed === 0 ? 'denied' : 'wave'} size="s" />
                <code className="clip">{words}</code>
                <span className="muted">
                  {denied === 0
                    ? `allowed on ${allowed} of ${asked}`
                    : allowed === 0
                      ? `denied on ${denied} of ${asked}`
                      : `allowed on ${allowed}, denied on ${denied}`}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
