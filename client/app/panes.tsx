/** The panes: what stands in them, whatever the layout. */
import { Suspense, useLayoutEffect, useRef } from 'react';
import { IconButton, Tabs } from '../components/index.ts';
import { ProblemsPanel } from '../panels/ProblemsPanel.tsx';
import { RulesPanel } from '../panels/RulesPanel.tsx';
import { Toasts } from '../panels/Toasts.tsx';
import { TunablesFoot, TunablesPanel } from '../panels/TunablesPanel.tsx';
import { useChangeCount } from '../panels/useChangeCount.ts';
import { useDecisions } from '../store/decisions.ts';
import { actions, type LeftTab, type RightTab, useWorkbench } from '../store/index.ts';
import { standIn } from './frame.ts';
import { LoadBoundary } from './LoadBoundary.tsx';
import { Late, latePanels } from './lazyPanels.tsx';

export function LeftPane() {
  const [tab, on, all, tunables] = useWorkbench(
    (state) =>
      [state.leftTab, state.state?.onCount, state.state?.allCount, state.state?.tunables.length] as const,
  );
  return (
    <section data-pane="left" className="pane" aria-label="Rules, tunables and outline">
      <Tabs
        label="Rules, tunables and outline"
        value={tab}
        onChange={(id) => actions.showLeftTab(id as LeftTab)}
        items={[
          { id: 'rules', label: 'Rules', count: all !== undefined ? `${on} of ${all}` : undefined },
          { id: 'tunables', label: 'Tunables', count: tunables },
          { id: 'outline', label: 'Outline' },
        ]}
      >
        {tab === 'rules' ? (
          <>
            <RulesPanel />
            <TunablesFoot />
          </>
        ) : tab === 'tunables' ? (
          <TunablesPanel />
        ) : (
          <LoadBoundary>
            <Suspense fallback={<p className="editor-waiting">Loading…</p>}>
              <Late panel={latePanels.outline} />
            </Suspense>
          </LoadBoundary>
        )}
      </Tabs>
    </section>
  );
}

const roleNames = { profile: undefined, tunables: 'tunables', local: 'local' } as const;

/** The files' tabs over the editor. The editor itself lives outside React, so that no change of layout disturbs it. */
export function EditorPane() {
  const [files, active, problems] = useWorkbench(
    (state) => [state.files, state.activePath, state.problems] as const,
  );
  const treeFile = useWorkbench((state) => state.treeFile);
  const ready = useWorkbench((state) => state.editorReady);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current) standIn(place.current);
  }, []);
  return (
    <section data-pane="editor" className="pane" aria-label="Text">
      <Tabs
        label="Files"
        className="pane files"
        value={active}
        onChange={actions.showFile}
        items={[
          ...files.map((file) => {
            const errors = problems.filter(
              (one) => one.file === file.path && one.severity === 'error',
            ).length;
            return {
              id: file.path,
              label: roleNames[file.role] ?? file.path,
              dot: file.differs && 'differs from the shipped text',
              ...(errors > 0 && { count: errors, bad: true }),
            };
          }),
          ...(treeFile === undefined
            ? []
            : [{ id: treeFile, label: treeFile, icon: { name: 'lock' as const, words: 'to be read only' } }]),
        ]}
        end={
          treeFile !== undefined && (
            <IconButton small icon="close" label={`Close ${treeFile}`} onClick={actions.closeTreeFile} />
          )
        }
      >
        <div ref={place} className="editor-place">
          {!ready && <p className="editor-waiting">Loading the editor…</p>}
        </div>
        <Toasts />
      </Tabs>
    </section>
  );
}

export function RightPane() {
  const [layout, chosen, problems] = useWorkbench(
    (state) => [state.layout, state.rightTab, state.problems.length] as const,
  );
  const wrong = useDecisions((state) => state.wrong ?? 0);
  const changed = useChangeCount();
  const tabs = [
    ...(layout === 'wide' ? [] : [{ id: 'problems', label: 'Problems', count: problems }]),
    {
      id: 'requirements',
      label: 'Requirements',
      ...(wrong > 0 && { count: `${wrong} wrong`, bad: true }),
    },
    { id: 'whatif', label: 'What if' },
    { id: 'changes', label: 'Changes', ...(changed > 0 && { count: changed }) },
    { id: 'install', label: 'Install' },
  ];
  const tab = tabs.some(({ id }) => id === chosen) ? chosen : (tabs[0]!.id as RightTab);
  return (
    <section data-pane="right" className="pane" aria-label="Checks and installation">
      <Tabs
        label="Checks and installation"
        value={tab}
        onChange={(id) => actions.showRightTab(id as RightTab)}
        items={tabs}
      >
        <LoadBoundary key={tab}>
          <Suspense fallback={<p className="editor-waiting">Loading…</p>}>
            <RightTabBody tab={tab} />
          </Suspense>
        </LoadBoundary>
      </Tabs>
    </section>
  );
}

function RightTabBody({ tab }: { tab: RightTab }) {
  switch (tab) {
    case 'problems':
      return <ProblemsPanel />;
    case 'requirements':
      return <Late panel={latePanels.requirements} />;
    case 'whatif':
      return <Late panel={latePanels.whatif} />;
    case 'changes':
      return <Late panel={latePanels.changes} />;
    case 'install':
      return <Late panel={latePanels.install} />;
  }
}

export function ProblemsPane() {
  return (
    <div data-pane="problems" className="pane">
      <ProblemsPanel />
    </div>
  );
}
