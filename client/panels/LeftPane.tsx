import { Tabs } from '../components/index.ts';
import { actions, type LeftTab, useWorkbench } from '../store/index.ts';
import { RulesPanel } from './RulesPanel.tsx';
import { TunablesFoot, TunablesPanel } from './TunablesPanel.tsx';

/** Rules and tunables: what is on in the text, by panel. */
export function LeftPane() {
  const [tab, on, all, tunables] = useWorkbench(
    ({ leftTab, state }) => [leftTab, state?.onCount, state?.allCount, state?.tunables.length] as const,
  );
  return (
    <Tabs
      label="Rules and tunables"
      value={tab}
      onChange={(next) => actions.showLeftTab(next as LeftTab)}
      items={[
        { id: 'rules', label: 'Rules', count: all === undefined ? undefined : `${on} of ${all}` },
        { id: 'tunables', label: 'Tunables', count: tunables },
      ]}
    >
      {tab === 'rules' ? (
        <>
          <RulesPanel />
          <TunablesFoot />
        </>
      ) : (
        <TunablesPanel />
      )}
    </Tabs>
  );
}
