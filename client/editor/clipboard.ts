/** Cut, copy and paste in the editor's menu. The keys are the browser's own. Monaco's version brings drag and drop along. */
import type { monaco } from './monaco.ts';

type Editor = monaco.editor.IStandaloneCodeEditor;

export function addClipboardActions(editor: Editor): void {
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
}

async function paste(editor: Editor): Promise<void> {
  editor.focus();
  try {
    editor.trigger('workbench', 'paste', { text: await navigator.clipboard.readText() });
  } catch {
    // Only the key may paste where the browser keeps the clipboard from pages; it says so itself.
  }
}
