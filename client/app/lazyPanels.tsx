/** Panels that the first view does not need come when they are first shown, or when the page has nothing else to do. */
import { type ComponentType, use } from 'react';

interface LatePanel {
  /** Fetch it, once; where that failed, once more. */
  preload: () => Promise<ComponentType>;
}

function late(load: () => Promise<ComponentType>): LatePanel {
  let loading: Promise<ComponentType> | undefined;
  return {
    preload() {
      loading ??= load().catch((error) => {
        // Not at once: what is drawn again because of the failure would fetch again, without end.
        setTimeout(() => {
          loading = undefined;
        }, 1000);
        throw error;
      });
      return loading;
    },
  };
}

/** A late panel in its place: suspends until it is there, throws where it cannot be fetched. */
export function Late({ panel }: { panel: LatePanel }) {
  const Loaded = use(panel.preload());
  return <Loaded />;
}

export const latePanels = {
  requirements: late(async () => (await import('../panels/RequirementsPanel.tsx')).RequirementsPanel),
  whatif: late(async () => (await import('../panels/WhatIfPanel.tsx')).WhatIfPanel),
  changes: late(async () => (await import('../panels/ChangesPanel.tsx')).default),
  install: late(async () => (await import('../panels/InstallPanel.tsx')).default),
  outline: late(async () => (await import('../panels/OutlinePanel.tsx')).OutlinePanel),
};
export const lateCheckPage = late(async () => (await import('../panels/CheckPage.tsx')).CheckPage);
export const lateTargets = late(async () => (await import('../panels/TargetsPage.tsx')).TargetsPage);
export const lateKeys = late(async () => (await import('../panels/KeysPage.tsx')).KeysPage);
export const lateCommands = late(async () => (await import('./CommandPalette.tsx')).CommandPalette);

/** Fetch them while nothing else is to do: they are there then, even if the service goes away. */
export function fetchLatePanels(): void {
  for (const { preload } of [
    ...Object.values(latePanels),
    lateCommands,
    lateCheckPage,
    lateTargets,
    lateKeys,
  ])
    preload().catch(() => {});
}
