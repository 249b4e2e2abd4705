/** What the analysis worker finds, into the store and onto the editor. */
import type { KitState } from '../../shared/kits/state.ts';
import { workbench } from '../store/store.ts';
import type { Analysis } from '../worker/protocol.ts';
import { refreshProblems } from './judging.ts';
import { currentFiles, type Session } from './session.ts';

export function analyse(session: Session): void {
  workbench.setState({ analysing: true });
  session.analysis.analyse(currentFiles(session));
}

export function takeAnalysis(
  session: Session,
  { state, diagnostics, profiles, milliseconds }: Analysis,
): void {
  session.builtIn = diagnostics;
  session.profiles = profiles;
  session.editor?.view.setProfiles(profiles);
  workbench.setState({
    state,
    stateStale: false,
    analysing: false,
    analysisMs: milliseconds,
    caretOption: optionAtCaret(state),
  });
  refreshProblems(session);
  markSelectedOption(session);
}

/** The worker could not read the text: what the panels show stays, and says that it is old. */
export function analysisFailed(): void {
  workbench.setState({ stateStale: true, analysing: false });
}

export function caretMoved(session: Session, typing: boolean): void {
  const { state } = workbench.getState();
  const caretOption = state && optionAtCaret(state);
  workbench.setState({ caretOption, ...(typing && caretOption && { selectedOption: caretOption }) });
  markSelectedOption(session);
}

/** The option one of whose rules stands on the caret's line. */
function optionAtCaret(state: KitState): string | undefined {
  const { activePath, caret } = workbench.getState();
  for (const group of state.groups)
    for (const option of group.options)
      if (option.present.some(({ path, line }) => path === activePath && line === caret.line))
        return option.id;
  return undefined;
}

/** Mark the selected option's lines beside their numbers. */
export function markSelectedOption({ editor }: Session): void {
  if (!editor) return;
  const { state, selectedOption } = workbench.getState();
  const option = state?.groups.flatMap((group) => group.options).find((one) => one.id === selectedOption);
  editor.view.markOption(
    (option?.present ?? []).map(({ path, start, end, line }) => ({
      path,
      line,
      lastLine: (editor.texts.range(path, start, end)?.endLineNumber ?? line + 1) - 1,
    })),
  );
}
