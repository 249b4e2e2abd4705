/** A kit's requirements, asked of what is exported. */
import type { TargetAnswers } from '../../shared/api/decide.ts';
import type { Kit, KitRequirement } from '../../shared/kits/schema.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import { decideOnTargets } from '../decide/decide.ts';

/** What a release decides of these requirements in enforce mode; without answers where it has no parser here. */
export async function asked(
  kit: Kit,
  target: string,
  files: readonly OpenFile[],
  requirements: readonly KitRequirement[] = kit.requirements,
): Promise<TargetAnswers> {
  const { targets } = await decideOnTargets({
    files: files.map(({ path, text }) => ({ path, text })),
    targets: [target],
    profile: kit.profileName,
    requests: requirements.map(({ request }) => request),
    enforce: true,
  });
  return targets[0]!;
}
