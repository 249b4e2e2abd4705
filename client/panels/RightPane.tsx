import { lazy, Suspense } from 'react';
import { type TabItem, Tabs } from '../components/index.ts';
import { actions, type RightTab, useWorkbench } from '../store/index.ts';
import { ProblemsPanel } from './ProblemsPanel.tsx';
import { RequirementsPanel } from './RequirementsPanel.tsx';
import { useChangeCount } from './useChangeCount.ts';

// Not needed until asked for, so not in the way of the first load.
const ChangesPanel = lazy(() => import('./ChangesPanel.tsx'));
const InstallPanel = lazy(() => import('./InstallPanel.tsx'));

const panels: Record<RightTab, () => React.ReactNode> = {
  problems: ProblemsPanel,
  requirements: RequirementsPanel,
  changes: () => <ChangesPanel />,
  install: () => <InstallPanel />,
};

/** What is asked of the profile, what was changed, how it is installed; without room below, the problems too. */
export function RightPane() {
  const [tab, layout] = useWorkbench((state) => [state.rightTab, state.layout] as const);
  const [problems, errors] = useWorkbench(
    ({ problems: all }) => [all.length, all.filter(({ severity }) => severity === 'error').length] as const,
  );
  const requirements = useWorkbench((state) => state.kit?.requirements.length);
  const changes = useChangeCount();
  const items: (TabItem & { id: RightTab })[] = [
    { id: 'requirements', label: 'Requirements', count: requirements },
    { id: 'changes', label: 'Changes', count: changes || undefined },
    { id: 'install', label: 'Install' },
  ];
  if (layout !== 'wide')
    items.unshift({
      id: 'problems',
      label: 'Problems',
      count: errors ? `${errors} ${errors === 1 ? 'error' : 'errors'}` : problems || undefined,
      bad: errors > 0,
    });
  // In the wide layout the problems have their own place: a tab remembered from a narrower one is not there.
  const shown = items.some(({ id }) => id === tab) ? tab : 'requirements';
  const Panel = panels[shown];
  return (
    <Tabs
      label="Requirements, changes, installing"
      items={items}
      value={shown}
      onChange={(next) => actions.showRightTab(next as RightTab)}
    >
      <Suspense fallback={<span className="sr-only">Loading</span>}>
        <Panel />
      </Suspense>
    </Tabs>
  );
}
