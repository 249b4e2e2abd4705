/** Lists of one's own requirements: putting one in, changing it, taking it out. */
import type { Requirement } from '../../../shared/policy/requirements.ts';

/** The list with a requirement put in, or in the place of the one with its id. Ids stay different from each other. */
export function withRequirement(
  list: readonly Requirement[],
  made: Omit<Requirement, 'id'> & { id?: string },
): { list: Requirement[]; id: string } {
  const at = made.id === undefined ? -1 : list.findIndex(({ id }) => id === made.id);
  const id = at >= 0 ? list[at]!.id : freeId(list, made.title);
  const requirement = { ...made, id };
  return { list: at >= 0 ? list.with(at, requirement) : [...list, requirement], id };
}

export function without(list: readonly Requirement[], id: string): Requirement[] {
  return list.filter((one) => one.id !== id);
}

/** Lower-case letters, digits and hyphens, as a requirements file wants them, and not taken yet. */
function freeId(list: readonly Requirement[], title: string): string {
  const slug =
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'requirement';
  for (let number = 1; ; number++) {
    const id = number === 1 ? slug : `${slug}-${number}`;
    if (!list.some((one) => one.id === id)) return id;
  }
}
