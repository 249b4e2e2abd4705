/** Keys that work wherever the focus is. Those of the text itself belong to the editor. */
import { actions } from '../store/actions.ts';
import { workbench } from '../store/store.ts';

/** Boxes to type in keep their own undo and take a slash as a letter. */
function inTextBox(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('.monaco-editor')) return true;
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !/^(?:checkbox|radio|button)$/.test(target.type))
  );
}

function modalOpen(): boolean {
  return document.querySelector('dialog:modal, [role="dialog"][data-state="open"]') !== null;
}

/** `ctrl+shift+z`, `f8`, `/`; ⌘ counts as Ctrl. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const key = event.key.toLowerCase();
  const shift = event.shiftKey && (key.length > 1 || /[a-z]/.test(key));
  return [(event.ctrlKey || event.metaKey) && 'ctrl', event.altKey && 'alt', shift && 'shift', key]
    .filter(Boolean)
    .join('+');
}

interface Binding {
  run: () => void;
  /** Whether it also works where one types. */
  typing: boolean;
}

const bindings: Record<string, Binding> = {
  f1: { run: () => actions.showCommands(), typing: true },
  'ctrl+k': { run: () => actions.showCommands(), typing: true },
  '?': { run: () => actions.showKeys(), typing: false },
  f6: { run: () => actions.cyclePane(1), typing: true },
  'shift+f6': { run: () => actions.cyclePane(-1), typing: true },
  f8: { run: () => actions.stepProblem(1), typing: true },
  'shift+f8': { run: () => actions.stepProblem(-1), typing: true },
  'ctrl+g': { run: () => workbench.setState({ commandsOpen: true, commandsTyped: ':' }), typing: true },
  'ctrl+s': { run: () => void actions.save(), typing: true },
  'ctrl+z': { run: () => actions.undo(), typing: false },
  'ctrl+shift+z': { run: () => actions.redo(), typing: false },
  'ctrl+y': { run: () => actions.redo(), typing: false },
  '/': { run: () => actions.focusFilter(), typing: false },
};

export function listenToKeys(): void {
  window.addEventListener(
    'keydown',
    (event) => {
      const binding = bindings[keyName(event)];
      if (!binding || event.isComposing || modalOpen()) return;
      if (!binding.typing && inTextBox(event.target)) return;
      if (workbench.getState().opened.kind === 'none') return;
      event.preventDefault();
      event.stopPropagation();
      binding.run();
    },
    { capture: true },
  );
  // Escape in a pane leads back to the text, once nothing nearer has taken it (a float, a filter, a menu).
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || modalOpen()) return;
    const { target } = event;
    if (target instanceof HTMLElement && target.closest('[data-pane]') && !target.closest('.monaco-editor'))
      actions.focusEditor();
  });
}
