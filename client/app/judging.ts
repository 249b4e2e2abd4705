/** The service: targets, verdicts, toolchains; and the problems list, which its verdicts are part of. */
import type { CheckRequest, CheckResponse, Diagnostic, TargetsResponse } from '../../shared/api/schemas.ts';
import type { Position } from '../../shared/syntax/diagnostics.ts';
import { rememberLayout } from '../persistence/layout.ts';
import { ServiceAway, type ServiceRefusal } from '../service/api.ts';
import type { CheckerListener } from '../service/checker.ts';
import { withMarks } from '../service/enforced.ts';
import { type Finding, judged, mergeProblems, mergeTargets } from '../service/problems.ts';
import { targetNames } from '../service/targetNames.ts';
import { actions } from '../store/actions.ts';
import { workbench } from '../store/store.ts';
import type { Actions } from '../store/types.ts';
import { lintSoon, surround } from './language.ts';
import { lower, raise, toast } from './notices.ts';
import { tellOwnTargets } from './ownTargets.ts';
import { clock, currentFiles, type Session, sameTexts } from './session.ts';

type Judging = Pick<
  Actions,
  'chooseTarget' | 'checkNow' | 'cancelCheck' | 'unpackToolchain' | 'setAllTargets'
>;

export function judgingActions(session: Session): Judging {
  return {
    chooseTarget(target) {
      if (target === workbench.getState().target) return;
      workbench.setState(({ verdict }) => ({ target, verdict: verdict && { ...verdict, stale: true } }));
      rememberLayout({ target });
      session.saver?.changed();
      session.checker.now(() => checkRequest(session));
      tellOfTarget(session);
      void surround(session);
      void offerRecommended(session, target);
    },
    checkNow() {
      if (workbench.getState().targets.length === 0) void loadTargets(session);
      session.checker.now(() => checkRequest(session));
    },
    setAllTargets(allTargets) {
      workbench.setState({ allTargets });
      lintSoon(session);
      if (allTargets) void askElsewhere(session);
      else refreshProblems(session);
    },
    cancelCheck() {
      session.checker.cancel();
      toast({ tone: 'info', text: 'The check was stopped. The next change asks again.' });
    },
    unpackToolchain: (suite) => unpackToolchain(session, suite),
  };
}

/** What to ask about now; undefined where nothing is open, or the targets are not known yet. */
export function checkRequest(session: Session): CheckRequest | undefined {
  const { target, targets } = workbench.getState();
  const files = currentFiles(session).map(({ path, text }) => ({ path, text }));
  if (files.length === 0 || !targets.some(({ id }) => id === target)) return undefined;
  return { files, target };
}

/** The text changed: what stands is old, and a new verdict is asked for when it has been quiet. */
export function textChanged(session: Session): void {
  const { verdict } = workbench.getState();
  if (verdict && !verdict.stale) workbench.setState({ verdict: { ...verdict, stale: true } });
  session.checker.schedule(() => checkRequest(session));
}

export function checkerListener(session: () => Session): CheckerListener {
  return {
    checking: (checking) => workbench.setState({ checking }),
    verdict: (response, request) => takeVerdict(session(), response, request),
    away() {
      const { verdict } = workbench.getState();
      workbench.setState({ status: 'away' });
      const since = verdict ? ` Verdicts date from ${clock(verdict.at)}.` : '';
      raise({
        id: 'away',
        tone: 'warn',
        strong: 'The local service does not answer.',
        text: `Editing and built-in checks go on here.${since}`,
        actions: [{ label: 'Try again', run: () => session().checker.now() }],
        dismissible: false,
      });
    },
    refused: (refusal) => refused(session(), refusal),
  };
}

