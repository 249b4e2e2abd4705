import type { Actions } from './types.ts';

/**
 * The actions, bound once when the page starts (app/start.ts): components import this object without pulling in
 * the editor, the worker or the service.
 */
export const actions = {} as Actions;

export function bindActions(made: Actions): void {
  Object.assign(actions, made);
}
