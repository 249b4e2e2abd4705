/** Brings the editor in beside the page, and ties it to the rest. */

import { actions } from '../store/actions.ts';
import { workbench } from '../store/store.ts';
import { analyse, caretMoved, markSelectedOption } from './analysing.ts';
import { editorHost, standInFrame } from './frame.ts';
import { textChanged } from './judging.ts';
import { showInEditor } from './opening.ts';
import { type Editor, mirrorFiles, type Session } from './session.ts';
import { themeListeners } from './theme.ts';
import { when } from './waiting.ts';

/** The editor, standing on the page with the open text in it. Its code is fetched while the rest starts. */
export async function standEditor(session: Session): Promise<Editor> {
  const code = import('../editor/index.ts');
  await when(({ opened }) => opened.kind !== 'none');
  if (!editorHost.isConnected) standInFrame();
  const { createEditor, applyEditorTheme } = await code;
  applyEditorTheme(workbench.getState().appliedTheme);
  themeListeners.add(applyEditorTheme);
  let told = false;
  const editor = createEditor(editorHost, {
    changed() {
      // Several files of one edit, or several edits of one undo step: tell once, when all are done.
      if (told) return;
      told = true;
      queueMicrotask(() => {
        told = false;
        mirrorFiles(session);
        if (opening) return;
        analyse(session);
        textChanged(session);
        session.saver?.changed();
      });
    },
    historyChanged: () => workbench.setState(editor.texts.historyState),
    caretMoved(path, caret, selectedCharacters) {
      workbench.setState({ activePath: path, caret, selectedCharacters });
      caretMoved(session, editor.view.editor.hasTextFocus());
    },
    tabMovesFocus: (tabMovesFocus) => workbench.setState({ tabMovesFocus }),
    undo: () => actions.undo(),
    redo: () => actions.redo(),
    showCommands: () => actions.showCommands(),
    noProblemHere: () => actions.toast({ tone: 'info', text: 'Nothing stands against this place.' }),
    applyFix: (fix) => actions.applyFix(fix),
    showCheck: (code) => actions.showCheck(code),
  });
  let opening = true;
  session.editor = editor;
  showInEditor(session);
  editor.view.setProfiles(session.profiles);
  editor.view.setProblems(workbench.getState().problems);
  markSelectedOption(session);
  queueMicrotask(() => {
    opening = false;
  });
  workbench.setState({ editorReady: true });
  void document.fonts.ready.then(() => editor.view.remeasureFonts());
  return editor;
}
