/** Moving about: files, places, problems, panes. Changes no text. */
import { workbench } from '../store/store.ts';
import type { Actions, Pane, Problem } from '../store/types.ts';
import { toast } from './notices.ts';
import { currentFiles, type Session } from './session.ts';

type Moving = Pick<
  Actions,
  | 'showFile'
  | 'goTo'
  | 'goToLine'
  | 'goToProblem'
  | 'openPlace'
  | 'closeTreeFile'
  | 'stepProblem'
  | 'reveal'
  | 'focusEditor'
  | 'cyclePane'
  | 'setTabMovesFocus'
  | 'selectOption'
>;

export function movingActions(session: Session): Moving {
  const showFile = (path: string) => {
    const { files, treeFile } = workbench.getState();
    if (path !== treeFile && !files.some((file) => file.path === path)) return;
    workbench.setState({ activePath: path });
    session.editor?.view.show(path);
    session.saver?.changed();
  };
  /** Bring the editor to the front where one pane is shown at a time. */
  const showEditor = () => workbench.setState({ pane: 'editor' });

  const goToLine: Moving['goToLine'] = (path, line, character = 0) => {
    const { editor } = session;
    if (!editor?.texts.model(path)) return;
    showEditor();
    showFile(path);
    const at = editor.texts.offset(path, line, character);
    const range = editor.texts.range(path, at, at);
    if (range) editor.view.select(range);
  };

  const openPlace: Moving['openPlace'] = async (path, { start, end }) => {
    const editor = await session.editorStands;
    const { texts, view } = editor;
    if (!texts.model(path)) {
      const text = await session.analysis.ask(currentFiles(session), 'text', path).catch(() => undefined);
      if (text === undefined)
        return toast({
          tone: 'info',
          text: `${path} is not open here, and the policy tree has no such file.`,
        });
      texts.addTreeFile(path, text);
    }
    if (texts.isTreeFile(path)) workbench.setState({ treeFile: path });
    showEditor();
    showFile(path);
    const range = texts.range(
      path,
      texts.offset(path, start.line, start.character),
      texts.offset(path, end.line, end.character),
    );
    if (range) view.select(range);
  };

  const goToProblem = (problem: Problem) => {
    const { start } = problem.range;
    workbench.setState({ selectedProblem: problem.id });
    if (!problem.reachable) return void openPlace(problem.file, { start, end: start });
    goToLine(problem.file, start.line, start.character);
    void session.editor?.view.showCardAtCaret();
  };

  return {
    showFile,
    goToLine,
    goToProblem,
    openPlace,
    closeTreeFile() {
      const { treeFile, activePath, files } = workbench.getState();
      if (treeFile === activePath) showFile(files[0]?.path ?? '');
      workbench.setState({ treeFile: undefined });
    },
    goTo({ path, start, end }) {
      const range = session.editor?.texts.range(path, start, end);
      if (!range) return;
      showEditor();
      showFile(path);
      session.editor?.view.select(range);
    },
    stepProblem(direction) {
      const next = nextProblem(direction);
      if (next) goToProblem(next);
      else toast({ tone: 'ok', text: 'No problem to go to.' });
    },
    reveal({ path, start, end }) {
      const range = session.editor?.texts.range(path, start, end);
      if (!range) return;
      showFile(path);
      session.editor?.view.reveal(range.startLineNumber - 1, range.endLineNumber - 1);
    },
    focusEditor() {
      showEditor();
      session.editor?.view.focus();
    },
    cyclePane(direction) {
      const panes = shownPanes();
      const here = panes.findIndex(({ element }) => element.contains(document.activeElement));
      const next = panes[(here + direction + panes.length) % panes.length] ?? panes[0];
      if (!next) return;
      workbench.setState({ pane: next.pane });
      if (next.pane === 'editor') session.editor?.view.focus();
      else firstFocus(next.element)?.focus();
    },
    setTabMovesFocus(on) {
      session.editor?.view.setTabMovesFocus(on);
    },
    selectOption(id) {
      workbench.setState({ selectedOption: id });
    },
  };
}

/** The problem after (or before) the caret, around the end of the list. */
function nextProblem(direction: 1 | -1): Problem | undefined {
  const { problems, hiddenSeverities, activePath, caret, files } = workbench.getState();
  const reachable = problems.filter((one) => one.reachable && !hiddenSeverities.includes(one.severity));
  const order = (path: string) => files.findIndex((file) => file.path === path);
  const compare = (one: Problem) =>
    order(one.file) - order(activePath) ||
    one.range.start.line - caret.line ||
    one.range.start.character - caret.character;
  return direction === 1
    ? (reachable.find((one) => compare(one) > 0) ?? reachable[0])
    : (reachable.findLast((one) => compare(one) < 0) ?? reachable.at(-1));
}

/** The panes on the page, in the order of reading. Each carries `data-pane`. */
function shownPanes(): { pane: Pane; element: HTMLElement }[] {
  return [...document.querySelectorAll<HTMLElement>('[data-pane]')]
    .filter((element) => element.checkVisibility())
    .map((element) => ({ pane: element.dataset.pane as Pane, element }));
}

function firstFocus(pane: HTMLElement): HTMLElement | undefined {
  const candidates = pane.querySelectorAll<HTMLElement>(
    '[role="tab"][aria-selected="true"], button, input, select, textarea, a[href], [tabindex="0"]',
  );
  return [...candidates].find((one) => one.tabIndex >= 0 && one.checkVisibility());
}
