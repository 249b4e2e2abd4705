/** What Ubuntu's kernels would decide of the port-53 form: computed, because such a kernel cannot be booted here. */
import { join } from 'node:path';
import { loadKit } from '../../../server/kits.ts';
import { compilePolicy } from '../../../server/parser/check.ts';
import { checkoutRoot } from '../../../server/toolchains/places.ts';
import { renderKit } from '../../../shared/kits/index.ts';
import { decide } from '../../../shared/policy/decide.ts';
import { kernelOf } from '../../../shared/policy/kernel.ts';
import { enforce } from '../../../shared/policy/permissions.ts';
import { fullName } from '../../../shared/policy/profile.ts';
import { readPolicy } from '../../../shared/policy/reader.ts';
import type { Request } from '../../../shared/policy/requests.ts';
import { findTarget } from '../../../shared/targets/targets.ts';
import { LabError } from '../../machine.ts';

export interface Computed {
  target: string;
  kernel: string;
  parser: string;
  rows: { title: string; wanted: string; answer: string }[];
}

const target = 'ubuntu-26.04';

/** The network requirements of the kit, asked of its form for Ubuntu. Throws LabError. */
export async function computed(): Promise<Computed> {
  const { kit, files } = await loadKit(join(checkoutRoot(), 'public/kits'), 'rustnet');
  const sources = { profile: files.profile.text, tunables: files.tunables.text, local: files.local.text };
  const rendered = renderKit(kit, sources, { target, mode: 'enforce' });
  const { response, policy } = await compilePolicy({
    files: rendered.map(({ path, text }) => ({ path, text })),
    target,
  });
  if (!policy)
    throw new LabError(
      `The form for ${target} does not compile here: ${response.reason ?? response.verdict}.`,
    );
  const facts = findTarget(target)!;
  const { profiles } = readPolicy(policy);
  const profile = profiles.find((one) => fullName(one) === kit.profileName)!;
  const enforced = enforce(profile, kernelOf(facts.kernel, facts.features.tree));
  const rows = kit.requirements
    .filter(({ request }) => request.op === 'network')
    .filter(({ id }) => /^(?:dns|udp6?|tcp6?|raw)-/.test(id))
    .map(({ title, want, request }) => ({
      title,
      wanted: want,
      answer: decide(enforced, request as Request, profiles).verdict,
    }));
  return { target, kernel: facts.kernel, parser: facts.parserVersion, rows };
}
