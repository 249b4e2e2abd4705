/** Where a text names profiles: their own headers, the targets of exec and change_profile rules, peers, hats. */
import type { Condition, Item, PolicyFile, Word } from '../syntax/index.ts';
import { bodiesOf } from '../syntax/index.ts';
import { fullName, valueSpan } from './names.ts';
import type { Occurrence } from './occurrences.ts';

export function profileReferences({ items }: PolicyFile): Occurrence[] {
  const found: Occurrence[] = [];
  collect(items, undefined, found);
  return found;
}

function collect(items: readonly Item[], parent: string | undefined, found: Occurrence[]): void {
  for (const item of items) {
    references(item, parent, found);
    const inner = item.kind === 'profile' ? fullName(item, parent) : parent;
    for (const body of bodiesOf(item)) collect(body.items, inner, found);
  }
}

function references(item: Item, parent: string | undefined, found: Occurrence[]): void {
  switch (item.kind) {
    case 'profile': {
      if (!item.name) return;
      const { namespace, name, attachment } = item;
      const base = namespace && parent === undefined ? `:${namespace.value}:` : undefined;
      const within = parent ?? (item.keyword === 'hat' || item.keyword === 'caret' ? '' : undefined);
      const parts = labelParts(name, within, parent, base);
      const own = parts.pop();
      found.push(...parts);
      if (own)
        found.push({
          ...own,
          role: 'declaration',
          item,
          ...(attachment ? { attachment: attachment.value } : {}),
        });
      return;
    }
    case 'file':
      if (item.exec && /[pc]/i.test(item.exec)) {
        const child = /c/i.test(item.exec);
        if (item.target) found.push(...labels(item.target, child ? (parent ?? '') : undefined, parent));
        else if (item.path) found.push(attached(item.path, child ? (parent ?? '') : undefined));
      }
      return;
    case 'change_profile':
    case 'pivot_root':
      if (item.target) found.push(...labels(item.target, undefined, parent));
      return;
    case 'hat-ref':
      found.push(...labels(item.name, parent ?? '', parent));
      return;
    case 'signal':
    case 'ptrace':
      if (item.peer?.value) found.push(...labels(item.peer.value, undefined, parent));
      return;
    case 'unix':
    case 'dbus':
    case 'network':
    case 'mqueue':
    case 'io_uring': {
      const peer: readonly Condition[] = 'peer' in item ? (item.peer?.conditions ?? []) : [];
      for (const { name, values } of [...item.conditions, ...peer])
        if (name.value === 'label')
          for (const value of values) for (const each of labels(value, undefined, parent)) found.push(each);
    }
  }
}

/** A program that runs under the profile attached to it. */
function attached(path: Word, within: string | undefined): Occurrence {
  const { start, end } = valueSpan(path);
  const name = within === undefined ? path.value : `${within}//${path.value}`;
  return { kind: 'profile', name, role: 'attached', start, end, inner: { start, end } };
}

/** `one`, or a stack of labels as in `&one//&two`. */
function labels(word: Word, within: string | undefined, current: string | undefined): Occurrence[] {
  const from = valueSpan(word).start;
  const found: Occurrence[] = [];
  let at = 0;
  for (const part of word.value.split('//&', deepest)) {
    const stacked = part.startsWith('&') ? 1 : 0;
    const start = from + at + stacked;
    const value = part.slice(stacked);
    if (value)
      found.push(
        ...labelParts(
          { start, end: start + value.length, raw: value, value, quoted: false },
          stacked ? undefined : within,
          current,
        ),
      );
    at += part.length + 3;
  }
  return found;
}

/** Profiles are not nested deeper than that, and a stack has no more labels. */
const deepest = 16;

/** An occurrence for each part of `parent//child`: the parent is named by the first, the child by both. */
function labelParts(
  word: Word,
  within: string | undefined,
  current: string | undefined,
  base?: string,
): Occurrence[] {
  const { start: from } = valueSpan(word);
  const namespace = /^:[^:]+:(?:\/\/)?/.exec(word.value)?.[0] ?? '';
  const found: Occurrence[] = [];
  let name = base ?? namespace.replace(/\/\/$/, '');
  if (within !== undefined && !namespace) name = within;
  let at = namespace.length;
  const parts = word.value.slice(at).split('//');
  // A path may have two slashes in it, or at its start.
  const segments = parts.includes('') || parts.length > deepest ? [word.value.slice(at)] : parts;
  segments.forEach((segment, index) => {
    // The profile that the rule stands in: its name is a variable.
    const own = index === 0 && segment === '@{profile_name}' && within === undefined;
    const joined = index > 0 || (within !== undefined && !namespace) ? `${name}//${segment}` : name + segment;
    name = own && current !== undefined ? current : joined;
    const start = from + at;
    const end = start + segment.length;
    if (!own && segment)
      found.push({ kind: 'profile', name, role: 'reference', start, end, inner: { start, end } });
    at += segment.length + 2;
  });
  return found;
}
