/** Waiting for the page: until it is so, or until a moment has passed. */
import { workbench } from '../store/store.ts';
import type { WorkbenchState } from '../store/types.ts';

/** Resolves when the state holds, at the latest after `most` milliseconds. */
export function when(
  holds: (state: WorkbenchState) => boolean,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  if (holds(workbench.getState())) return Promise.resolve();
  return new Promise((done) => {
    const finish = () => {
      stop();
      done();
    };
    const stop = workbench.subscribe((state) => holds(state) && finish());
    if (Number.isFinite(most)) setTimeout(finish, most);
  });
}

/** The browser has drawn what is there. In a tab that is not in view it never does: then no longer than a moment. */
export function painted(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 200);
  });
}

/** Milliseconds without a key or a click before heavy work begins, and the longest that it waits. */
const calm = 80;
const patience = 1500;

/** Resolves when nobody is typing: whoever types already, before the page is there, goes first. */
export function nobodyTypes(): Promise<void> {
  return new Promise((done) => {
    const began = performance.now();
    const events = ['keydown', 'focusin', 'pointerdown'] as const;
    const finish = () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, wait, { capture: true });
      done();
    };
    const wait = () => {
      clearTimeout(timer);
      if (performance.now() - began > patience) finish();
      else timer = setTimeout(finish, calm);
    };
    let timer = setTimeout(finish, calm);
    for (const event of events) window.addEventListener(event, wait, { capture: true });
  });
}
