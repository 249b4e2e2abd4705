/** Says on <html> when the page shows what its address asks for: for tests, screenshots and measurements. */
import { workbench } from '../store/store.ts';
import type { DeepLink } from './deepLink.ts';
import { fetchLatePanels, latePanels } from './lazyPanels.tsx';
import type { Session } from './session.ts';
import { nobodyTypes, painted, when } from './waiting.ts';

export async function markReady(session: Session, link: DeepLink, followed: Promise<void>): Promise<void> {
  await when(({ opened, state }) => opened.kind !== 'none' && state !== undefined);
  await session.editorStands;
  await followed;
  // The first verdict, or the news that there is none to come.
  await when(({ verdict, status }) => status === 'away' || verdict !== undefined);
  const { rightTab } = workbench.getState();
  const panel = link.panel ?? rightTab;
  // One that cannot be fetched says so in its place.
  if (panel !== 'problems') await latePanels[panel].preload().catch(() => {});
  await Promise.all(
    ['400 13px Inter', '500 13px Inter', '600 13px Inter', '400 12px "JetBrains Mono"'].map((font) =>
      document.fonts.load(font),
    ),
  );
  await document.fonts.ready;
  session.editor?.view.remeasureFonts();
  await when(({ pageShown }) => pageShown);
  for (let frame = 0; frame < 3; frame++) await painted();
  workbench.setState({ ready: true });
  document.documentElement.dataset.ready = 'true';
  void judge(session);
  setTimeout(fetchLatePanels, 3000);
}

/** The grid of requirements and what is enforced come after the first verdict: their parser runs are many. */
async function judge(session: Session, wait = 1000): Promise<void> {
  // Whoever types from the start goes first.
  await nobodyTypes();
  try {
    const { followDecisions, followEnforced } = await import('./afterwards.ts');
    followDecisions(session);
    followEnforced(session);
  } catch {
    // The service is away, and says so itself.
    setTimeout(() => void judge(session, Math.min(wait * 2, 30_000)), wait);
  }
}