function takeVerdict(session: Session, response: CheckResponse, request: CheckRequest): void {
  const { target, noParser } = workbench.getState();
  const texts = currentFiles(session);
  const stale = request.target !== target || request.files.some(({ text }, i) => text !== texts[i]?.text);
  session.judged = judged(response.diagnostics, session.builtIn);
  const judgedByNone = response.verdict === 'not-judged' && noParser !== undefined;
  workbench.setState({
    status: judgedByNone ? 'no-parser' : 'ready',
    verdict: { response, target: request.target, at: Date.now(), stale },
  });
  lower('away');
  void surround(session);
  if (response.verdict === 'too-complex')
    raise({
      id: 'too-complex',
      tone: 'bad',
      strong: 'Too complex.',
      text: `${response.reason ?? 'The parser was stopped.'} This is never shown as valid.`,
      actions: [{ label: 'Check again', run: () => session.checker.now() }],
      dismissible: true,
    });
  else lower('too-complex');
  refreshProblems(session);
  if (!stale && workbench.getState().allTargets) void askElsewhere(session);
}

/** Ask the parsers of the other targets, one after the other; the first change stops it. */
async function askElsewhere(session: Session): Promise<void> {
  const { targets, target: chosen } = workbench.getState();
  const files = currentFiles(session);
  const byTarget = new Map<string, Diagnostic[]>();
  const wanted = () => workbench.getState().allTargets && sameTexts(session, files);
  for (const { id, parser } of targets) {
    if (id === chosen || !parser) continue;
    const request = { files: files.map(({ path, text }) => ({ path, text })), target: id };
    try {
      byTarget.set(id, (await session.service.check(request)).diagnostics);
    } catch {
      // Away or too busy: the chosen target's own check says so.
      return;
    }
    if (!wanted()) return;
  }
  session.elsewhere = { files, byTarget };
  refreshProblems(session);
}

function refused(session: Session, refusal: ServiceRefusal): void {
  const { target } = workbench.getState();
  if (session.ownTargets.has(target) && refusal.message.startsWith('There is no target')) {
    // The service was started anew: it has to be told, and then asked again.
    void loadTargets(session);
    return;
  }
  const response: CheckResponse = {
    verdict: 'not-judged',
    diagnostics: [],
    milliseconds: 0,
    exitStatus: null,
    reason: refusal.message,
  };
  session.judged = undefined;
  lower('away', 'too-complex');
  workbench.setState({ status: 'ready', verdict: { response, target, at: Date.now(), stale: false } });
  toast({ tone: 'bad', text: `Not checked: ${refusal.message}` });
  refreshProblems(session);
}

/** Put built-in findings and the verdict's together, in the list and in the editor. */
export function refreshProblems(session: Session): void {
  const { files, verdict, target, targets } = workbench.getState();
  const sameTarget = verdict?.target === target;
  const judged = sameTarget ? session.judged : undefined;
  const found = mergeProblems(
    withMarks(
      [...withMends(session), ...(session.lint?.found ?? [])],
      session.marks,
      (path) => files.find((file) => file.path === path)?.text,
      judged?.diagnostics,
    ),
    judged && { ...judged, diagnostics: everywhere(session, judged.diagnostics) },
    files.map(({ path }) => path),
    verdict?.stale ?? true,
  ).map((one) => (one.target ? { ...one, target: targetNames(one.target, targets) } : one));
  const problems = found.filter(({ answer }) => !answer);
  workbench.setState({ problems, answered: found.filter(({ answer }) => answer) });
  session.editor?.view.setProblems(problems);
}

/** What the built-in parser found, with its fixes as far as they are for the texts as they are. */
function withMends({ builtIn, lint }: Session): Finding[] {
  const key = (file: string, { line, character }: Position, code: string) =>
    `${file}:${line}:${character}:${code}`;
  const mends = new Map(lint?.mends.map(({ file, start, code, fixes }) => [key(file, start, code), fixes]));
  return builtIn.map((one) => {
    const fixes = mends.get(key(one.file, one.range.start, one.code));
    return fixes ? { ...one, fixes } : one;
  });
}

/** The chosen target's findings, with those of the others where they were asked about the same texts. */
function everywhere(session: Session, own: readonly Diagnostic[]): readonly Diagnostic[] {
  const { allTargets, target } = workbench.getState();
  const { elsewhere } = session;
  if (!allTargets || !elsewhere || !sameTexts(session, elsewhere.files)) return own;
  const merged = mergeTargets(new Map([[target, own], ...elsewhere.byTarget]));
  // The same object where it is the chosen target's own: what the built-in parser saw too is known by it.
  return [
    ...own,
    ...merged.filter((one) => one.target !== undefined && !one.target.split(', ').includes(target)),
  ];
}

