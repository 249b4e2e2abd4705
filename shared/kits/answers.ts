/** Findings that a kit answers for: it knows of them, and an option's reason says why the rule is there all the same. */
import { readState } from './read.ts';
import type { Kit } from './schema.ts';
import type { ParsedFile } from './tree.ts';

export interface KitAnswer {
  /** `group/option` */
  option: string;
  title: string;
  /** The option's own: why the program needs the rule. */
  reason: string;
}

/** A finding of a check, by its code and where it starts. */
export interface Asked {
  path: string;
  start: number;
  code: string;
}

/**
 * How a kit answers for findings in these files: undefined for what no option answers for. An option answers at its own
 * rules, in any form that counts as them, and nowhere else.
 */
export function answersFor(
  kit: Kit | undefined,
  files: readonly ParsedFile[],
): (finding: Asked) => KitAnswer | undefined {
  const codes = new Map<string, readonly string[]>(
    (kit?.groups ?? []).flatMap((group) =>
      group.options.map(({ id, answers = [] }) => [`${group.id}/${id}`, answers] as const),
    ),
  );
  if (![...codes.values()].some(({ length }) => length > 0)) return () => undefined;
  const options = readState(kit, files)
    .groups.flatMap((group) => group.options)
    .filter(({ id }) => codes.get(id)?.length);
  return ({ path, start, code }) => {
    const option = options.find(
      ({ id, present }) =>
        codes.get(id)!.includes(code) &&
        present.some((place) => place.path === path && place.start <= start && start < place.end),
    );
    return option && { option: option.id, title: option.title, reason: option.reason };
  };
}
