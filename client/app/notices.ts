/** Toasts and banners. */
import { workbench } from '../store/store.ts';
import type { Actions, Banner, BannerId, Toast } from '../store/types.ts';

let lastToast = 0;
/** More than these at once would cover the text; the oldest that is no error goes. */
const mostToasts = 3;

export function toast({ tone, text, undo, action, sticky = false }: Parameters<Actions['toast']>[0]): void {
  const one: Toast = { id: ++lastToast, tone, text, undo, action, sticky: sticky || tone === 'bad' };
  workbench.setState(({ toasts }) => {
    // The one before told of what is no longer the last step: its Undo would take back another.
    const others = toasts.filter((other) => other.text !== text && !(undo && other.undo));
    while (others.length >= mostToasts) {
      const at = others.findIndex((other) => !other.sticky);
      others.splice(Math.max(at, 0), 1);
    }
    return { toasts: [...others, one] };
  });
}

export function dismissToast(id: number): void {
  workbench.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}

/** The step it offers to undo is undone or overtaken. */
export function dismissUndoToasts(): void {
  workbench.setState(({ toasts }) =>
    toasts.some((one) => one.undo) ? { toasts: toasts.filter((one) => !one.undo) } : {},
  );
}

const rank: Record<Banner['tone'], number> = { bad: 0, warn: 1, info: 2 };

/** Put a banner up, in place of an older one of the same kind. The gravest stands first. */
export function raise(banner: Banner): void {
  workbench.setState(({ banners }) => ({
    banners: [...banners.filter(({ id }) => id !== banner.id), banner].sort(
      (a, b) => rank[a.tone] - rank[b.tone],
    ),
  }));
}

export function lower(...ids: BannerId[]): void {
  workbench.setState(({ banners }) =>
    banners.some(({ id }) => ids.includes(id))
      ? { banners: banners.filter(({ id }) => !ids.includes(id)) }
      : {},
  );
}
