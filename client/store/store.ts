import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { WorkbenchState } from './types.ts';

export const emptyState: WorkbenchState = {
  opened: { kind: 'none' },
  files: [],
  activePath: '',
  readOnly: false,

  kits: [{ id: 'rustnet', title: 'rustnet' }],

  stateStale: false,
  analysing: false,
  problems: [],
  answered: [],
  languageReady: false,
  allTargets: false,
  enforcedHints: true,
  targetsShown: false,
  hiddenSeverities: [],

  status: 'starting',
  targets: [],
  target: 'ubuntu-26.04',
  checking: false,

  theme: 'system',
  appliedTheme: 'light',
  layout: 'wide',
  pane: 'editor',
  leftTab: 'rules',
  rightTab: 'requirements',
  problemsOpen: true,
  filter: '',
  folded: [],
  toasts: [],
  banners: [],
  commandsOpen: false,
  commandsTyped: '',
  keysShown: false,
  started: false,
  pageShown: false,
  ready: false,

  editorReady: false,
  caret: { line: 0, character: 0 },
  selectedCharacters: 0,
  tabMovesFocus: false,

  canUndo: false,
  canRedo: false,

  saving: 'saved',
};

/** The store itself, for code outside components: `workbench.getState()`, `setState`, `subscribe`. */
export const workbench = create<WorkbenchState>()(() => emptyState);

/** Read a part of the state in a component. Parts made anew on each call (arrays, objects) are compared one level deep. */
export function useWorkbench<T>(select: (state: WorkbenchState) => T): T {
  return workbench(useShallow(select));
}
