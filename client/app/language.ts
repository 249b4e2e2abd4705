/**
 * The language features and checks, and when they come: once the page is there and nobody types. Until then the
 * page works without them.
 */
import type { Fix } from '../../shared/language/types.ts';
import { mergeTargets } from '../service/problems.ts';
import { actions } from '../store/actions.ts';
import { workbench } from '../store/store.ts';
import type { LintFinding } from '../worker/language.ts';
import { analyse } from './analysing.ts';
import { refreshProblems } from './judging.ts';
import { toast } from './notices.ts';
import { currentFiles, type Session, sameTexts } from './session.ts';
import { nobodyTypes } from './waiting.ts';

/** Milliseconds after the page is ready. What it opens with has come by then. */
const rest = 1000;
/** Milliseconds without a newer analysis before the checks run. */
const pause = 150;

/** Have the features fetched when nothing else is to do. Call it once, when the page is ready. */
export async function wakeLanguage(session: Session): Promise<void> {
  await new Promise((done) => setTimeout(done, rest));
  await nobodyTypes();
  session.languageAwake = true;
  void surround(session);
  const { editor } = session;
  if (!editor) return;
  try {
    const { installLanguage } = await import('../editor/language/index.ts');
    await installLanguage({
      ...editor,
      ask: (question, ...args) => session.analysis.ask(currentFiles(session), question, ...args),
      apply: (edits, label) => actions.applyEdits([...edits], label),
      treeChanged: (listener) => treeListeners.add(listener),
      open: (path, range) => void actions.openPlace(path, toRange(range)),
      tell: (text) => toast({ tone: 'info', text }),
    });
    workbench.setState({ languageReady: true });
    document.documentElement.dataset.language = 'ready';
  } catch (error) {
    toast({
      tone: 'warn',
      text: `Completion and explanations could not be loaded: ${(error as Error).message}`,
      action: { label: 'Try again', run: () => void wakeLanguage(session) },
      sticky: true,
    });
  }
}

const treeListeners = new Set<() => void>();

/** Judge by the chosen target's policy tree from now on. Asked again where it could not be had. */
export async function surround(session: Session): Promise<void> {
  const { target } = workbench.getState();
  if (!session.languageAwake || session.surrounded === target) return;
  session.surrounded = target;
  session.editor?.texts.forgetTree();
  workbench.setState({ treeFile: undefined });
  try {
    await session.analysis.surround(target, [...session.ownTargets.values()]);
  } catch {
    // The service is away or has no parser, and says so itself. Texts are judged without what they include.
    if (session.surrounded === target) session.surrounded = undefined;
  }
  analyse(session);
  for (const listener of treeListeners) listener();
}

let later: ReturnType<typeof setTimeout> | undefined;

/** Run the checks over the texts as they are when it has been quiet for a moment. */
export function lintSoon(session: Session): void {
  if (!session.languageAwake) return;
  clearTimeout(later);
  later = setTimeout(() => void lintNow(session), pause);
}

/** Said once: the next letter would only have it said again. */
let lastFailure = '';

async function lintNow(session: Session): Promise<void> {
  const files = currentFiles(session);
  const paths = files.map(({ path }) => path);
  try {
    const [found, mends] = await Promise.all([
      session.analysis.ask(files, 'findings', paths),
      session.analysis.ask(files, 'mends', paths),
    ]);
    if (!sameTexts(session, files)) return;
    session.lint = { files, found, mends };
    refreshProblems(session);
    const { allTargets, targets } = workbench.getState();
    if (!allTargets) return;
    const ids = targets.map(({ id }) => id);
    const lists = await session.analysis.ask(files, 'findingsOn', paths, ids);
    if (!sameTexts(session, files)) return;
    const everywhere = mergeTargets(new Map(ids.map((id, i) => [id, lists[i] ?? []])));
    session.lint = { files, found: everywhere, mends };
    refreshProblems(session);
  } catch (error) {
    const { message } = error as Error;
    if (message !== lastFailure) toast({ tone: 'warn', text: `The checks could not run: ${message}` });
    lastFailure = message;
  }
}

/** Apply a fix. Its places hold for the texts that were checked: where they have changed, it is looked up anew. */
export async function applyFix(session: Session, fix: Fix): Promise<void> {
  const { lint } = session;
  if (!lint || sameTexts(session, lint.files)) return actions.applyEdits(fix.edits, fix.title);
  const owner = lint.found.find(({ fixes }) => fixes?.includes(fix));
  const files = currentFiles(session);
  const paths = files.map(({ path }) => path);
  const now = owner ? await session.analysis.ask(files, 'findings', paths) : [];
  const same = now.find((one) => owner && sameFinding(one, owner));
  const fresh = same?.fixes?.find(({ title }) => title === fix.title);
  if (fresh && sameTexts(session, files)) actions.applyEdits(fresh.edits, fresh.title);
  else toast({ tone: 'info', text: `Not done (${fix.title}): the text has changed meanwhile.` });
}

function sameFinding(a: LintFinding, b: LintFinding): boolean {
  return a.file === b.file && a.code === b.code && a.message === b.message;
}

interface EditorRange {
  startLineNumber: number;
  startColumn: number;
  endLineNumber: number;
  endColumn: number;
}

function toRange({ startLineNumber, startColumn, endLineNumber, endColumn }: EditorRange) {
  return {
    start: { line: startLineNumber - 1, character: startColumn - 1 },
    end: { line: endLineNumber - 1, character: endColumn - 1 },
  };
}
