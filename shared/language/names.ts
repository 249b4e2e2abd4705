/** Names of profiles, and where they are written. */
import { bodiesOf, type Item, type Profile, type Span, type Word } from '../syntax/index.ts';

/** Every profile, child profile and hat, with its full name. */
export function* profilesIn(
  items: readonly Item[],
  parent?: string,
): Generator<{ node: Profile; name: string; parent: string | undefined }> {
  for (const item of items) {
    let inner = parent;
    if (item.kind === 'profile') {
      inner = fullName(item, parent);
      yield { node: item, name: inner, parent };
    }
    for (const body of bodiesOf(item)) yield* profilesIn(body.items, inner);
  }
}

/** A profile's name as rules elsewhere must write it. */
export function fullName({ name, namespace, keyword }: Profile, parent: string | undefined): string {
  const own = name?.value ?? '';
  if (parent !== undefined) return `${parent}//${own}`;
  // A hat or a child of a text that is included in a profile.
  if (keyword === 'hat' || keyword === 'caret') return `//${own}`;
  return namespace ? `:${namespace.value}:${own}` : own;
}

/** The characters of a word's value, without its quotes. */
export function valueSpan({ start, end, quoted, value }: Word): Span {
  return quoted ? { start: start + 1, end: start + 1 + value.length } : { start, end };
}
