/** The policies that a kernel is asked about: rustnet's forms, Debian's own, and generated ones, compiled. */
import { join } from 'node:path';
import { compilePolicy } from '../../server/parser/check.ts';
import { type Toolchain, toolchainFor } from '../../server/toolchains/index.ts';
import { checkoutRoot } from '../../server/toolchains/places.ts';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { type CompiledProfile, fullName } from '../../shared/policy/profile.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import type { LabKernel } from '../kernels.ts';
import { LabError } from '../machine.ts';
import { profilePackages } from '../packages.ts';
import { debianPolicies } from './debian.ts';
import { encodedPolicies } from './encodings.ts';
import { generatedPolicies } from './generated.ts';
import { rustnetPolicies } from './rustnet.ts';
import type { SourcePolicy } from './types.ts';

export interface LabPolicy {
  name: string;
  /** The profile's own file first. */
  files: PolicyText[];
  policy: Uint8Array;
}

export interface LabPolicies {
  /** The version of apparmor_parser that compiled them. */
  parser: string;
  /** The policy tree whose files the policies include. */
  base: string;
  compiled: LabPolicy[];
  /** What the parser refused, and why. */
  refused: { name: string; reason: string }[];
}

export interface PolicyOptions {
  seed: number;
  /** How many random mixtures there are, beside one generated policy for each class. */
  mixtures: number;
  /** Without Debian's packages of profiles: quicker, and nothing to fetch. */
  generatedOnly?: boolean;
  onProgress?: ((line: string) => void) | undefined;
}

/** The toolchain of the release that a kernel belongs to. Throws LabError where it is not here. */
export async function matchingToolchain(kernel: LabKernel): Promise<Toolchain> {
  const choice = await toolchainFor(kernel.target);
  if (!choice || choice.borrowed)
    throw new LabError(
      `The parser of Debian ${kernel.suite} is not here, and policies must be compiled by the one that belongs to the kernel: aa-workbench toolchains add ${kernel.suite}.`,
    );
  return choice.toolchain;
}

/** All policies for a kernel, compiled by its release's parser. Throws LabError or ToolchainError. */
export async function labPolicies(kernel: LabKernel, options: PolicyOptions): Promise<LabPolicies> {
  const toolchain = await matchingToolchain(kernel);
  const parser = findTarget(kernel.target)!.parserVersion;
  const sources: SourcePolicy[] = [
    ...(await rustnetPolicies(join(checkoutRoot(), 'public/kits'), kernel.target)),
    ...(options.generatedOnly
      ? []
      : await debianPolicies(
          toolchain.base,
          await profilePackages(kernel.suite, { onProgress: options.onProgress }),
        )),
    ...generatedPolicies(parser, options.seed, options.mixtures),
  ];
  const compiled: LabPolicy[] = [];
  const refused: LabPolicies['refused'] = [];
  for (const { name, files } of sources) {
    const { response, policy } = await compilePolicy({ files, target: kernel.target }, { timeoutMs: 30_000 });
    // A file may hold nothing but comments.
    if (policy && policy.length > 0) compiled.push({ name, files, policy });
    else if (!policy) {
      const first = response.diagnostics.find(({ severity }) => severity === 'error');
      refused.push({ name, reason: response.reason ?? first?.message ?? response.verdict });
    }
  }
  if (!options.generatedOnly) compiled.push(...(await encodedPolicies(toolchain, options.seed)));
  return { parser: toolchain.version, base: toolchain.base, compiled, refused };
}

/** The names that a loaded policy is removed by: children go with their parents. */
export function loadedNames(profiles: readonly CompiledProfile[]): string[] {
  const names = profiles.map(fullName);
  return names.filter((name) => !names.some((other) => name.startsWith(`${other}//`)));
}
