import type { Target } from '../../../shared/api/schemas.ts';
import { Button, Icon, Note } from '../../components/index.ts';
import { useDecisions } from '../../store/decisions.ts';
import { actions, useWorkbench } from '../../store/index.ts';
import { optionWords } from '../evidence/asRun.ts';
import { clock } from '../words.ts';
import { formFor, recommendedFor, unreadable } from './form.ts';

/** Whether the text suits the release: what the parser said, what it cannot read, the kit's form for it. */
export function Fit({ release }: { release: Target }) {
  const [kit, state] = useWorkbench((all) => [all.kit, all.state] as const);
  const form = formFor(kit, state, release.id);
  const cannot = unreadable(kit, state, release.parserVersion);
  const own = kit?.recommended[release.id] ? 'form of its own' : 'portable form';
  const choices = kit ? optionWords(kit, { options: recommendedFor(kit, release.id) }).join('; ') : '';
  return (
    <div className="fit">
      <Judged release={release} />
      {cannot.length > 0 && (
        <Note tone="warn">
          <b>{release.id} cannot read this text.</b> Its parser is {release.parserVersion};{' '}
          {cannot.map(({ option, since }) => `“${option.title}” needs ${since}`).join(', ')}.
        </Note>
      )}
      {form.kind === 'other' && (
        <p className="vd">
          <Icon name="hint" size="s" />
          <span className="grow">
            The kit has a {own} for it ({choices}); this text differs at {form.differs.join(', ')}
          </span>
          <Button small onClick={() => actions.applyRecommended(release.id)}>
            Use the recommended options for {release.id}
          </Button>
        </p>
      )}
      {form.kind === 'recommended' && (
        <p className="vd">
          <Icon name="check" size="s" />
          <span className="grow">
            This text has the options of the kit’s {own} for it ({choices})
          </span>
        </p>
      )}
    </div>
  );
}

/** What apparmor_parser said of the text for the release: when it was chosen, or when requirements were asked. */
function Judged({ release }: { release: Target }) {
  const [verdict, target, away] = useWorkbench(
    (all) => [all.verdict, all.target, all.status === 'away'] as const,
  );
  const column = useDecisions(({ grid, gridStale }) =>
    gridStale ? undefined : grid?.targets.find((one) => one.target === release.id),
  );
  const judged = verdict?.target === release.id && target === release.id ? verdict : undefined;
  const valid = judged?.response.verdict === 'valid' && !judged.stale;
  const invalid = judged?.response.verdict === 'invalid';
  const compiles = !judged && column?.form === 'text' && column.answers !== undefined;
  return (
    <p className={`vd ${valid || compiles ? 'ok' : invalid ? 'bad' : ''}`}>
      <Icon name={valid || compiles ? 'check' : invalid ? 'error' : 'info'} size="s" />
      <span className="grow">
        {judged && (valid || invalid) ? (
          <>
            <b>{valid ? 'Valid' : 'Invalid'}</b> on {release.id}, says apparmor_parser{' '}
            {judged.response.parser?.version} ({clock(judged.at)})
          </>
        ) : compiles ? (
          <>
            <b>Compiles</b> for {release.id}, with apparmor_parser {column.parser?.version}
          </>
        ) : (
          <>
            Not judged for {release.id} yet: apparmor_parser {release.parserVersion} and kernel{' '}
            {release.kernel} there
          </>
        )}
      </span>
      {!judged && (
        <Button
          small
          disabled={away && 'The local service does not answer.'}
          onClick={() => actions.chooseTarget(release.id)}
        >
          Judge it for {release.id}
        </Button>
      )}
    </p>
  );
}
