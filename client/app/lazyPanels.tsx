/** Panels that the first view does not need come when they are first shown. */
import { type ComponentType, lazy } from 'react';

function late(load: () => Promise<ComponentType>) {
  let loading: Promise<{ default: ComponentType }> | undefined;
  const preload = () => {
    loading ??= load().then((component) => ({ default: component }));
    return loading;
  };
  return { Panel: lazy(preload), preload };
}

export const latePanels = {
  changes: late(async () => (await import('../panels/ChangesPanel.tsx')).default),
  install: late(async () => (await import('../panels/InstallPanel.tsx')).default),
};
export const lateCommands = late(async () => (await import('./CommandPalette.tsx')).CommandPalette);