/** Ask for the targets until the service tells them. */
export async function loadTargets(session: Session, wait = 1000): Promise<void> {
  let answer: TargetsResponse;
  try {
    answer = await session.service.targets();
    const own = await tellOwnTargets(session);
    answer = { ...answer, targets: [...answer.targets, ...own] };
  } catch (error) {
    if (error instanceof ServiceAway) checkerListener(() => session).away();
    else toast({ tone: 'bad', text: `No targets: ${(error as Error).message}` });
    setTimeout(() => void loadTargets(session, Math.min(wait * 2, 30_000)), wait);
    return;
  }
  const { target } = workbench.getState();
  const known = answer.targets.some(({ id }) => id === target);
  workbench.setState({
    targets: answer.targets,
    thisMachine: answer.thisMachine,
    noParser: answer.noParser,
    status: answer.noParser ? 'no-parser' : 'ready',
    target: known ? target : (answer.targets.find(({ isDefault }) => isDefault)?.id ?? target),
  });
  lower('away');
  tellOfTarget(session);
  session.checker.now(() => checkRequest(session));
}

/** Banners about who judges for the chosen target. */
function tellOfTarget(session: Session): void {
  const { targets, target: id, noParser } = workbench.getState();
  const target = targets.find((one) => one.id === id);
  const suite = target?.obtainable;
  const get = suite ? [{ label: 'Get a parser', run: () => void unpackToolchain(session, suite) }] : [];
  lower('no-parser', 'borrowed');
  if (noParser !== undefined)
    raise({
      id: 'no-parser',
      tone: 'info',
      strong: 'No apparmor_parser here.',
      text: `Built-in checks only: fast, but not the judge. ${noParser}`,
      actions: get,
      dismissible: true,
    });
  else if (target?.borrowed && suite)
    raise({
      id: 'borrowed',
      tone: 'info',
      strong: `${target.id} is judged by parser ${target.parser?.version ?? 'of another release'}`,
      text: `with the features of kernel ${target.kernel}. ${target.borrowed}`,
      actions: [{ label: `Unpack ${suite}’s`, run: () => void unpackToolchain(session, suite) }],
      dismissible: true,
    });
}

/** After a target was chosen: say so where the kit has a form made for it that the text is not in. */
export async function offerRecommended(session: Session, target: string): Promise<void> {
  lower('recommended');
  const { kit, targets } = workbench.getState();
  if (!kit) return;
  const edits = await session.analysis
    .edits(currentFiles(session), { kind: 'recommended', target })
    .catch(() => []);
  if (edits.length === 0 || workbench.getState().target !== target) return;
  const portable = kit.recommended[target] === undefined;
  const title = targets.find(({ id }) => id === target)?.title ?? target;
  raise({
    id: 'recommended',
    tone: 'info',
    strong: portable ? `${title} reads the portable form.` : `There is a form for ${title}.`,
    text: 'The kit recommends other options there than the text has now.',
    actions: [
      {
        label: portable ? 'Use the portable form' : 'Use it',
        run: () => actions.applyRecommended(target),
      },
    ],
    dismissible: true,
  });
}

async function unpackToolchain(session: Session, suite: string): Promise<void> {
  if (workbench.getState().unpacking) return;
  workbench.setState({ unpacking: { suite, message: `Unpacking the parser of ${suite}…` } });
  try {
    const last = await session.service.addToolchain(suite, ({ message }) =>
      workbench.setState({ unpacking: { suite, message } }),
    );
    toast({ tone: last.kind === 'ready' ? 'ok' : 'bad', text: last.message });
    if (last.kind === 'ready') await loadTargets(session);
  } catch (error) {
    toast({ tone: 'bad', text: `The parser of ${suite} was not unpacked: ${(error as Error).message}` });
  } finally {
    workbench.setState({ unpacking: undefined });
  }
}
