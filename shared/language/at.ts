/** What stands at an offset. */
import { bodiesOf, type Item } from '../syntax/index.ts';

/** The last item that begins before an offset, found by halving: items are in order. */
export function lastBefore(items: readonly Item[], offset: number): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}

/** The items around an offset, the outermost first. An item holds its first character and not what is behind it. */
export function itemsAt(items: readonly Item[], offset: number): Item[] {
  const found: Item[] = [];
  let inner = items;
  for (;;) {
    const item = lastBefore(inner, offset + 1);
    if (!item || offset >= item.end) return found;
    found.push(item);
    const body = bodiesOf(item).find(({ start, end }) => start <= offset && offset < end);
    if (!body) return found;
    inner = body.items;
  }
}
