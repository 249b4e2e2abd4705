import { IconButton, Pill } from '../components/index.ts';
import { actions, useWorkbench } from '../store/index.ts';
import { verdictWords } from './verdict.ts';

/** The verdict, a thin line while a new one is under way, and the way to stop that. */
export function VerdictPill() {
  const words = useWorkbench(verdictWords);
  const [checking, unpacking, firstError] = useWorkbench(
    (state) =>
      [
        state.checking,
        state.unpacking,
        state.problems.find((one) => one.severity === 'error' && one.reachable),
      ] as const,
  );
  const press = () =>
    words.press === 'first-problem' && firstError ? actions.goToProblem(firstError) : actions.checkNow();
  return (
    <>
      <Pill {...words} onClick={press} />
      {(checking || unpacking) && (
        <div
          className="prog"
          role="progressbar"
          aria-label={unpacking ? `Unpacking ${unpacking.suite}` : 'Checking'}
        >
          <i />
        </div>
      )}
      {checking && (
        <IconButton icon="close" label="Stop checking" small className="stop" onClick={actions.cancelCheck} />
      )}
      {/* Said aloud only as the verdict itself changes, not with every time it took. */}
      <span className="sr-only" role="status">
        {words.stale ? '' : words.strong}
      </span>
    </>
  );
}
