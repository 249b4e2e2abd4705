/** The judgement of a profile: pre-check, then the real parser in its sandbox. */
import { readFile } from 'node:fs/promises';
import type { CheckResponse, Diagnostic, PolicyText } from '../../shared/api/schemas.ts';
import { Workspace } from '../../shared/language/workspace.ts';
import { printFeatures } from '../../shared/targets/features.ts';
import { defaultTarget, findTarget, type TargetFacts } from '../../shared/targets/targets.ts';
import { treeOn } from '../policyIncludes.ts';
import { noParserFor } from '../targets.ts';
import { type Toolchain, toolchainFor } from '../toolchains/index.ts';
import { BusyError, RequestError, SandboxError } from './errors.ts';
import { limits } from './limits.ts';
import { bisect } from './messages/bisect.ts';
import { isUnplaced, namesFault, outOfMemory, readMessages, tooComplex } from './messages/read.ts';
import { besideOverlay } from './overlay.ts';
import { requireGoodPaths } from './paths.ts';
import { sandboxFor, warmParser } from './pool.ts';
import { precheck } from './precheck.ts';
import { type ParserRun, type RunOptions, runParser } from './run.ts';

export { BusyError, RequestError } from './errors.ts';
export { closeParsers, warmParser } from './pool.ts';

/**
 * Judges the first of the files for a target; the others are found by its includes before those of the policy tree.
 * Throws RequestError (a bad path or target), BusyError, or the signal's reason where the caller gave up.
 */
export async function checkPolicy(
  request: { files: PolicyText[]; target: string },
  options: RunOptions = {},
): Promise<CheckResponse> {
  return (await compilePolicy(request, options)).response;
}

/**
 * Sets up sandboxes for the parser that answers for a target, so that its first check is as quick as any. Answers the
 * one sentence that a person should know where the sandbox is not whole; nothing where all is well or there is no parser.
 */
export async function prepareChecks(target: string = defaultTarget): Promise<string | undefined> {
  const choice = await toolchainFor(target);
  if (!choice) return undefined;
  await warmParser(choice.toolchain);
  return (await sandboxFor(choice.toolchain)).weakness;
}

/** As checkPolicy, with the compiled policy where there is one. */
export async function compilePolicy(
  { files, target: targetId }: { files: PolicyText[]; target: string },
  options: RunOptions = {},
): Promise<{ response: CheckResponse; policy?: Buffer }> {
  const target = findTarget(targetId);
  if (!target) throw new RequestError(`There is no target “${targetId}”.`);
  if (files.length === 0) throw new RequestError('There is no file to check.');
  requireGoodPaths(files.map((file) => file.path));

  const tooLarge = files.find((file) => Buffer.byteLength(file.text) > limits.inputBytes);
  if (tooLarge)
    return unjudged(
      'not-judged',
      `${tooLarge.path} is larger than ${limits.inputBytes / 1024} kB, too large to check here.`,
    );

  const choice = await toolchainFor(targetId);
  if (!choice) return unjudged('not-judged', await noParserFor(target));
  const { toolchain, borrowed } = choice;
  const sandbox = await sandboxFor(toolchain);
  const refused = files.flatMap((file) => precheck(file, { everywhere: sandbox.kind === 'bare' }));
  if (refused.length > 0) {
    const { response } = unjudged(
      'not-judged',
      'apparmor_parser was not run: the text asks for a file that is not read here.',
    );
    return { response: { ...response, diagnostics: refused } };
  }

  const [first, ...overlay] = files;
  const features = await featuresText(target, toolchain);
  const linked = besideOverlay(
    overlay,
    toolchain.base,
    files.map((file) => file.text),
  );
  const input = { text: first!.text, overlay, linked, features };
  const run = await runParser(toolchain, input, options).catch((error: unknown) => {
    if (error instanceof SandboxError) return error;
    throw error;
  });
  if (run instanceof SandboxError)
    return unjudged('not-judged', `apparmor_parser could not be started here: ${run.message}`);
  const { resolveInclude } = new Workspace({ files, tree: treeOn([toolchain.base]), target: targetId });
  const read = (text: string) =>
    readMessages(text, { files, paths: run.paths, target: targetId, resolveInclude });
  const diagnostics = await placed(
    read(run.messages),
    files,
    read,
    async (changed) => {
      const [edited, ...others] = changed;
      const again = await runParser(toolchain, { ...input, text: edited!.text, overlay: others }, options);
      return again.messages;
    },
    options.signal,
  );
  const { verdict, reason } = judge(run, diagnostics);
  if (verdict === 'too-complex' && reason) diagnostics.push(tooComplex(reason, files, targetId));
  const response: CheckResponse = {
    verdict,
    diagnostics,
    parser: { version: toolchain.version, toolchain: toolchain.id },
    ...(borrowed ? { borrowed } : {}),
    milliseconds: Math.round(run.milliseconds * 10) / 10,
    exitStatus: run.status,
    ...(verdict === 'valid' ? { policyBytes: run.policy.length } : {}),
    ...(reason ? { reason } : {}),
  };
  return { response, ...(verdict === 'valid' ? { policy: run.policy } : {}) };
}

