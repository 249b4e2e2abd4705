/** What becomes of a tunable's values by a control of the panel. Pure: the caller writes them. */

import type { TunableState } from '../../../shared/kits/state.ts';
import { checkTunableValue, normaliseValue } from '../../../shared/kits/tunableValue.ts';

export type Change = { values: string[] } | { refused: string };

/** The values with `typed` added, or put in the place of `instead`; else why not. Spaces around it are not meant. */
export function withValue(
  { kind, values }: Pick<TunableState, 'kind' | 'values'>,
  typed: string,
  instead?: string,
): Change {
  const value = typed.trim();
  const refused = checkTunableValue(kind, value);
  if (refused) return { refused };
  const same = (other: string) => normaliseValue(kind, other) === normaliseValue(kind, value);
  if (values.some((one) => one.value !== instead && same(one.value)))
    return { refused: 'It is in the list already.' };
  const all = values.map((one) => one.value);
  return {
    values: instead === undefined ? [...all, value] : all.map((one) => (one === instead ? value : one)),
  };
}

/** The values without one of them. */
export const withoutValue = ({ values }: Pick<TunableState, 'values'>, gone: string): string[] =>
  values.map(({ value }) => value).filter((value) => value !== gone);

/** What is to be typed, in the words of the input's label. */
export const kindWords: Record<TunableState['kind'], { what: string; example: string }> = {
  directory: { what: 'directory', example: '/srv/captures' },
  file: { what: 'file', example: '/srv/captures/log.json' },
  list: { what: 'value', example: 'word' },
};
