/** The page: bar, banners, panes, status. Three columns, two, or one pane at a time, as the width allows. */
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { TooltipProvider } from '../components/index.ts';
import { Banners } from '../panels/Banners.tsx';
import { EmptyPage } from '../panels/EmptyPage.tsx';
import { ProblemsPanel } from '../panels/ProblemsPanel.tsx';
import { StatusBar } from '../panels/StatusBar.tsx';
import { TopBar } from '../panels/TopBar.tsx';
import { recallLayout, rememberLayout } from '../persistence/layout.ts';
import { actions, type Pane, useWorkbench, workbench } from '../store/index.ts';
import { LoadBoundary } from './LoadBoundary.tsx';
import { Late, lateCheckPage, lateCommands, lateKeys, lateTargets } from './lazyPanels.tsx';
import { EditorPane, LeftPane, ProblemsPane, RightPane } from './panes.tsx';

export function App() {
  const [opened, layout] = useWorkbench((state) => [state.opened.kind, state.layout] as const);
  const starting = useWorkbench((state) => !state.started);
  useEffect(() => workbench.setState({ pageShown: true }), []);
  return (
    <TooltipProvider>
      <div className="app">
        <TopBar />
        <Banners />
        {opened === 'none' ? (
          starting ? (
            <main className="starting" />
          ) : (
            <EmptyPage />
          )
        ) : (
          // One landmark around all panes, so that the handles between them stand in one too.
          <main className="work">
            {layout === 'wide' ? <Wide /> : layout === 'medium' ? <Medium /> : <Single />}
          </main>
        )}
        <StatusBar />
      </div>
      <Dialogs />
    </TooltipProvider>
  );
}

/** A group of panes whose shares are remembered under a name. */
function Panes({
  name,
  vertical = false,
  children,
}: {
  name: string;
  vertical?: boolean;
  children: ReactNode;
}) {
  const [saved] = useState(() => recallLayout().panes?.[name]);
  return (
    <Group
      id={name}
      orientation={vertical ? 'vertical' : 'horizontal'}
      className="panes"
      defaultLayout={saved}
      onLayoutChanged={(sizes, { isUserInteraction }) => {
        if (isUserInteraction) rememberLayout({ panes: { ...recallLayout().panes, [name]: sizes } });
      }}
    >
      {children}
    </Group>
  );
}

const Column = ({ label }: { label: string }) => <Separator className="handle col" aria-label={label} />;
const Line = ({ label }: { label: string }) => <Separator className="handle line" aria-label={label} />;

function Wide() {
  const problems = useWorkbench((state) => state.problemsOpen);
  const columns = (
    <Panes name="columns">
      <Panel id="left" defaultSize={328} minSize={220} groupResizeBehavior="preserve-pixel-size">
        <LeftPane />
      </Panel>
      <Column label="Width of the rules" />
      <Panel id="editor" minSize={320}>
        <EditorPane />
      </Panel>
      <Column label="Width of the checks" />
      <Panel id="right" defaultSize={484} minSize={280} groupResizeBehavior="preserve-pixel-size">
        <RightPane />
      </Panel>
    </Panes>
  );
  // One group in both cases: folding the problems must not build the panes anew.
  return (
    <>
      <Panes name="rows" vertical>
        <Panel id="work" minSize={200}>
          {columns}
        </Panel>
        {problems && (
          <>
            <Line label="Height of the problems" />
            <Panel id="problems" defaultSize={112} minSize={60} groupResizeBehavior="preserve-pixel-size">
              <ProblemsPane />
            </Panel>
          </>
        )}
      </Panes>
      {!problems && (
        <div data-pane="problems" className="problems-folded">
          <ProblemsPanel />
        </div>
      )}
    </>
  );
}

function Medium() {
  return (
    <Panes name="medium">
      <Panel id="left" defaultSize={304} minSize={200} groupResizeBehavior="preserve-pixel-size">
        <LeftPane />
      </Panel>
      <Column label="Width of the rules" />
      <Panel id="main" minSize={300}>
        <Panes name="medium-rows" vertical>
          <Panel id="editor" minSize={120}>
            <EditorPane />
          </Panel>
          <Line label="Height of the checks" />
          <Panel id="right" minSize={120} defaultSize="50">
            <RightPane />
          </Panel>
        </Panes>
      </Panel>
    </Panes>
  );
}

const panes: { id: Pane; label: string }[] = [
  { id: 'left', label: 'Rules' },
  { id: 'editor', label: 'Text' },
  { id: 'right', label: 'Checks' },
];

function Single() {
  const shown = useWorkbench((state) => (state.pane === 'problems' ? 'right' : state.pane));
  return (
    <>
      <nav className="pane-switch" aria-label="Panes">
        {panes.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            aria-current={shown === id ? 'page' : undefined}
            onClick={() => actions.showPane(id)}
          >
            {label}
          </button>
        ))}
      </nav>
      {/* All stay on the page, so that the editor keeps its place; one is shown. */}
      <div className="panes single">
        <div hidden={shown !== 'left'}>
          <LeftPane />
        </div>
        <div hidden={shown !== 'editor'}>
          <EditorPane />
        </div>
        <div hidden={shown !== 'right'}>
          <RightPane />
        </div>
      </div>
    </>
  );
}

/** What opens over the page, one at a time. */
function Dialogs() {
  const shown = useWorkbench((state) =>
    state.commandsOpen
      ? lateCommands
      : state.checkShown !== undefined
        ? lateCheckPage
        : state.targetsShown
          ? lateTargets
          : state.keysShown
            ? lateKeys
            : undefined,
  );
  return shown ? (
    <LoadBoundary>
      <Suspense>
        <Late panel={shown} />
      </Suspense>
    </LoadBoundary>
  ) : null;
}
