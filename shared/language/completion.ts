/** What may be written at a place. */
import type { Completion } from './types.ts';
import { capabilityWords } from './words/capabilities.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

export function completion(_workspace: Workspace, { text }: PolicyDocument, offset: number): Completion[] {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const written = /\bcapability\s(?:[\w\s]*\s)?(\w*)$/.exec(before);
  if (!written) return [];
  const replace = { start: offset - written[1]!.length, end: offset };
  return Object.entries(capabilityWords).map(([label, { allows }]) => ({
    label,
    kind: 'value',
    detail: allows,
    insert: label,
    replace,
  }));
}
