/** The page's one store, and the actions on it. */
export { actions } from './actions.ts';
export { useWorkbench, workbench } from './store.ts';
export type * from './types.ts';
