/** The targets as the page sees them: the facts of each release, and the parser that answers for it here. */
import type { Target, TargetsResponse } from '../shared/api/schemas.ts';
import { addOwnTarget, type OwnTarget } from '../shared/targets/own.ts';
import { defaultTarget, type TargetFacts, targetFacts } from '../shared/targets/targets.ts';
import { RequestError } from './parser/errors.ts';
import { chooseToolchain, machineTarget } from './toolchains/choose.ts';
import { canUnpack, listToolchains, type Toolchain } from './toolchains/index.ts';

/** Every target, with the parser that answers for it here, and what could be had in addition. */
export async function listTargets(): Promise<TargetsResponse> {
  const toolchains = await listToolchains();
  const obtainable = canUnpack();
  const machine = await machineTarget();
  return {
    targets: targetFacts.map((target) => describeTarget(target, toolchains, obtainable, machine)),
    ...(machine ? { thisMachine: machine.id } : {}),
    ...(toolchains.length === 0 ? { noParser: noParserSentence(obtainable) } : {}),
  };
}

/** Takes a target of one's own, which all requests can then name. Throws RequestError, in words, where it is none. */
export async function addTarget(definition: OwnTarget): Promise<Target> {
  const target = inRequest(() => addOwnTarget(definition));
  return describeTarget(target, await listToolchains(), canUnpack(), await machineTarget());
}

function inRequest<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new RequestError((error as Error).message);
  }
}

function describeTarget(
  target: TargetFacts,
  toolchains: Toolchain[],
  unpackable: boolean,
  machine: TargetFacts | undefined,
): Target {
  const choice = chooseToolchain(target, toolchains, machine);
  const suiteVersion = targetFacts.find((facts) => facts.codename === target.suite)?.parserVersion;
  const obtainable =
    unpackable && (!choice || (choice.borrowed && choice.toolchain.version !== suiteVersion));
  return {
    id: target.id,
    title: target.title,
    distribution: target.distribution,
    release: target.release,
    kernel: target.kernel,
    // A release moves on; what it ships is what its own parser says.
    parserVersion: choice && !choice.borrowed ? choice.toolchain.version : target.parserVersion,
    features: { source: target.features.source, note: target.features.note },
    ...(choice ? { parser: { version: choice.toolchain.version, toolchain: choice.toolchain.id } } : {}),
    ...(choice?.borrowed ? { borrowed: choice.borrowed } : {}),
    ...(obtainable ? { obtainable: target.suite } : {}),
    isDefault: target.id === defaultTarget,
  };
}

/** Why a target cannot be judged here, in one sentence. */
export async function noParserFor(target: TargetFacts): Promise<string> {
  const toolchains = await listToolchains();
  if (toolchains.length === 0) return noParserSentence(canUnpack());
  const how = canUnpack()
    ? `“aa-workbench toolchains add ${target.suite}” fetches one`
    : 'none can be unpacked without apt';
  return `${target.title} needs apparmor_parser ${target.parserVersion} or newer, and there is only ${toolchains.map((toolchain) => toolchain.version).join(' and ')} here; ${how}.`;
}

/** Why nothing here can be judged by apparmor_parser, and what would change that. */
export function noParserSentence(unpackable: boolean): string {
  return unpackable
    ? 'There is no apparmor_parser on this machine yet, so only the built-in checks run; it can be fetched once from Debian packages.'
    : 'There is no apparmor_parser on this machine and none can be unpacked without apt, so only the built-in checks run.';
}
