/** What If: one request, asked on every target in enforce and in complain mode, with the rules that decide. */
import type { TargetAnswers } from '../../shared/api/decide.ts';
import type { PolicyText } from '../../shared/api/schemas.ts';
import type { Request } from '../../shared/policy/requests.ts';
import { applyEdits } from '../../shared/syntax/edits.ts';
import { sameRequest } from '../panels/whatif/form.ts';
import { decide } from '../service/decisions.ts';
import { decisions, type Explained, type WhatIfAnswer } from '../store/decisions.ts';
import { workbench } from '../store/store.ts';
import { asked, explanation, wordsOf } from './deciding.ts';
import { Latest } from './latest.ts';
import { currentFiles, type Session, sameTexts } from './session.ts';

/** Milliseconds without a change of the texts before the request is asked anew. */
const pause = 600;
/** How many requests are remembered. */
const remembered = 12;

/** Follow the state from now on: texts, the request, and whether What If is on show. */
export function followWhatIf(session: Session): void {
  const latest = new Latest((signal) => ask(session, signal));
  const shown = () => workbench.getState().rightTab === 'whatif';
  workbench.subscribe((state, before) => {
    const changed =
      state.files !== before.files || state.opened !== before.opened || state.target !== before.target;
    if (changed) decisions.setState({ answersStale: true });
    if (!shown()) return latest.stop();
    const late = decisions.getState().answersStale && state.rightTab !== before.rightTab;
    if (changed) latest.soon(pause);
    else if (late || (state.status === 'ready' && before.status !== 'ready')) latest.soon(0);
  });
  decisions.subscribe((state, before) => {
    if (state.request === before.request) return;
    decisions.setState({ answersStale: true });
    if (shown()) latest.soon(0);
  });
  if (shown()) latest.soon(0);
}

/** The request that the answers in the store are about. */
let answered: Request | undefined;

async function ask(session: Session, signal: AbortSignal): Promise<void> {
  const { request } = decisions.getState();
  const { opened, targets, target: chosen } = workbench.getState();
  if (!request || opened.kind === 'none' || targets.length === 0) return;
  const texts = currentFiles(session);
  const ids = targets.map(({ id }) => id);
  const question = { ...asked(session), targets: ids, requests: [{ ...request }] };
  let enforce: TargetAnswers[];
  let complain: TargetAnswers[] | undefined;
  try {
    ({ targets: enforce } = await decide(session.service, { ...question, enforce: true }, { signal }));
    if (signal.aborted) return;
    const files = await inComplainMode(session);
    const inComplain = files && (await decide(session.service, { ...question, files }, { signal }));
    complain = inComplain?.targets;
  } catch (error) {
    if (!signal.aborted) decisions.setState({ whatIfFailed: wordsOf(error) });
    return;
  }
  if (signal.aborted) return;
  // Explanations of the same request stay until their successors come.
  const before = answered && sameRequest(answered, request) ? decisions.getState().answers : new Map();
  answered = request;
  decisions.setState({
    answers: new Map(
      enforce.map((one, at): [string, WhatIfAnswer] => {
        const explained = before.get(one.target)?.explained as Explained | undefined;
        const old = explained?.state === 'there' ? explained.response : undefined;
        return [
          one.target,
          {
            enforce: one,
            ...(complain?.[at] && { complain: complain[at] }),
            explained: { state: 'asking', ...(old && { before: old }) },
          },
        ];
      }),
    ),
    answersStale: !sameTexts(session, texts),
    whatIfFailed: undefined,
  });
  remember(request, enforce);
  // The chosen target first, and there also what would make it otherwise.
  for (const { target, answers } of [...enforce].sort((a, b) => rank(a, chosen) - rank(b, chosen))) {
    const verdict = answers?.[0]?.verdict;
    if (!verdict) continue;
    const want = verdict === 'allow' ? ('deny' as const) : ('allow' as const);
    const about = { target, request: { ...request }, ...(target === chosen && { want }) };
    const explained = await explanation(session, about, signal);
    if (signal.aborted) return;
    decisions.setState(({ answers }) => {
      const now = answers.get(target);
      return now ? { answers: new Map(answers).set(target, { ...now, explained }) } : {};
    });
  }
}

const rank = ({ target }: TargetAnswers, chosen: string) => (target === chosen ? 0 : 1);

/** The texts with the profile's mode changed to complain; undefined where they are too broken for that. */
async function inComplainMode(session: Session): Promise<PolicyText[] | undefined> {
  const files = currentFiles(session);
  const edits = await session.analysis
    .edits(files, { kind: 'mode', mode: 'complain' })
    .catch(() => undefined);
  return (
    edits &&
    files.map(({ path, text }) => ({
      path,
      text: applyEdits(
        text,
        edits.filter((edit) => edit.path === path),
      ),
    }))
  );
}

function remember(request: Request, answers: readonly TargetAnswers[]): void {
  const verdicts = answers.flatMap((one) => one.answers?.[0]?.verdict ?? []);
  const entry = {
    request,
    allowed: verdicts.filter((verdict) => verdict === 'allow').length,
    asked: verdicts.length,
  };
  decisions.setState(({ askedBefore }) => ({
    askedBefore: [entry, ...askedBefore.filter((one) => !sameRequest(one.request, request))].slice(
      0,
      remembered,
    ),
  }));
}
