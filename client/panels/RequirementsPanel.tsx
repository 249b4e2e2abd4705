import { EmptyState, Icon, Note } from '../components/index.ts';
import { useDecisions } from '../store/decisions.ts';
import { useWorkbench } from '../store/index.ts';
import { Grid } from './requirements/Grid.tsx';
import { gridRequirements, sums } from './requirements/grid.ts';
import { OwnBar } from './requirements/OwnBar.tsx';
import './requirements/grid.css';
import { Late, latePart } from './late.tsx';

const form = latePart(
  'The form',
  'Fetching the form…',
  async () => (await import('./requirements/RequirementForm.tsx')).RequirementForm,
);
const explained = latePart(
  'The cell explained',
  'Asking which rules decide…',
  async () => (await import('./requirements/CellDetail.tsx')).CellDetail,
);

/** What the program must be allowed and denied, and whether it is, on every target. */
export function RequirementsPanel() {
  const [kit, opened, targets, away] = useWorkbench(
    (state) => [state.kit, state.opened.kind, state.targets, state.status === 'away'] as const,
  );
  const [own, grid, stale, asking, failed] = useDecisions(
    (state) => [state.own, state.grid, state.gridStale, state.asking, state.failed] as const,
  );
  const [draft, selected] = useDecisions((state) => [state.draft, state.cell !== undefined] as const);
  const requirements = gridRequirements(kit?.requirements ?? [], own);
  if (opened === 'none')
    return <EmptyState icon="shield" title="No requirements" text="Open a program first." />;
  if (requirements.length === 0)
    return (
      <div className="reqs">
        {draft ? (
          <Late part={form} with={{ draft }} />
        ) : (
          <EmptyState
            icon="shield"
            title="No requirements"
            text="Say what the program must be allowed and denied, and see on which releases the profile keeps to it."
          />
        )}
        <OwnBar />
      </div>
    );
  const { met, inexpressible, wrong, all } = sums(requirements, targets, grid);
  return (
    <div className="reqs" aria-busy={asking}>
      <div className="sum">
        <span>
          <b>{grid ? met : '–'}</b> of {all || requirements.length} met
        </span>
        <span className="bar" aria-hidden="true">
          <u style={{ flex: met, background: 'var(--ok)' }} />
          <u style={{ flex: inexpressible, background: 'var(--warn)' }} />
          <u style={{ flex: wrong, background: 'var(--bad-fill)' }} />
          <u style={{ flex: all - met - inexpressible - wrong, background: 'var(--line)' }} />
        </span>
        <span className="grow" />
        <span className="key" title="Complain mode never blocks; the grid answers for enforce mode">
          <Icon name="complain" size="s" />
          <span className="clip">
            as <b>enforce</b> will decide; complain only logs
          </span>
        </span>
      </div>
      {failed !== undefined && <Note tone="warn">{`Not asked anew: ${failed}`}</Note>}
      {away && failed === undefined && (
        <Note tone="warn">The local service is away: what stands here is as it was.</Note>
      )}
      <div className="gridparts">
        <Grid requirements={requirements} targets={targets} grid={grid} stale={stale || asking} />
        {draft ? (
          <Late part={form} key={draft.id} with={{ draft }} />
        ) : (
          selected && <Late part={explained} with={{ requirements }} />
        )}
      </div>
      <OwnBar />
    </div>
  );
}
