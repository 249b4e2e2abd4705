/** Rules that belong to no option of a kit: shown by class, each switched on and off where it stands. */
import type { TextEdit } from '../syntax/edits.ts';
import type { KitIndex } from './kitIndex.ts';
import { markOff, markOn } from './marks.ts';
import { isScope } from './place.ts';
import type { Found, Scan, Switchable } from './scan.ts';

/** The classes in the order of the panel. */
const CLASSES = {
  capability: 'Capabilities',
  network: 'Network',
  unix: 'Unix sockets',
  dbus: 'D-Bus',
  include: 'Included files',
  exec: 'Running programs',
  file: 'Files',
  profile: 'Changing profile',
  signal: 'Signals and ptrace',
  mount: 'Mounts',
  limit: 'Limits',
  rest: 'Other rules',
} as const;

export type TextClass = keyof typeof CLASSES;

const CLASS_OF: Record<Switchable['kind'], TextClass> = {
  capability: 'capability',
  network: 'network',
  unix: 'unix',
  dbus: 'dbus',
  include: 'include',
  file: 'file',
  link: 'file',
  change_profile: 'profile',
  'hat-ref': 'profile',
  signal: 'signal',
  ptrace: 'signal',
  mount: 'mount',
  remount: 'mount',
  umount: 'mount',
  pivot_root: 'mount',
  rlimit: 'limit',
  userns: 'rest',
  io_uring: 'rest',
  mqueue: 'rest',
  all: 'rest',
  block: 'rest',
  raw: 'rest',
  abi: 'rest',
};

/** One switch: all places of an equal rule in the same profile. */
export interface TextRule {
  /** `text/<class>/<key>`; the profiles it stands in come before the key where it is not in the main one. */
  id: string;
  class: TextClass;
  found: Found[];
}

/** The rules of a text that no option stands for, by id, in the order of the text. */
export function textRules(scanned: Scan, index?: KitIndex): TextRule[] {
  const rules = new Map<string, TextRule>();
  const seen = new Set<number>();
  for (const found of scanned.found) {
    if (found.where === 'preamble' || seen.has(found.start) || belongs(found, index)) continue;
    seen.add(found.start);
    const kind = classOf(found.item);
    const place = found.profiles.at(-1) === scanned.main?.name?.value ? '' : `${found.profiles.join('//')}:`;
    const id = `text/${kind}/${place}${found.keys.join(' ')}`;
    const rule = rules.get(id);
    if (rule) rule.found.push(found);
    else rules.set(id, { id, class: kind, found: [found] });
  }
  return [...rules.values()];
}

/** Whether all that the rule stands for is what options stand for. */
function belongs(found: Found, index: KitIndex | undefined): boolean {
  if (!index) return false;
  return found.keys.every((key) => {
    const rule = index.byKey.get(key);
    return rule !== undefined && isScope(rule, found);
  });
}

function classOf(item: Switchable): TextClass {
  return item.kind === 'file' && item.exec ? 'exec' : CLASS_OF[item.kind];
}

/** The class's name in the panel. */
export function classTitle(name: TextClass): string {
  return CLASSES[name];
}

export const textClasses = Object.keys(CLASSES) as TextClass[];

/** Comments the rule out with a mark, or brings it back. Empty where it is so already. */
export function switchTextRules(text: string, rules: readonly TextRule[], on: boolean): TextEdit[] {
  return rules
    .flatMap((rule) => rule.found)
    .filter((found) => found.on !== on)
    .flatMap((found) => {
      if (found.marked) return markOn(text, found.marked);
      const { marks, breaks } = markOff(text, found.start, found.end);
      return [...marks, ...breaks];
    });
}
