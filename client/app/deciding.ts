/**
 * Asks the compiled policy what the panels want to know: the grid of requirements when it has been quiet, the selected
 * cell, and What if. Comes after the first verdict; a newer question cancels an older one, and old answers stay until
 * the new ones are there.
 */
import type { TargetAnswers } from '../../shared/api/decide.ts';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { cellId, gridRequirements, sums } from '../panels/requirements/grid.ts';
import { ServiceAway, ServiceRefusal } from '../service/api.ts';
import { decide, explain } from '../service/decisions.ts';
import { type CellAt, decisions, type Explained, type GridRequirement } from '../store/decisions.ts';
import { workbench } from '../store/store.ts';
import type { WorkbenchState } from '../store/types.ts';
import { Latest } from './latest.ts';
import { followOwn } from './ownRequirements.ts';
import { currentFiles, type Session, sameTexts } from './session.ts';
import { followWhatIf } from './whatIf.ts';

/** Milliseconds without a change before the grid is asked for. */
const pause = 600;

/** Follow the state from now on. Call it once, when the first verdict is there. */
export function followDecisions(session: Session): void {
  const grid = new Latest((signal) => askGrid(session, signal));
  const cell = new Latest((signal) => explainCell(session, signal));
  workbench.subscribe((state, before) => {
    if (state.opened !== before.opened)
      decisions.setState({ grid: undefined, wrong: undefined, cell: undefined, failed: undefined });
    if (questionChanged(state, before)) {
      decisions.setState({ gridStale: true });
      grid.soon(pause);
    } else if (state.status === 'ready' && before.status !== 'ready') grid.soon(0);
  });
  decisions.subscribe((state, before) => {
    if (state.own !== before.own) grid.soon(0);
    if (state.cell !== before.cell || state.grid !== before.grid) cell.soon(0);
  });
  grid.soon(0);
  followWhatIf(session);
  followOwn(session);
}

function questionChanged(state: WorkbenchState, before: WorkbenchState): boolean {
  return (
    state.files !== before.files ||
    state.kit !== before.kit ||
    state.opened !== before.opened ||
    state.targets !== before.targets
  );
}

/** The texts to ask about and, with a kit, its id: where a target refuses the text, its form for that is judged. */
export function asked(session: Session): { files: PolicyText[]; kit?: string } {
  const { opened } = workbench.getState();
  return {
    files: currentFiles(session).map(({ path, text }) => ({ path, text })),
    ...(opened.kind === 'kit' && { kit: opened.id }),
  };
}

async function askGrid(session: Session, signal: AbortSignal): Promise<void> {
  const { kit, opened, targets } = workbench.getState();
  const requirements = gridRequirements(kit?.requirements ?? [], decisions.getState().own);
  // Until a kit is read, its requirements are not known.
  if (targets.length === 0 || opened.kind === 'none' || (opened.kind === 'kit' && !kit)) {
    decisions.setState({ asking: false });
    return;
  }
  if (requirements.length === 0) {
    decisions.setState({ grid: undefined, wrong: 0, gridStale: false, failed: undefined, asking: false });
    return;
  }
  const texts = currentFiles(session);
  decisions.setState({ asking: true });
  try {
    const answered = await decideAll(session, requirements, signal);
    if (signal.aborted) return;
    const grid = { requirements, targets: answered };
    decisions.setState({
      grid,
      wrong: sums(requirements, targets, grid).wrong,
      gridStale: !sameTexts(session, texts),
      failed: undefined,
    });
  } catch (error) {
    if (signal.aborted) return;
    decisions.setState({ failed: wordsOf(error) });
  } finally {
    if (!signal.aborted) decisions.setState({ asking: false });
  }
}

/** As many requirements as one question may hold at a time. */
const most = 1000;

async function decideAll(
  session: Session,
  requirements: readonly GridRequirement[],
  signal: AbortSignal,
): Promise<TargetAnswers[]> {
  const targets = workbench.getState().targets.map(({ id }) => id);
  let all: TargetAnswers[] | undefined;
  for (let from = 0; from < requirements.length; from += most) {
    const requests = requirements.slice(from, from + most).map(({ request }) => ({ ...request }));
    const question = { ...asked(session), targets, requests, enforce: true };
    const { targets: some } = await decide(session.service, question, { signal });
    all = all
      ? all.map((one, at) => ({
          ...one,
          ...(one.answers && { answers: [...one.answers, ...(some[at]?.answers ?? [])] }),
        }))
      : some;
  }
  return all ?? [];
}

let lastCell: CellAt | undefined;

async function explainCell(session: Session, signal: AbortSignal): Promise<void> {
  const { cell, grid, cellExplained } = decisions.getState();
  const requirement = cell && grid?.requirements.find((one) => cellId(one) === cell.requirement);
  const column = cell && grid?.targets.find(({ target }) => target === cell.target);
  if (!cell || !requirement || !column?.answers) {
    decisions.setState({ cellExplained: undefined });
    return;
  }
  // What is known of another cell says nothing of this one.
  const before =
    lastCell === cell && cellExplained && cellExplained.state !== 'failed'
      ? cellExplained.state === 'there'
        ? cellExplained.response
        : cellExplained.before
      : undefined;
  lastCell = cell;
  decisions.setState({ cellExplained: { state: 'asking', ...(before && { before }) } });
  const { want, request } = requirement;
  const explained = await explanation(
    session,
    { target: cell.target, request: { ...request }, want },
    signal,
  );
  if (!signal.aborted) decisions.setState({ cellExplained: explained });
}

/** Why a request is answered as it is on a target. Never throws: what went wrong is told in words. */
export async function explanation(
  session: Session,
  question: { target: string; request: { op: string }; want?: 'allow' | 'deny' },
  signal: AbortSignal,
): Promise<Explained> {
  try {
    const response = await explain(session.service, { ...asked(session), ...question }, { signal });
    return { state: 'there', response };
  } catch (error) {
    return { state: 'failed', words: wordsOf(error) };
  }
}

export function wordsOf(error: unknown): string {
  if (error instanceof ServiceAway || error instanceof ServiceRefusal) return error.message;
  return `Something went wrong: ${(error as Error).message}`;
}
