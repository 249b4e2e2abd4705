/** Puts the page together and starts it. What can be fetched at once is fetched at once. */
import { recallLayout } from '../persistence/layout.ts';
import { Service } from '../service/api.ts';
import { Checker } from '../service/checker.ts';
import { actions, bindActions } from '../store/actions.ts';
import { workbench } from '../store/store.ts';
import AnalysisWorker from '../worker/analysis.worker.ts?worker';
import { AnalysisClient, LatePort } from '../worker/client.ts';
import { analysisFailed, markSelectedOption, takeAnalysis } from './analysing.ts';
import { offerCommands } from './commands.ts';
import { type DeepLink, readDeepLink } from './deepLink.ts';
import { downloadActions } from './downloads.ts';
import { editingActions } from './editing.ts';
import { standEditor } from './editorStart.ts';
import { removeFrame } from './frame.ts';
import { interfaceActions } from './interface.ts';
import { checkerListener, judgingActions, loadTargets } from './judging.ts';
import { listenToKeys } from './keyboard.ts';
import { wakeLanguage } from './language.ts';
import { followWidth } from './layout.ts';
import { latePanels } from './lazyPanels.tsx';
import { movingActions } from './moving.ts';
import { raise } from './notices.ts';
import { fetchKit, openingActions, openKit, openPacked, reopenOwn } from './opening.ts';
import { followOutline } from './outline.ts';
import { targetsActions } from './ownTargets.ts';
import { markReady } from './ready.ts';
import { openStore } from './saving.ts';
import { pathOfRole, type Session } from './session.ts';
import { applyTheme, followSystemTheme } from './theme.ts';
import { nobodyTypes, painted, when } from './waiting.ts';

const firstKit = 'rustnet';

export function start(): void {
  const link = readDeepLink(location);
  arrange(link);
  const session = makeSession(link);
  bindActions({
    ...editingActions(session),
    ...movingActions(session),
    ...openingActions(session),
    ...downloadActions(session),
    ...judgingActions(session),
    ...targetsActions(session),
    ...interfaceActions(),
    showCommands: () => workbench.setState({ commandsOpen: true, commandsTyped: '' }),
    editHere: () => void session.tab?.takeOver(),
  });
  offerCommands(session);
  listenToKeys();
  takeDrops();
  followOutline(session);
  workbench.subscribe((state, before) => {
    if (state.selectedOption !== before.selectedOption) markSelectedOption(session);
  });
  session.editorStands = standEditor(session);
  session.storeOpen = openStore(session);
  const opened = openFirst(session, link);
  void surround(session, opened);
  const followed = opened.then(() => follow(session, link));
  leaveNothingUnsaved(session);
  void markReady(session, link, followed).then(() => wakeLanguage(session));
}

/** When the editor takes letters, or there is none to wait for, the page around it and all other work begin. */
async function surround(session: Session, opened: Promise<void>): Promise<void> {
  const editorOrNothing = opened.then(() => {
    const { kind } = workbench.getState().opened;
    if (kind === 'none') removeFrame();
    return kind === 'none' ? undefined : session.editorStands;
  });
  await editorOrNothing.catch(noEditor);
  await painted();
  await nobodyTypes();
  session.wakeAnalysis();
  // Drawn once, with all that is to be in it: what comes while it is drawn would have it drawn again at one go.
  const [{ showPage }] = await Promise.all([
    import('./ui.tsx'),
    when(({ state }) => state !== undefined, 500),
  ]);
  showPage();
  await when(({ pageShown }) => pageShown, 1000);
  void loadTargets(session);
  void askAbout(session);
}

/** The page as it was left, and above that as the link says. */
function arrange(link: DeepLink): void {
  const { theme = 'system', panes: _panes, target, ...saved } = recallLayout();
  workbench.setState({
    ...saved,
    ...(link.left && { leftTab: link.left }),
    ...(link.panel && { rightTab: link.panel }),
    ...((link.target ?? target) && { target: link.target ?? target }),
    ...(link.option && { selectedOption: link.option }),
  });
  applyTheme(link.theme ?? theme);
  followSystemTheme();
  followWidth();
  const { rightTab } = workbench.getState();
  if (rightTab === 'changes' || rightTab === 'install') void latePanels[rightTab].preload();
}

