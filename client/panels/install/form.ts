/** Whether the open text is what the kit recommends for a release, and what that release's parser cannot read of it. */
import type { Choices, Kit } from '../../../shared/kits/schema.ts';
import type { KitState, OptionState } from '../../../shared/kits/state.ts';

/**
 * `recommended`: the options are those the kit recommends for the target. `other`: they differ, `differs` names the
 * groups. `unknown`: there is no kit to ask.
 */
export type Form = { kind: 'recommended' } | { kind: 'other'; differs: string[] } | { kind: 'unknown' };

/** The options that the kit recommends for a target, as it says them: those not named are as shipped. */
export const recommendedFor = (kit: Kit, target: string): Choices => ({
  ...kit.recommended.default,
  ...kit.recommended[target],
});

export function formFor(kit: Kit | undefined, state: KitState | undefined, target: string): Form {
  if (!kit || !state) return { kind: 'unknown' };
  const differs = Object.entries(recommendedFor(kit, target)).flatMap(([key, want]) => {
    const [groupId, optionId] = typeof want === 'string' ? [key, want] : key.split('/');
    const group = state.groups.find(({ id }) => id === groupId);
    const option = group?.options.find(({ id }) => id === `${groupId}/${optionId}`);
    if (!group || !option) return [];
    const on = option.switch === 'on';
    const fits = typeof want === 'boolean' ? on === want : on && group.onCount === 1;
    return fits ? [] : [group.title];
  });
  return differs.length ? { kind: 'other', differs: [...new Set(differs)] } : { kind: 'recommended' };
}

/** Options in the text whose rules a parser of `version` cannot read, with the version that can. */
export function unreadable(
  kit: Kit | undefined,
  state: KitState | undefined,
  version: string,
): { option: OptionState; since: string }[] {
  if (!kit || !state) return [];
  const options = new Map(state.groups.flatMap((group) => group.options.map((one) => [one.id, one])));
  return kit.groups.flatMap((group) =>
    group.options.flatMap(({ id, parserSince }) => {
      const option = options.get(`${group.id}/${id}`);
      return parserSince && option && option.switch !== 'off' && olderThan(version, parserSince)
        ? [{ option, since: parserSince }]
        : [];
    }),
  );
}

/** Whether a dotted version is older than another; parts that are not there count as 0: "5.0" is not older than "5.0.0". */
export function olderThan(version: string, other: string): boolean {
  const parts = (text: string) => text.split(/[.~+-]/).map((part) => Number.parseInt(part, 10) || 0);
  const [a, b] = [parts(version), parts(other)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
