/**
 * Written and enforced: asks the service what targets make of each rule once the text has been quiet for a while, the
 * chosen target first and the others after it, and shows where they do something else.
 */
import { ServiceAway, ServiceRefusal } from '../service/api.ts';
import { asProblem, type EnforcedMark, moveMarks, telling } from '../service/enforced.ts';
import { targetNames } from '../service/targetNames.ts';
import { workbench } from '../store/store.ts';
import type { WorkbenchState } from '../store/types.ts';
import { refreshProblems } from './judging.ts';
import { currentFiles, type Session } from './session.ts';

/** Milliseconds of quiet before the chosen target is asked, and before the others are. */
const pause = { chosen: 600, others: 1500 };

type Text = { path: string; text: string };

/** What was answered about these texts, by target. */
interface Known {
  /** Texts, tree file and targets as they were asked about. */
  about: string;
  files: Text[];
  /** The file of the policy tree whose rules were judged too. */
  treeFile: string | undefined;
  byTarget: Map<string, EnforcedMark[]>;
  /** Targets that answered about these texts; what is known of the others is older. */
  answered: Set<string>;
}

/** Ask and show now and from now on, whenever text, target, verdict or the switch change. */
export function followEnforced(session: Session): void {
  let known: Known | undefined;
  let asking: { controller: AbortController; about: string; first: string | undefined } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const place = () => {
    const { enforcedHints, target, targets } = workbench.getState();
    const now = currentFiles(session);
    const marksOf = (id: string) =>
      known && enforcedHints ? moveMarks(known.byTarget.get(id) ?? [], known.files, now) : [];
    session.marks = marksOf(target);
    const others = [...(known?.byTarget.keys() ?? [])].filter((id) => id !== target);
    session.editor?.view.setEnforced(
      session.marks,
      others
        .flatMap(marksOf)
        .map((mark) => ({ ...asProblem(mark, now), target: targetNames(mark.target, targets) })),
    );
  };
  const show = () => {
    place();
    refreshProblems(session);
  };

  const done = (controller: AbortController) => {
    if (asking?.controller === controller) asking = undefined;
  };

  const ask = async (
    targets: readonly string[],
    about: string,
    files: Text[],
    treeFile: string | undefined,
  ) => {
    // One edit changes the verdict, the list of problems and more: what is being asked is not asked again.
    if (asking && !asking.controller.signal.aborted && asking.about === about && asking.first === targets[0])
      return;
    asking?.controller.abort();
    const controller = new AbortController();
    asking = { controller, about, first: targets[0] };
    const { signal } = controller;
    const same = known?.about === about ? known : undefined;
    const next: Known = {
      about,
      files,
      treeFile,
      byTarget: new Map(same?.byTarget),
      answered: new Set(same?.answered),
    };
    const missing = targets.filter((id) => !next.answered.has(id));
    let waited = false;
    for (const target of missing) {
      if (target !== targets[0] && !waited) {
        await new Promise((go) => setTimeout(go, pause.others - pause.chosen));
        waited = true;
      }
      if (signal.aborted) return;
      try {
        const request = { files, target, ...(treeFile !== undefined && { includes: true }) };
        const { marks } = await session.service.enforced(request, { signal });
        if (signal.aborted) return;
        const wanted = (file: string) => file === treeFile || files.some(({ path }) => path === file);
        next.answered.add(target);
        next.byTarget.set(
          target,
          telling(marks, target).filter(({ file }) => wanted(file)),
        );
      } catch (error) {
        if (signal.aborted) return;
        done(controller);
        // Away or busy: the verdict says so itself. What is known of older texts stays where it holds.
        if (error instanceof ServiceAway || error instanceof ServiceRefusal) return;
        throw error;
      }
      // Of the others what was known before stays until they are asked anew.
      if (known)
        for (const [id, marks] of known.byTarget)
          if (!next.byTarget.has(id) && targets.includes(id))
            next.byTarget.set(id, moveMarks(marks, known.files, files));
      known = next;
      show();
    }
    done(controller);
  };

  const askSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { target, targets, treeFile, enforcedHints } = workbench.getState();
      if (!enforcedHints || !settled(workbench.getState())) return;
      const files = currentFiles(session).map(({ path, text }) => ({ path, text }));
      const others = targets.filter(({ id, parser }) => id !== target && parser).map(({ id }) => id);
      const about = JSON.stringify([files, treeFile, targets]);
      void ask([target, ...others], about, files, treeFile);
    }, pause.chosen);
  };

  workbench.subscribe((state, before) => {
    const opened = state.opened !== before.opened;
    const text = state.files !== before.files;
    const target = state.target !== before.target;
    const otherwise =
      state.enforcedHints !== before.enforcedHints ||
      state.treeFile !== before.treeFile ||
      state.targets !== before.targets;
    if (opened) known = undefined;
    if (opened || text || target) asking?.controller.abort();
    if (opened || target || otherwise) show();
    // The analysis of the new text renews the list.
    else if (text && [...(known?.byTarget.values() ?? [])].some(({ length }) => length > 0)) place();
    if (otherwise || state.verdict !== before.verdict) askSoon();
  });
  askSoon();
}

/** Whether there is something to ask about, and the parser has said that it can be asked. */
function settled({ opened, verdict, target }: WorkbenchState): boolean {
  if (opened.kind === 'none' || !verdict || verdict.stale || verdict.target !== target) return false;
  return verdict.response.verdict === 'valid' || verdict.response.verdict === 'invalid';
}
