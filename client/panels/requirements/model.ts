/** Requirements for reading: grouped as the kit groups them. */
import type { GridRequirement } from '../../store/decisions.ts';

export interface RequirementGroup {
  title: string;
  /** What asked for it: "criterion 3", "criteria 4, 5", "scope". */
  criteria: string;
  requirements: GridRequirement[];
}

/** The groups in the order in which the kit first names them. */
export function groupRequirements(requirements: readonly GridRequirement[]): RequirementGroup[] {
  const groups = new Map<string, GridRequirement[]>();
  for (const requirement of requirements)
    groups.set(requirement.group, [...(groups.get(requirement.group) ?? []), requirement]);
  return [...groups].map(([title, members]) => ({
    title,
    criteria: criteriaWords(members.map(({ criterion }) => criterion).filter(Boolean)),
    requirements: members,
  }));
}

/** "criterion 3", "criteria 4, 5 and scope". */
export function criteriaWords(criteria: readonly string[]): string {
  const all = [...new Set(criteria)];
  const numbers = all.flatMap((text) => /^criterion (\d+)$/.exec(text)?.[1] ?? []);
  const others = all.filter((text) => !/^criterion \d+$/.test(text));
  const counted = numbers.length
    ? `${numbers.length === 1 ? 'criterion' : 'criteria'} ${numbers.join(', ')}`
    : '';
  return [counted, ...others].filter(Boolean).join(' and ');
}