function makeSession(link: DeepLink): Session {
  const service = new Service();
  // Its thread would take half of a small machine from the editor: it starts when that stands.
  const port = new LatePort(() => new AnalysisWorker());
  const session: Session = {
    service,
    analysis: new AnalysisClient(
      port,
      (analysis, files) => takeAnalysis(session, analysis, files),
      analysisFailed,
    ),
    wakeAnalysis: () => port.start(),
    checker: new Checker(
      service,
      checkerListener(() => session),
    ),
    editorStands: new Promise(() => {}),
    storeOpen: Promise.resolve(),
    key: '',
    shipped: new Map(),
    linkedTarget: link.target !== undefined,
    builtIn: [],
    marks: [],
    ownTargets: new Map(),
    languageAwake: false,
    profiles: [],
    changing: Promise.resolve(),
  };
  return session;
}

/** What the link names, else what was open last, else the first kit. */
async function openFirst(session: Session, link: DeepLink): Promise<void> {
  // Asked for at once; most often it is the one.
  const guess = link.kit ?? firstKit;
  const fetched = fetchKit(session.service, guess);
  fetched.catch(() => {});
  const openById = (id: string) => openKit(session, id, id === guess ? fetched : undefined);
  if (link.kit) await openById(link.kit);
  else {
    await session.storeOpen;
    const last = await session.database?.last().catch(() => undefined);
    const own = last !== undefined && !last.startsWith('kit:') && (await reopenOwn(session, last));
    if (!own) await openById(last?.startsWith('kit:') ? last.slice('kit:'.length) : firstKit);
  }
  const path = link.file && (pathOfRole(link.file as 'profile') ?? link.file);
  if (path)
    workbench.setState(({ files }) => (files.some((file) => file.path === path) ? { activePath: path } : {}));
  workbench.setState({ started: true });
}

/** The rest of what the link names: a place, and texts. */
async function follow(session: Session, link: DeepLink): Promise<void> {
  const { view } = await session.editorStands;
  view.show(workbench.getState().activePath);
  if (link.line) view.caretTo(link.line);
  if (link.option) workbench.setState({ selectedOption: link.option });
  markSelectedOption(session);
  if (link.packed) await openPacked(session, link.packed);
}

function noEditor(error: Error): void {
  raise({
    id: 'kit-failed',
    tone: 'bad',
    strong: 'The editor could not be loaded.',
    text: `${error.message.replace(/\.?$/, '.')} Your saved work is untouched.`,
    actions: [{ label: 'Reload the page', run: () => location.reload() }],
    dismissible: false,
  });
}

/** What else there is to open: kits besides the first, and the folder of the workspace. */
async function askAbout(session: Session): Promise<void> {
  try {
    const [{ kits }, health] = await Promise.all([session.service.kits(), session.service.health()]);
    workbench.setState({ kits: kits.map(({ id, title }) => ({ id, title })) });
    if (health.workspace) workbench.setState({ workspace: await session.service.workspace() });
  } catch {
    // The first kit lies beside the page, and the service says by itself that it is away.
  }
}

/** A file dropped anywhere is opened; the browser would leave the page for it. */
function takeDrops(): void {
  const brings = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  window.addEventListener('dragover', (event) => brings(event) && event.preventDefault());
  window.addEventListener('drop', (event) => {
    if (!brings(event) || event.defaultPrevented) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void actions.openFile(file);
  });
}

function leaveNothingUnsaved(session: Session): void {
  const flush = () => void session.saver?.flush();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush());
  window.addEventListener('pagehide', flush);
  window.addEventListener('online', () => session.checker.now());
  window.addEventListener('beforeunload', (event) => {
    // Only where the work would really be lost.
    const { saving, files } = workbench.getState();
    if ((saving === 'failed' || saving === 'off') && files.some(({ differs }) => differs))
      event.preventDefault();
  });
}