/** Finds by bisecting the rules where errors belong that no place could be found for. */
async function placed(
  diagnostics: Diagnostic[],
  files: PolicyText[],
  read: (messages: string) => Diagnostic[],
  ask: (files: PolicyText[]) => Promise<string>,
  signal: AbortSignal | undefined,
): Promise<Diagnostic[]> {
  const lost = diagnostics.find((each) => each.severity === 'error' && isUnplaced(each));
  if (!lost) return diagnostics;
  const says = (each: Diagnostic) => each.message.replace(/\d+/g, '');
  const still = async (changed: PolicyText[]) =>
    read(await ask(changed)).some((each) => each.code === lost.code && says(each) === says(lost));
  const spots = await bisect(files, still, {
    runs: limits.bisectRuns,
    milliseconds: limits.bisectMs,
    signal,
  }).catch((error: unknown) => {
    // It is a help only: the verdict stands without it.
    if (error instanceof SandboxError || error instanceof BusyError) return [];
    throw error;
  });
  if (spots.length === 0) return diagnostics;
  return diagnostics.flatMap((each) =>
    each === lost ? spots.map((spot) => ({ ...each, ...spot })) : [each],
  );
}

function unjudged(verdict: 'too-complex' | 'not-judged', reason: string): { response: CheckResponse } {
  return { response: { verdict, diagnostics: [], milliseconds: 0, exitStatus: null, reason } };
}

/** The release's own features file where it is unpacked, else our table of it. */
async function featuresText(target: TargetFacts, toolchain: Toolchain): Promise<string> {
  if (target.features.source === 'shipped' && toolchain.id === target.suite && toolchain.features)
    return readFile(toolchain.features, 'utf8');
  return printFeatures(target.features.tree);
}

/**
 * What the end of a run means. One that was cut off, or broke off without saying what is wrong with the text, says
 * nothing about validity. 5.0 aborts after it has named an undefined variable in a variable's definition: that counts.
 */
function judge(
  run: ParserRun,
  diagnostics: Diagnostic[],
): { verdict: CheckResponse['verdict']; reason?: string } {
  if (run.stopped === 'time')
    return {
      verdict: 'too-complex',
      reason: 'Too complex: apparmor_parser did not finish in time and was stopped.',
    };
  if (run.stopped === 'output')
    return {
      verdict: 'too-complex',
      reason: 'Too complex: the compiled policy is larger than what is read here.',
    };
  if (run.status === 0) return { verdict: 'valid' };
  const crashed = run.status === null || run.status >= 128;
  const starved = diagnostics.some((diagnostic) => diagnostic.code === outOfMemory);
  if (!starved && (!crashed || namesFault(diagnostics))) return { verdict: 'invalid' };
  return {
    verdict: 'too-complex',
    reason:
      'Too complex: apparmor_parser broke off (out of memory, or a fault of its own), so it gave no verdict.',
  };
}
