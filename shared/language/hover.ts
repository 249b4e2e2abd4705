/** What stands at a place, in words. */
import { type Item, walk } from '../syntax/index.ts';
import type { Hover } from './types.ts';
import { capabilityWords, dangerWords } from './words/capabilities.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

export function hover(_workspace: Workspace, { tree }: PolicyDocument, offset: number): Hover | undefined {
  for (const item of walk(tree.items)) {
    const found = item.start <= offset && offset < item.end ? hoverItem(item, offset) : undefined;
    if (found) return found;
  }
  return undefined;
}

function hoverItem(item: Item, offset: number): Hover | undefined {
  if (item.kind !== 'capability') return undefined;
  const name = item.names.find(({ start, end }) => start <= offset && offset < end);
  const words = name && capabilityWords[name.value];
  if (!words) return undefined;
  const contents = `\`capability ${name.value}\` lets the program ${words.allows}.\n\n${dangerWords[words.danger]} ${words.note}`;
  return { start: name.start, end: name.end, contents };
}
