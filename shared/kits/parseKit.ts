/** Reads a kit.json: its shape by the schema, then that its parts fit each other and its rules are rules. */
import { Value } from 'typebox/value';
import { indexOf, KitError } from './kitIndex.ts';
import { type Choices, type Kit, type KitOption, KitSchema } from './schema.ts';

export { KitError };

/** The kit that a parsed kit.json holds. Throws a KitError that names the first thing that is wrong. */
export function parseKit(json: unknown): Kit {
  if (!Value.Check(KitSchema, json)) {
    const [problem] = Value.Errors(KitSchema, json);
    throw new KitError(`kit${problem?.instancePath ?? ''}: ${problem?.message ?? 'is not as expected'}`);
  }
  const problem = firstMismatch(json);
  if (problem) throw new KitError(problem);
  indexOf(json);
  return json;
}

/** What the schema cannot say: ids are unique, and every reference leads somewhere. */
function firstMismatch(kit: Kit): string | undefined {
  const groups = new Map(kit.groups.map((group) => [group.id, group]));
  const options = new Map<string, KitOption>(
    kit.groups.flatMap((group) =>
      group.options.map((option) => [`${group.id}/${option.id}`, option] as const),
    ),
  );
  const known = (id: string) => options.has(id);

  const twice =
    repeated(kit.groups.map((group) => group.id)) ??
    repeated(kit.groups.flatMap((group) => group.options.map((option) => `${group.id}/${option.id}`)));
  if (twice) return `kit/groups: the id “${twice}” is used twice`;
  const requirement = repeated(kit.requirements.map(({ id }) => id));
  if (requirement) return `kit/requirements: the id “${requirement}” is used twice`;
  const tunable = repeated(kit.tunables.map(({ name }) => name));
  if (tunable) return `kit/tunables: “${tunable}” is declared twice`;

  for (const group of kit.groups) {
    const isOne = group.kind === 'one';
    if (isOne && group.options.filter((option) => option.on).length !== 1)
      return `kit/groups/${group.id}: exactly one option of a "one" group starts on`;
    for (const option of group.options) {
      const id = `${group.id}/${option.id}`;
      if (option.rules.length === 0 && !isOne)
        return `kit/groups/${id}: expected at least one rule; only a way of a "one" group may have none`;
      const lost = option.requires?.find((other) => !known(other));
      if (lost) return `kit/groups/${id}: requires “${lost}”, which is no option of this kit`;
      if (option.rules.length > 0 && !kit.layout.includes(id))
        return `kit/layout: expected “${id}”, so that its rules have a place`;
    }
  }
  const stray = kit.layout.find((line) => line !== '' && !line.startsWith('#') && !known(line));
  if (stray !== undefined) return `kit/layout: “${stray}” is neither a comment nor an option (group/option)`;

  if (!kit.recommended.default) return 'kit/recommended: expected “default”, the portable form';
  for (const [target, choices] of Object.entries(kit.recommended)) {
    const wrong = wrongChoice(choices, groups, known);
    if (wrong) return `kit/recommended/${target}: ${wrong}`;
  }
  return undefined;
}

/** What is wrong with a choice of options, in words, or undefined. */
function wrongChoice(
  choices: Choices,
  groups: Map<string, Kit['groups'][number]>,
  known: (id: string) => boolean,
): string | undefined {
  for (const [key, value] of Object.entries(choices)) {
    if (typeof value === 'boolean') {
      if (!known(key)) return `“${key}” is no option (group/option)`;
      continue;
    }
    const group = groups.get(key);
    if (group?.kind !== 'one') return `“${key}” is no "one" group`;
    if (!known(`${key}/${value}`)) {
      const ways = group.options.map(({ id }) => id).join(', ');
      return `“${value}” is no option of “${key}”; there is: ${ways}`;
    }
  }
  return undefined;
}

function repeated(ids: string[]): string | undefined {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return undefined;
}
