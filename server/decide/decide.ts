/** Many requests on several targets: what the grid of requirements and the command line ask. */
import type { DecideRequest, DecideResponse, TargetAnswers } from '../../shared/api/decide.ts';
import type { CheckResponse } from '../../shared/api/schemas.ts';
import type { Decider } from '../../shared/policy/decide.ts';
import { type Answer, type Request, RequestProblem, readRequest } from '../../shared/policy/requests.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { RequestError } from '../parser/check.ts';
import type { RunOptions } from '../parser/run.ts';
import { compiled } from './compiled.ts';

/** Throws RequestError for a target, profile or request that is none, BusyError, or the signal's reason. */
export async function decideOnTargets(
  { files, targets, requests, profile, enforce = false }: DecideRequest,
  options: Pick<RunOptions, 'signal'> = {},
): Promise<DecideResponse> {
  const asked = requests.map(requestAt);
  return {
    targets: await Promise.all(
      targets.map(async (id): Promise<TargetAnswers> => {
        const target = findTarget(id);
        if (!target) throw new RequestError(`There is no target “${id}”.`);
        const { response, asWritten, enforced } = await compiled(files, id, options);
        const decider = enforce ? enforced : asWritten;
        const about = {
          target: id,
          source: target.features.source,
          ...(response.parser ? { parser: response.parser } : {}),
          ...(response.borrowed ? { borrowed: response.borrowed } : {}),
        };
        if (!decider) return { ...about, ...whyNot(response) };
        const name = profileOf(decider, profile);
        return { ...about, answers: asked.map((request, at) => answerTo(decider, request, name, at)) };
      }),
    ),
  };
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
