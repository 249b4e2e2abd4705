/** The parts an item is written of, and what each word stands for. */
import type { Condition, Item, PeerConditions, Span, Word, WordList } from '../syntax/index.ts';
import type { SemanticToken } from './types.ts';

/** A part: of words what they stand for, of larger parts nothing. */
export interface Part extends Span {
  type?: SemanticToken['type'];
  declaration?: true;
}

/** Parts in the order of the text, larger ones before what is in them. */
export function partsOf(item: Item): Part[] {
  const parts: Part[] = [];
  const word = (span: Span | undefined, type: NonNullable<Part['type']>, declaration?: true) => {
    if (span) parts.push({ start: span.start, end: span.end, type, ...(declaration ? { declaration } : {}) });
  };
  const group = (span: Span | undefined) => {
    if (span) parts.push({ start: span.start, end: span.end });
  };
  const list = (words: WordList | undefined) => {
    group(words);
    for (const each of words?.words ?? []) word(each, 'value');
  };
  const conditions = (written: readonly Condition[]) => {
    for (const condition of written) {
      group(condition);
      word(condition.name, 'keyword');
      for (const value of condition.values) word(value, valueType(condition, value));
    }
  };
  const peer = (written: PeerConditions | undefined) => {
    group(written);
    word(written?.value, 'profile');
    conditions(written?.conditions ?? []);
  };
  if ('prefix' in item) group(item.prefix);
  switch (item.kind) {
    case 'include':
    case 'abi':
      word(item.path, 'include');
      break;
    case 'variable':
      word(item.nameSpan, 'variable', true);
      for (const value of item.values) word(value, 'path');
      break;
    case 'boolean':
      word(item.nameSpan, 'variable', true);
      group(item.value);
      break;
    case 'alias':
    case 'link':
      word('from' in item ? item.from : item.path, 'path');
      word('to' in item ? item.to : item.target, 'path');
      break;
    case 'if':
      group(item.condition);
      break;
    case 'profile':
      group(item.header);
      word(item.namespace, 'profile');
      word(item.name, 'profile', true);
      word(item.attachment, 'path');
      group(item.xattrs);
      conditions(item.xattrs?.conditions ?? []);
      group(item.flags);
      for (const value of item.flags?.values ?? []) word(value, 'value');
      break;
    case 'file':
      word(item.path, 'path');
      word(item.perms, 'permission');
      word(item.target, item.exec ? 'profile' : 'path');
      break;
    case 'capability':
      for (const name of item.names) word(name, 'capability');
      break;
    case 'network':
      list(item.access);
      for (const name of [item.family, item.type, item.protocol]) word(name, 'value');
      conditions(item.conditions);
      peer(item.peer);
      break;
    case 'unix':
    case 'dbus':
    case 'signal':
    case 'ptrace':
    case 'mqueue':
      list(item.access);
      conditions(item.conditions);
      peer(item.peer);
      if ('name' in item) word(item.name, 'path');
      break;
    case 'io_uring':
    case 'userns':
      list(item.access);
      if (item.kind === 'io_uring') conditions(item.conditions);
      break;
    case 'mount':
    case 'remount':
    case 'umount':
      conditions(item.conditions);
      word(item.source, 'path');
      word(item.target, 'path');
      break;
    case 'pivot_root':
      conditions(item.conditions);
      word(item.newRoot, 'path');
      word(item.target, 'profile');
      break;
    case 'change_profile':
      word(item.exec, 'path');
      word(item.target, 'profile');
      break;
    case 'rlimit':
      word(item.name, 'value');
      word(item.value, 'number');
      break;
    case 'hat-ref':
      word(item.name, 'profile');
      break;
  }
  const found = parts.some(({ start, end }) => end <= start)
    ? parts.filter(({ start, end }) => end > start)
    : parts;
  return found.length > 1 ? found.sort((a, b) => a.start - b.start || b.end - a.end) : found;
}

function valueType({ name }: Condition, { value }: Word): NonNullable<Part['type']> {
  if (name.value === 'label') return 'profile';
  if (/^[/@]/.test(value)) return 'path';
  return /^\d/.test(value) ? 'number' : 'value';
}
