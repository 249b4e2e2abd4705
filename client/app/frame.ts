/**
 * The editor stands before the page around it: typing is what the page is for, and the panels need longer. Until
 * then a bare frame shows where everything will be, and the editor is in its place.
 */
import { recallLayout } from '../persistence/layout.ts';

/** The element that holds the editor. It moves as a whole when the layout changes. */
export const editorHost = document.createElement('div');
// Monaco's name gives its colours to what it hangs beside the editor itself (menus).
editorHost.className = 'editor-host monaco-component';

export function standInFrame(): void {
  const frame = document.getElementById('frame');
  if (!frame) return;
  const { panes, problemsOpen = true } = recallLayout();
  // Shares of the space, where the person has chosen them; the style sheet knows the others.
  const share = (name: string, group: string, pane: string) => {
    const value = panes?.[group]?.[pane];
    if (value !== undefined) frame.style.setProperty(name, `${value}%`);
  };
  share('--left', 'columns', 'left');
  share('--right', 'columns', 'right');
  share('--problems', 'rows', 'problems');
  if (!problemsOpen) frame.style.setProperty('--problems', '30px');
  frame.querySelector('main')?.append(editorHost);
}

/** Put the editor into an element of the page, without losing its focus, and take the frame away. */
export function standIn(place: HTMLElement): void {
  const focused = document.activeElement;
  const had = editorHost.contains(focused);
  // Not in every browser yet; where it is, focus and composition are not even disturbed.
  const { moveBefore } = place as { moveBefore?: (node: Node, child: Node | null) => void };
  if (moveBefore && editorHost.isConnected) moveBefore.call(place, editorHost, null);
  else place.append(editorHost);
  if (had && focused instanceof HTMLElement && document.activeElement !== focused) focused.focus();
  document.getElementById('frame')?.remove();
}

/** Nothing is open that an editor could show. */
export function removeFrame(): void {
  document.getElementById('frame')?.remove();
}
