/** Which parser answers for a target. */
import { readFile } from 'node:fs/promises';
import { findTarget, type TargetFacts, targetOfMachine } from '../../shared/targets/targets.ts';
import { listToolchains } from './index.ts';
import type { Toolchain } from './types.ts';
import { compareVersions, parseVersion } from './version.ts';

export interface Choice {
  toolchain: Toolchain;
  /** Set where it is not the release's own parser: one sentence that says which it is and why. */
  borrowed?: string;
}

/**
 * The parser for a target: the release's own where it is here, else the nearest newer one. Undefined where there is
 * neither: an older parser would refuse what the release takes.
 */
export async function toolchainFor(targetId: string): Promise<Choice | undefined> {
  const target = findTarget(targetId);
  return target && chooseToolchain(target, await listToolchains(), await machineTarget());
}

/** The target that this machine's release is, if it is one. */
export async function machineTarget(): Promise<TargetFacts | undefined> {
  return targetOfMachine(await readFile('/etc/os-release', 'utf8').catch(() => ''));
}

/** The choice itself, from the toolchains at hand; `machine` is the release that the system's one belongs to. */
export function chooseToolchain(
  target: TargetFacts,
  toolchains: Toolchain[],
  machine?: TargetFacts,
): Choice | undefined {
  const own = toolchains.find((toolchain) => isOwn(target, toolchain, machine));
  if (own) return { toolchain: own };
  const [nearest] = toolchains
    .filter((toolchain) => compareVersions(toolchain.version, target.parserVersion) >= 0)
    .sort((a, b) => compareVersions(a.version, b.version));
  if (!nearest) return undefined;
  const whose = nearest.id === 'system' ? 'this machine’s' : `Debian ${nearest.id}’s`;
  return {
    toolchain: nearest,
    borrowed: `${target.title} ships apparmor_parser ${target.parserVersion}; ${whose} ${nearest.version} answers here, told what that release’s kernel mediates.`,
  };
}

/** The release's own packages, or a parser of the same version. */
function isOwn(target: TargetFacts, toolchain: Toolchain, machine?: TargetFacts): boolean {
  if (toolchain.id === 'system' && machine?.id === target.id) return true;
  if (target.distribution === 'debian' && toolchain.id === target.suite) return true;
  return parseVersion(toolchain.version).join('.') === target.parserVersion;
}
