/** Many requests on several targets: what the grid of requirements and the command line ask. */
import type { DecideRequest, DecideResponse, TargetAnswers } from '../../shared/api/decide.ts';
import type { CheckResponse, PolicyText } from '../../shared/api/schemas.ts';
import { applyOptions, recommend } from '../../shared/kits/options.ts';
import type { Kit } from '../../shared/kits/schema.ts';
import type { Decider } from '../../shared/policy/decide.ts';
import { type Answer, type Request, RequestProblem, readRequest } from '../../shared/policy/requests.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { RequestError } from '../parser/check.ts';
import type { RunOptions } from '../parser/run.ts';
import { coarseOn } from './coarse.ts';
import { compiled } from './compiled.ts';
import { editedFiles, openFiles, parsedFiles } from './files.ts';

/**
 * `kit` is that of the request: where a target's parser refuses the text, the form that the kit recommends for it is
 * judged instead. Throws RequestError for a target, profile or request that is none, BusyError, or the signal's reason.
 */
export async function decideOnTargets(
  request: DecideRequest,
  kit?: Kit,
  options: RunOptions = {},
): Promise<DecideResponse> {
  const asked = request.requests.map(requestAt);
  return {
    targets: await Promise.all(request.targets.map((id) => onTarget(request, asked, id, kit, options))),
  };
}

async function onTarget(
  { files, profile, enforce = false }: DecideRequest,
  asked: readonly Request[],
  id: string,
  kit: Kit | undefined,
  options: RunOptions,
): Promise<TargetAnswers> {
  const target = findTarget(id);
  if (!target) throw new RequestError(`There is no target “${id}”.`);
  const asItIs = await compiled(files, id, options);
  const portable = asItIs.response.verdict === 'invalid' && kit ? recommendedForm(files, kit, id) : undefined;
  const instead = portable && (await compiled(portable, id, options));
  const chosen = instead?.policy ? instead : asItIs;
  const { response, asWritten, enforced } = chosen;
  const decider = enforce ? enforced : asWritten;
  const about = {
    target: id,
    source: target.features.source,
    form: chosen === instead ? ('portable' as const) : ('text' as const),
    ...(response.parser ? { parser: response.parser } : {}),
    ...(response.borrowed ? { borrowed: response.borrowed } : {}),
  };
  if (!decider) return { ...about, ...whyNot(response) };
  const name = profileOf(decider, profile);
  const isCoarse = await coarseOn(target);
  return {
    ...about,
    answers: asked.map((one, at) => ({
      ...answerTo(decider, one, name, at),
      ...(isCoarse(one) ? { coarse: true as const } : {}),
    })),
  };
}

/** The files with the options that a kit recommends for a target; undefined where they are not the kit's. */
export function recommendedForm(files: PolicyText[], kit: Kit, target: string): PolicyText[] | undefined {
  const open = openFiles(files, kit);
  if (!open) return undefined;
  const edits = applyOptions(kit, parsedFiles(open), recommend(kit, target));
  return edits.length > 0 ? editedFiles(files, edits) : undefined;
}

/** Reads a request of a list. Throws RequestError with its number, from 1. */
function requestAt(value: unknown, at: number): Request {
  return inWords(at, () => readRequest(value));
}

function answerTo(decider: Decider, request: Request, profile: string, at: number): Answer {
  return inWords(at, () => decider.decide(request, profile));
}

function inWords<Result>(at: number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RequestProblem) throw new RequestError(`Request ${at + 1}: ${error.message}`);
    throw error;
  }
}

/** The profile that is asked: the named one, else the first. Throws RequestError where it is not there. */
export function profileOf(decider: Decider, profile: string | undefined): string {
  const name = profile ?? decider.names[0];
  if (name === undefined) throw new RequestError('The text has no profile to ask.');
  if (!decider.names.includes(name))
    throw new RequestError(`There is no profile “${name}”; the text has ${decider.names.join(', ')}.`);
  return name;
}

function whyNot({ verdict, reason, diagnostics }: CheckResponse): Pick<TargetAnswers, 'reason' | 'refused'> {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return {
    reason: reason ?? error?.message ?? 'The text was not compiled.',
    ...(verdict === 'invalid' ? { refused: true } : {}),
  };
}
