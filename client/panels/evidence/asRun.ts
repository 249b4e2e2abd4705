/** Whether the open texts are what the lab ran, as far as rules and values go; comments and the mode do not count. */
import type { Form } from '../../../shared/evidence/evidence.ts';
import type { Kit } from '../../../shared/kits/schema.ts';
import type { KitState } from '../../../shared/kits/state.ts';
import { recommendedFor } from '../install/form.ts';

/**
 * What is other in the text than in the kit's form for a target with a run's options: titles of groups, `Tunables`,
 * `Site rules`. Empty where it is the same.
 */
export function otherThanRun(
  kit: Kit,
  state: KitState,
  form: Pick<Form, 'options'>,
  target: string,
  localDiffers: boolean,
): string[] {
  const choices = { ...recommendedFor(kit, target), ...form.options };
  const groups = kit.groups.filter((group) => {
    const now = state.groups.find(({ id }) => id === group.id);
    return group.options.some((option) => {
      const id = `${group.id}/${option.id}`;
      const choice = group.kind === 'one' ? choices[group.id] : choices[id];
      const want =
        typeof choice === 'string' ? choice === option.id : (choice ?? (option.on && !option.unavailable));
      return (now?.options.find((one) => one.id === id)?.switch === 'on') !== want;
    });
  });
  const others = state.groups.filter(
    ({ origin, options }) => origin === 'text' && options.some((one) => one.switch !== 'off'),
  );
  const values = state.tunables.some(({ values, declaration }) =>
    declaration ? values.some(({ isDefault }) => !isDefault) : true,
  );
  return [
    ...groups.map(({ title }) => title),
    ...others.map(({ title }) => title),
    ...(values ? ['Tunables'] : []),
    ...(localDiffers ? ['Site rules'] : []),
  ];
}

/** A run's options in the kit's words: `Reverse DNS: Resolver socket only`. */
export function optionWords(kit: Kit, { options }: Pick<Form, 'options'>): string[] {
  return Object.entries(options).map(([name, choice]) => {
    const [groupId, optionId] = typeof choice === 'string' ? [name, choice] : name.split('/');
    const group = kit.groups.find(({ id }) => id === groupId);
    const title = group?.options.find(({ id }) => id === optionId)?.title ?? String(optionId);
    const how = typeof choice === 'boolean' ? ` ${choice ? 'on' : 'off'}` : '';
    return `${group?.title ?? groupId}: ${title}${how}`;
  });
}
