/** A kit's profile in the forms that one source package needs: a newer one for the series that can enforce it. */
import { applyOptions, editFiles, readState, recommend, renderKit } from '../../../shared/kits/index.ts';
import { indexOf } from '../../../shared/kits/kitIndex.ts';
import type { Choices, FileRole, Kit } from '../../../shared/kits/schema.ts';
import type { ModeName, OpenFile } from '../../../shared/kits/state.ts';
import { parse } from '../../../shared/syntax/index.ts';
import { type TargetFacts, targetFacts } from '../../../shared/targets/targets.ts';
import { compareVersions } from '../../toolchains/version.ts';

export interface Form {
  files: OpenFile[];
  /** The first parser version that reads it, as far as the kit says. */
  since: string;
  /** The name of the abi it asks for, e.g. `3.0`. */
  abi: string | undefined;
}

export interface Forms {
  /** Read by every release's parser. */
  portable: Form;
  /** Absent where it would be the same. */
  newer?: Form;
}

export interface Wanted {
  options?: Choices;
  tunables?: Readonly<Record<string, readonly string[]>>;
  mode?: ModeName;
}

const oldest = '3.0';

/**
 * The forms for a choice. What the choice asks for that only newer parsers read goes into the newer form alone. Throws a
 * RangeError where an option or tunable is not the kit's.
 */
export function formsOf(kit: Kit, sources: Readonly<Record<FileRole, string>>, wanted: Wanted): Forms {
  const options = wanted.options ?? {};
  const form = (choices: Choices): OpenFile[] =>
    renderKit(kit, sources, {
      options: choices,
      ...(wanted.tunables ? { tunables: wanted.tunables } : {}),
      ...(wanted.mode ? { mode: wanted.mode } : {}),
    });
  return forms(
    kit,
    form({ ...recommend(kit, 'portable'), ...withoutNewer(kit, options) }),
    form({ ...recommend(kit, newestTarget(kit)), ...options }),
  );
}

/**
 * The forms of texts that were edited. Where a group stands as the kit recommends it for some release, each form gets
 * its own; any other choice is in both.
 */
export function formsOfTexts(kit: Kit, files: readonly OpenFile[]): Forms {
  const [portable, newest] = [recommend(kit, 'portable'), recommend(kit, newestTarget(kit))];
  const { groups } = readState(kit, files);
  const stands = (key: string) => {
    const on = groups.find(({ id }) => id === key)?.options.find((option) => option.switch === 'on')?.id;
    return on !== undefined && [portable[key], newest[key]].some((choice) => on === `${key}/${choice}`);
  };
  const keys = Object.keys({ ...portable, ...newest }).filter(stands);
  const form = (choices: Choices) =>
    editFiles(files, applyOptions(kit, files, Object.fromEntries(keys.map((key) => [key, choices[key]!]))));
  return forms(kit, form(portable), form(newest));
}

function forms(kit: Kit, portable: OpenFile[], newer: OpenFile[]): Forms {
  const form = (files: OpenFile[]): Form => ({
    files,
    since: sinceOf(kit, files),
    abi: abiOf(files[0]!.text),
  });
  return newer[0]!.text === portable[0]!.text
    ? { portable: form(portable) }
    : { portable: form(portable), newer: form(newer) };
}

/** The release with the newest parser that the kit has a recommendation for; none means the portable form. */
function newestTarget(kit: Kit): string {
  const [newest] = targetFacts
    .filter(({ id }) => kit.recommended[id])
    .sort((a, b) => compareVersions(b.parserVersion, a.parserVersion));
  return newest?.id ?? 'portable';
}

/** The form that a package built on a release brings: the newer one where its parser reads it. */
export function formBuiltOn(forms: Forms, target: TargetFacts): Form {
  const { portable, newer } = forms;
  return newer && compareVersions(target.parserVersion, newer.since) >= 0 ? newer : portable;
}

/** The version of the newest parser that an option which is on needs. */
export function sinceOf(kit: Kit, files: readonly OpenFile[]): string {
  const { options } = indexOf(kit);
  return readState(kit, files)
    .groups.flatMap((group) => group.options)
    .filter((option) => option.switch !== 'off' && option.rules.length > 0)
    .map(({ id }) => options.get(id)?.option.parserSince ?? oldest)
    .reduce((a, b) => (compareVersions(a, b) >= 0 ? a : b), oldest);
}

function withoutNewer(kit: Kit, choices: Choices): Choices {
  const { options } = indexOf(kit);
  return Object.fromEntries(
    Object.entries(choices).filter(([key, value]) => {
      const id = typeof value === 'string' ? `${key}/${value}` : key;
      const since = value === false ? undefined : options.get(id)?.option.parserSince;
      return since === undefined || compareVersions(since, '3.0.4') <= 0;
    }),
  );
}

function abiOf(profile: string): string | undefined {
  for (const item of parse(profile).tree.items)
    if (item.kind === 'abi') return item.path?.value.replace(/^abi\//, '');
  return undefined;
}
