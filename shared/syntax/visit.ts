/** Walking the tree. */
import type { Body, Conditional, Item } from './nodes.ts';

/** The bodies directly inside an item. */
export function bodiesOf(item: Item): Body[] {
  switch (item.kind) {
    case 'profile':
    case 'block':
      return [item.body];
    case 'if':
      return [item.body, ...elseBodies(item)];
    default:
      return [];
  }
}

function elseBodies(item: Conditional): Body[] {
  const bodies: Body[] = [];
  for (let next = item.else; next; next = 'kind' in next ? next.else : undefined)
    bodies.push('kind' in next ? next.body : next);
  return bodies;
}

/** Every item, parents before children, in order. */
export function* walk(items: readonly Item[]): Generator<Item> {
  for (const item of items) {
    yield item;
    for (const body of bodiesOf(item)) yield* walk(body.items);
  }
}

/** Call the handler for the item's kind, for every item. */
export function visit(
  items: readonly Item[],
  visitor: { [Kind in Item['kind']]?: (item: Extract<Item, { kind: Kind }>) => void },
): void {
  for (const item of walk(items)) (visitor[item.kind] as ((item: Item) => void) | undefined)?.(item);
}
