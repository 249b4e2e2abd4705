import { useEffect, useId, useRef, useState } from 'react';
import { type Requirement, requestWords } from '../../../shared/policy/requirements.ts';
import { Button, Segmented } from '../../components/index.ts';
import { type Draft, decisions, useDecisions } from '../../store/decisions.ts';
import { useWorkbench } from '../../store/index.ts';
import { beginnings, type FormOperation, requestOf, type Values, valuesOf } from '../whatif/form.ts';
import { Operations, Sentence } from '../whatif/RequestForm.tsx';
import { suggestions } from '../whatif/suggestions.ts';
import { cellId } from './grid.ts';
import { withRequirement } from './own.ts';
import '../whatif/whatif.css';

const noOwn: readonly never[] = [];

/** A requirement of one's own: what is asked, what is wanted, and why. */
export function RequirementForm({ draft }: { draft: Draft }) {
  const own = useDecisions((state) => state.own);
  const [opened, files] = useWorkbench((state) => [state.opened, state.files] as const);
  const [{ op, values }, setFilled] = useState<{ op: FormOperation; values: Values }>(
    () => valuesOf(draft.request) ?? { op: 'file', values: beginnings.file },
  );
  const [want, setWant] = useState(draft.want);
  const [title, setTitle] = useState(draft.title);
  const [reason, setReason] = useState(draft.reason);
  const place = useRef<HTMLElement>(null);
  const id = useId();
  useEffect(() => place.current?.querySelector<HTMLElement>('input, button')?.focus(), []);
  const request = requestOf(op, values);
  const problem = 'problem' in request ? request.problem : undefined;
  const close = () => decisions.setState({ draft: undefined });
  const save = () => {
    if ('problem' in request) return;
    const made = {
      ...(draft.id !== undefined && { id: draft.id }),
      title: title.trim() || requestWords(request),
      want,
      request,
      ...(reason.trim() && { reason: reason.trim() }),
    };
    const { list, id: saved } = withRequirement(own, made);
    decisions.setState(({ cell }) => ({
      own: list,
      draft: undefined,
      ...(cell && { cell: { ...cell, requirement: cellId({ id: saved, own: true }) } }),
    }));
  };
  return (
    <section
      className="detail writing"
      aria-label={draft.id === undefined ? 'New requirement' : 'Requirement'}
      ref={place}
    >
      <Operations
        op={op}
        onChange={(next) => next !== op && setFilled({ op: next, values: beginnings[next] })}
      />
      <Sentence
        who={opened.kind === 'kit' ? opened.id : 'the program'}
        op={op}
        values={values}
        suggestions={suggestions(
          files.map(({ text }) => text),
          noOwn,
        )}
        onChange={(next) => setFilled({ op, values: next })}
        onDone={(next) => setFilled({ op, values: next })}
      />
      <div className="row wrap">
        <span className="lbl">This must be</span>
        <Segmented<Requirement['want']>
          label="What is wanted"
          items={[
            { id: 'allow', label: 'allowed', icon: 'check' },
            { id: 'deny', label: 'denied', icon: 'denied' },
          ]}
          value={want}
          onChange={setWant}
        />
        <span className="lbl">on every release</span>
      </div>
      <div className="words">
        <label className="lbl" htmlFor={`${id}-title`}>
          Title
        </label>
        <input
          id={`${id}-title`}
          className="in"
          value={title}
          placeholder={'problem' in request ? '' : requestWords(request)}
          onChange={(event) => setTitle(event.target.value)}
        />
        <label className="lbl" htmlFor={`${id}-reason`}>
          Reason
        </label>
        <input
          id={`${id}-reason`}
          className="in"
          value={reason}
          placeholder="why, for whoever reads it later"
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      {problem && <p className="refused">{problem}</p>}
      <div className="row wrap">
        <Button small variant="primary" disabled={problem} onClick={save}>
          Keep the requirement
        </Button>
        <Button small onClick={close}>
          Cancel
        </Button>
      </div>
    </section>
  );
}
