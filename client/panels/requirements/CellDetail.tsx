import type { DecidingRule, ExplainResponse } from '../../../shared/api/decide.ts';
import type { Target } from '../../../shared/api/schemas.ts';
import { requestWords } from '../../../shared/policy/requirements.ts';
import { Button, Tag } from '../../components/index.ts';
import { targetName } from '../../service/targetNames.ts';
import { decisions, type GridRequirement, useDecisions } from '../../store/decisions.ts';
import { actions, useWorkbench } from '../../store/index.ts';
import { Late, latePart } from '../late.tsx';
import { CellGlyph, cellLook } from './Grid.tsx';
import { type Cell, cellId, cellOf } from './grid.ts';
import { without } from './own.ts';

const seen = latePart(
  'The evidence of the runs',
  'Looking for runs on real kernels…',
  async () => (await import('../evidence/Seen.tsx')).Seen,
);

/** The selected cell in words: why it is so, the rules that decide, and what would change it. */
export function CellDetail({ requirements }: { requirements: readonly GridRequirement[] }) {
  const [at, grid, explained, stale] = useDecisions(
    (state) => [state.cell, state.grid, state.cellExplained, state.gridStale] as const,
  );
  const targets = useWorkbench((state) => state.targets);
  const requirement = requirements.find((one) => cellId(one) === at?.requirement);
  const target = targets.find(({ id }) => id === at?.target);
  if (!requirement || !target) return null;
  const cell = cellOf(requirement, grid, target.id);
  const response =
    explained?.state === 'there'
      ? explained.response
      : explained?.state === 'asking'
        ? explained.before
        : undefined;
  const asked = grid?.requirements.findIndex((one) => cellId(one) === at?.requirement) ?? -1;
  const coarse = grid?.targets.find((one) => one.target === target.id)?.answers?.[asked]?.coarse;
  const old = stale || explained?.state !== 'there';
  return (
    <section className="detail" aria-label="The cell explained">
      <h3>
        <span className={`cell ${cellLook(cell)}`}>
          <CellGlyph cell={cell} />
        </span>
        {headline(cell, requirement)}
        <span className="grow" />
        <Tag>{targetName(target)}</Tag>
        <Tag>kernel {target.kernel}</Tag>
      </h3>
      <p className="asked">
        {requirement.title}: <code>{requestWords(requirement.request)}</code>
      </p>
      <div className={old && response ? 'old' : ''} aria-live="polite">
        {response ? (
          <Why response={response} target={target} requirement={requirement} cell={cell} coarse={coarse} />
        ) : explained?.state === 'failed' ? (
          <p>{explained.words}</p>
        ) : (
          <p>
            {cell.state === 'refused' || cell.state === 'unknown' ? cell.words : 'Asking which rules decide…'}
          </p>
        )}
      </div>
      <Late part={seen} with={{ ids: requirement.evidence ?? [], target }} />
      <div className="row wrap">
        {response && <Ways response={response} target={target.id} old={old} />}
        <Button
          small
          onClick={() => {
            decisions.setState({ request: requirement.request });
            actions.showRightTab('whatif');
          }}
        >
          Ask in What if
        </Button>
        {requirement.own && (
          <>
            <Button
              small
              onClick={() => {
                const { id, title, want, reason = '', request } = requirement;
                decisions.setState({ draft: { id, title, want, reason, request } });
              }}
            >
              Edit
            </Button>
            <Button
              small
              onClick={() =>
                decisions.setState(({ own }) => ({ own: without(own, requirement.id), cell: undefined }))
              }
            >
              Remove
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

function headline({ state, verdict }: Cell, { want }: GridRequirement): string {
  const done = verdict === 'allow' ? 'Allowed' : 'Denied';
  switch (state) {
    case 'met':
      return `${done}, as required`;
    case 'wrong':
      return `${done}, must be ${want === 'allow' ? 'allowed' : 'denied'}`;
    case 'inexpressible':
      return 'Not expressible';
    case 'asking':
      return 'Being asked';
    case 'refused':
      return 'Does not compile';
    case 'unknown':
      return 'Not known';
  }
}

function Why({
  response,
  target,
  requirement,
  cell,
  coarse,
}: {
  response: ExplainResponse;
  target: Target;
  requirement: GridRequirement;
  cell: Cell;
  coarse: boolean | undefined;
}) {
  const { answer, rules, form, reason } = response;
  return (
    <>
      <p>{whyWords(response, target, cell.state === 'inexpressible' && coarse)}</p>
      {rules.length > 0 && <DecidingRules rules={rules} form={form} target={target.id} />}
      {cell.state === 'met' && requirement.reason && <p>{requirement.reason}</p>}
      {reason && cell.state !== 'met' && <p>{reason}</p>}
      {answer.note && <p>{answer.note}</p>}
    </>
  );
}

/** In a sentence or two, why the answer is what it is. */
export function whyWords(
  { answer, rules }: ExplainResponse,
  target: Pick<Target, 'id' | 'title' | 'kernel'>,
  coarse: boolean | undefined,
): string {
  const kernel = `The kernel of ${targetName(target)} (${target.kernel})`;
  if (!answer.mediated)
    return `${kernel} does not ask the policy about this: it is let through, whatever the rules say.`;
  if (answer.verdict === 'allow') {
    if (coarse)
      return `${kernel} does not compare addresses or ports, so what is allowed for one peer is allowed for every one.`;
    return rules.length === 1
      ? 'This rule lets it through.'
      : rules.length > 1
        ? 'These rules let it through.'
        : 'It is let through; no single rule can be named for that.';
  }
  if (answer.explicitDeny) return rules.length > 0 ? 'A deny rule stops it.' : 'It is denied explicitly.';
  return 'No rule allows it, so it is denied.';
}

/** The rules that decide: of one's own files and of includes, each a way to its text. */
export function DecidingRules({
  rules,
  form,
  target,
}: {
  rules: readonly DecidingRule[];
  form: ExplainResponse['form'];
  target: string;
}) {
  return (
    <ul className="deciders">
      {rules.map((rule) => {
        const place = `${rule.file}:${rule.range.start.line + 1}`;
        return (
          <li key={`${place}:${rule.range.start.character}`}>
            {form === 'text' ? (
              <button
                type="button"
                className="link mono"
                onClick={() => void actions.openPlace(rule.file, rule.range)}
              >
                {place}
              </button>
            ) : (
              <span className="mono" title={`In the form that the kit recommends for ${target}`}>
                portable:{rule.range.start.line + 1}
              </span>
            )}
            <code className="clip" title={rule.text}>
              {rule.text}
            </code>
          </li>
        );
      })}
    </ul>
  );
}

/** Options and edits that would bring about what is wished. */
export function Ways({ response, target, old }: { response: ExplainResponse; target: string; old: boolean }) {
  const { form, options, edits, editsTitle } = response;
  const wait = old && 'The text has changed; it is being asked anew.';
  if (form === 'portable')
    return options.length > 0 ? (
      <>
        <p className="full">
          In the portable form this settles it:{' '}
          {options.map(({ title, on }) => `${title} ${on ? 'on' : 'off'}`).join('; ')}.
        </p>
        <Button small onClick={() => actions.applyRecommended(target)}>
          Use the portable form
        </Button>
      </>
    ) : null;
  return (
    <>
      {options.map(({ id, title, on }) => (
        <Button
          key={id}
          small
          variant="primary"
          icon="hint"
          disabled={wait}
          onClick={() => actions.setOption(id, on)}
        >
          {on ? `Use “${title}”` : `Turn off “${title}”`}
        </Button>
      ))}
      {edits && edits.length > 0 && editsTitle && (
        <Button small icon="hint" disabled={wait} onClick={() => actions.applyEdits(edits, editsTitle)}>
          <span className="clip">{editsTitle}</span>
        </Button>
      )}
    </>
  );
}
