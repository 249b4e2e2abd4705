/** What a release enforces of what is required, from the answers of the compiled policy and the kernel's features. */
import type { FeatureTree } from '../../../shared/targets/features.ts';
import { supportOf } from '../../../shared/targets/support.ts';
import type { GridAnswers, GridRequirement } from '../../store/decisions.ts';
import { cellOf } from '../requirements/grid.ts';
import { groupRequirements } from '../requirements/model.ts';

/** Requirements of a group that are not kept to. */
export interface Gap {
  group: string;
  titles: string[];
  /** All requirements of the group. */
  all: number;
}

export interface EnforcedThere {
  /** Of which text: the open one, or the kit's form for the release because the parser there refuses the open one. */
  form: 'text' | 'portable';
  met: number;
  all: number;
  /** The kernel there cannot tell it apart. */
  inexpressible: Gap[];
  /** The text could have it otherwise. */
  wrong: Gap[];
}

/** How a release stands; a string says in a sentence why that is not known, undefined that it is being asked. */
export function enforcedThere(
  requirements: readonly GridRequirement[],
  grid: GridAnswers | undefined,
  target: string,
): EnforcedThere | string | undefined {
  const column = grid?.targets.find((one) => one.target === target);
  if (!column) return undefined;
  if (!column.answers) return column.reason ?? 'It cannot be asked here.';
  const inState = (wanted: string) => (one: GridRequirement) => cellOf(one, grid, target).state === wanted;
  if (requirements.some(inState('asking'))) return undefined;
  const gaps = (wanted: string) =>
    groupRequirements(requirements).flatMap(({ title, requirements: members }): Gap[] => {
      const titles = members.filter(inState(wanted)).map((one) => one.title);
      return titles.length > 0 ? [{ group: title, titles, all: members.length }] : [];
    });
  return {
    form: column.form,
    met: requirements.filter(inState('met')).length,
    all: requirements.length,
    inexpressible: gaps('inexpressible'),
    wrong: gaps('wrong'),
  };
}

/** Rows of the table of support that are no kind of access but a way to write or keep policy. */
const noAccess = [
  'Attachment by extended attributes',
  'disconnected.path',
  'kill.signal',
  'Permissions in the form of 4.0 and later',
];

/** Kinds of access that a kernel does not ask the policy about: all of it is let through. */
export const notMediated = (features: FeatureTree): string[] =>
  supportOf(features)
    .filter(({ title, has }) => has === 'no' && !noAccess.includes(title))
    .map(({ title }) => title);

/** A few titles, and how many more there are. */
export function someOf(titles: readonly string[], most = 2): string {
  const more = titles.length - most;
  return more > 1 ? `${titles.slice(0, most).join(', ')} and ${more} more` : titles.join(', ');
}
