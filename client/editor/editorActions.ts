/** Cut, copy and paste in the editor's menu. The keys are the browser's own. Monaco's version brings drag and drop along. */
import { monaco } from './monaco.ts';

type Editor = monaco.editor.IStandaloneCodeEditor;

export interface ActionsListener {
  /** Ctrl+. : what stands against the caret's place. */
  showProblems(): void;
  showCommands(): void;
}

export function addEditorActions(editor: Editor, listener: ActionsListener): void {
  const add = (id: string, label: string, order: number, precondition: string | undefined, run: () => void) =>
    editor.addAction({
      id: `workbench.${id}`,
      label,
      precondition,
      contextMenuGroupId: '9_cutcopypaste',
      contextMenuOrder: order,
      run,
    });
  // The browser's command makes the editor write its selection, as the key does.
  const browser = (command: 'cut' | 'copy') => () => {
    editor.focus();
    document.execCommand(command);
  };
  add('cut', 'Cut', 1, '!editorReadonly', browser('cut'));
  add('copy', 'Copy', 2, undefined, browser('copy'));
  add('paste', 'Paste', 3, '!editorReadonly', () => void paste(editor));
  editor.addAction({
    id: 'workbench.problemsHere',
    label: 'Show the problems here',
    keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Period],
    contextMenuGroupId: '1_problems',
    run: () => listener.showProblems(),
  });
  editor.addAction({
    id: 'workbench.allCommands',
    label: 'All commands',
    contextMenuGroupId: 'z_commands',
    keybindings: [monaco.KeyCode.F1],
    run: () => listener.showCommands(),
  });
}

async function paste(editor: Editor): Promise<void> {
  editor.focus();
  try {
    editor.trigger('workbench', 'paste', { text: await navigator.clipboard.readText() });
  } catch {
    // Only the key may paste where the browser keeps the clipboard from pages; it says so itself.
  }
}
