/** One spelling for all equal forms of a rule, to find a rule however it was written. */

import type { Condition, Item, PeerConditions, Prefix, Word, WordList } from './nodes.ts';
import { splitPermissions } from './permissions.ts';

/**
 * A key that is equal for rules equal in any form: order of permission letters, of lists and of conditions, quoting,
 * spacing, `allow` written or not, permissions before or after the path. Variables must be spelled alike.
 * Text that is no rule gives a key of its own kind.
 */
export function canonicalRule(item: Item): string {
  switch (item.kind) {
    case 'abi':
      return `abi ${item.path.value}`;
    case 'include':
      return join([
        prefix(item.prefix),
        `include${item.ifExists ? ' if exists' : ''} ${item.path.form === 'magic' ? '<' : '"'}${item.path.value}`,
      ]);
    case 'variable':
      return `@{${item.name}} ${item.operator} ${item.values.map(text).join(' ')}`;
    case 'boolean':
      return `\${${item.name}} = ${item.value.value.toLowerCase()}`;
    case 'alias':
      return `alias ${text(item.from)} -> ${text(item.to)}`;
    case 'comment':
      return `# ${item.text}`;
    case 'profile':
      return `profile ${item.namespace?.value ?? ''} ${text(item.name)}`;
    case 'if':
      return `if ${item.start}`;
    case 'block':
      return join([
        prefix(item.prefix),
        '{',
        ...item.body.items.filter(({ kind }) => kind !== 'comment').map(canonicalRule),
        '}',
      ]);
    case 'raw':
      return `raw ${item.text.replace(/\s+/g, ' ')}`;
    case 'hat-ref':
      return join([prefix(item.prefix), 'hat', text(item.name)]);
    case 'all':
      return join([prefix(item.prefix), 'all']);
    case 'file':
      return join([
        prefix(item.prefix),
        'file',
        item.safety?.value,
        text(item.path),
        permissions(item.perms),
        item.target && `-> ${text(item.target)}`,
      ]);
    case 'link':
      return join([
        prefix(item.prefix),
        'link',
        item.subset && 'subset',
        text(item.path),
        '->',
        text(item.target),
      ]);
    case 'capability':
      return join([prefix(item.prefix), 'capability', sorted(item.names)]);
    case 'network':
      return join([
        prefix(item.prefix),
        'network',
        list(item.access),
        text(item.family),
        text(item.type),
        text(item.protocol),
        conditions(item.conditions),
        peer(item.peer),
      ]);
    case 'unix':
    case 'dbus':
    case 'signal':
    case 'ptrace':
      return join([
        prefix(item.prefix),
        item.kind,
        list(item.access),
        conditions(item.conditions),
        peer(item.peer),
      ]);
    case 'mqueue':
      return join([
        prefix(item.prefix),
        item.kind,
        list(item.access),
        conditions(item.conditions),
        text(item.name),
      ]);
    case 'io_uring':
      return join([prefix(item.prefix), item.kind, list(item.access), conditions(item.conditions)]);
    case 'userns':
      return join([prefix(item.prefix), item.kind, list(item.access)]);
    case 'mount':
    case 'remount':
    case 'umount':
      return join([
        prefix(item.prefix),
        item.kind,
        conditions(item.conditions),
        text(item.source),
        item.target && `-> ${text(item.target)}`,
      ]);
    case 'pivot_root':
      return join([
        prefix(item.prefix),
        item.kind,
        conditions(item.conditions),
        text(item.newRoot),
        item.target && `-> ${text(item.target)}`,
      ]);
    case 'change_profile':
      return join([
        prefix(item.prefix),
        item.kind,
        item.safety?.value,
        text(item.exec),
        item.target && `-> ${text(item.target)}`,
      ]);
    case 'rlimit':
      return join(['rlimit', text(item.name), item.value?.value.replace(/\s+/g, '')]);
  }
}

type Part = string | false | undefined;

function join(parts: Part[]): string {
  return parts.filter(Boolean).join(' ');
}

function prefix(written: Prefix | undefined): Part {
  if (!written) return undefined;
  return join([
    written.priority && written.priority.value !== 0 && `priority=${written.priority.value}`,
    written.audit && 'audit',
    written.access && written.access.value !== 'allow' && written.access.value,
    written.owner?.value,
  ]);
}

/** A word without quotes; quoted white space keeps words apart. */
function text(word: Word | undefined): string {
  return word ? (/\s/.test(word.value) ? JSON.stringify(word.value) : word.value) : '';
}

function sorted(words: readonly Word[]): string {
  return [...new Set(words.map(text))].sort().join(' ');
}

const accessAlias: Record<string, string> = { r: 'read', w: 'write', rw: 'read write', wr: 'read write' };

function list(words: WordList | undefined): Part {
  if (!words) return undefined;
  const each = words.words.flatMap((word) => (accessAlias[word.value] ?? word.value).split(' '));
  return `(${[...new Set(each)].sort().join(' ')})`;
}

function conditions(written: readonly Condition[]): Part {
  return written
    .map(
      ({ name, operator, values }) =>
        `${name.value}${operator === 'in' ? ' in ' : operator}(${sorted(values)})`,
    )
    .sort()
    .join(' ');
}

function peer(written: PeerConditions | undefined): Part {
  if (!written) return undefined;
  if (written.value) return `peer=(label=(${text(written.value)}))`;
  return `peer=(${conditions(written.conditions)})`;
}

function permissions(perms: Word | undefined): Part {
  if (!perms) return undefined;
  const { plain, exec } = splitPermissions(perms.value);
  return [...new Set(plain.toLowerCase())].sort().join('') + exec;
}
