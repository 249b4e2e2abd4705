/** What the analysis worker finds, into the store and onto the editor. */
import type { KitState, OpenFile } from '../../shared/kits/state.ts';
import { workbench } from '../store/store.ts';
import type { Analysis } from '../worker/protocol.ts';
import { refreshProblems } from './judging.ts';
import { lintSoon } from './language.ts';
import { currentFiles, type Session } from './session.ts';

export function analyse(session: Session): void {
  workbench.setState({ analysing: true });
  session.analysis.analyse(currentFiles(session));
}

/** Panels with more rows than this are drawn in a pause between letters, not after each. */
const manyRows = 500;
/** Milliseconds without a newer analysis. */
const pause = 300;
let later: ReturnType<typeof setTimeout> | undefined;

/** Take what was found in `files`. An answer about what was open before comes too late, and is dropped. */
export function takeAnalysis(session: Session, analysis: Analysis, files: readonly OpenFile[]): void {
  const current = () => currentFiles(session).every(({ path }, i) => path === files[i]?.path);
  if (!current()) return;
  const { state, diagnostics, profiles, milliseconds } = analysis;
  session.builtIn = diagnostics;
  session.profiles = profiles;
  session.editor?.view.setProfiles(profiles);
  workbench.setState({ analysing: false, analysisMs: milliseconds });
  const show = () => {
    if (!current()) return;
    workbench.setState({ state, stateStale: false, caretOption: optionAtCaret(state) });
    markSelectedOption(session);
  };
  clearTimeout(later);
  if (state.allCount > manyRows && workbench.getState().state) later = setTimeout(show, pause);
  else show();
  refreshProblems(session);
  lintSoon(session);
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
