/** What options and values open that the kit's profile is to refuse. */
import type { Kit } from '../../shared/kits/schema.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import { asked } from './asked.ts';

/**
 * Titles of the requirements that a release would refuse by the form the kit recommends for it, and allows by the one
 * at hand. Undefined where that cannot be told: no parser of the release is here, or it refuses the text.
 */
export async function openedBy(
  kit: Kit,
  target: string,
  files: readonly OpenFile[],
  recommended: readonly OpenFile[],
): Promise<string[] | undefined> {
  const refused = kit.requirements.filter(({ want }) => want === 'deny');
  const allowed = async (form: readonly OpenFile[]) =>
    (await asked(kit, target, form, refused)).answers?.map(({ verdict }) => verdict === 'allow');
  const [now, before] = await Promise.all([allowed(files), allowed(recommended)]);
  if (!now || !before) return undefined;
  return refused.filter((_, at) => now[at] && !before[at]).map(({ title }) => title);
}
