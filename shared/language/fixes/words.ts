/** Words that are not known: the one that is most like it. And words in the wrong place. */
import { nearestName } from '../../lint/names.ts';
import {
  accessWords,
  capabilities,
  conditionWords,
  mountOptions,
  networkFamilies,
  networkProtocols,
  networkTypes,
  profileFlags,
  profileModes,
  rlimits,
  ruleWords,
  signals,
} from '../../syntax/vocabulary.ts';
import type { Fix } from '../types.ts';
import type { Fault, Mender, Menders } from './mender.ts';

export const words: Menders = {
  'bad-capability': oneOf(capabilities, /^cap_/),
  'bad-signal': oneOf(signals, /^sig/),
  'bad-flag': oneOf([...profileModes, ...profileFlags]),
  'bad-network': oneOf([...networkFamilies, ...networkTypes, ...networkProtocols], /^(?:af|pf|sock)_/),
  'bad-rlimit': oneOf(Object.keys(rlimits), /^rlimit_/),
  'bad-access': oneOf(Object.values(accessWords).flatMap((known) => [...known])),
  'bad-condition': oneOf(Object.values(conditionWords).flatMap((known) => [...known])),
  'bad-mount': oneOf(mountOptions, /^ms_/),
  'bad-boolean': oneOf(['true', 'false']),
  'unknown-rule': oneOf([
    ...ruleWords,
    'include',
    'profile',
    'hat',
    'owner',
    'deny',
    'allow',
    'audit',
    'abi',
    'alias',
  ]),
  'path-start': (fault) => [fault.insert('Begin the path with /', fault.start, '/')],
  'quoted-start': (fault) => [fault.insert('Begin the path with /', fault.start + 1, '/')],
  'bad-address': (fault) => addressMark(fault),
  'child-keyword': (fault) => [fault.insert('Write the word profile before it', fault.start, 'profile ')],
  'missing-permissions': (fault) => [fault.insert('Permit reading: r', fault.end, ' r')],
  'bare-exec': (fault) => execModes(fault),
  'exec-deny-mode': (fault) => [
    fault.replace('Deny it by x', fault.written.replace(/(?:[pPcC]?[iIuU]|[pPcC])[xX]/g, 'x')),
  ],
  'permission-conflict': (fault) =>
    /w/i.test(fault.written) && fault.written.includes('a') && /^[a-z]+$/i.test(fault.written)
      ? [fault.replace('Leave out a: w covers it', fault.written.replace(/a/g, ''))]
      : [],
  'target-without-exec': (fault) => withoutTarget(fault),
  'repeated-prefix': (fault) => prefixInOrder(fault),
  'bad-access-list': (fault) => [
    fault.replace('Write it without parentheses', fault.written.replace(/[()]/g, '').trim()),
  ],
};

function oneOf(known: Iterable<string>, needless = /^$/): Mender {
  const all = new Set(known);
  return (fault) => {
    const { written } = fault;
    if (!/^[\w.+-]+$/.test(written)) return [];
    const plain = written.toLowerCase().replace(needless, '');
    const meant = all.has(plain) ? plain : nearestName(plain, all);
    return meant === undefined || meant === written ? [] : [fault.replace(`Change to ${meant}`, meant)];
  };
}

function addressMark(fault: Fault): Fix[] {
  // The finding is placed at all of the condition.
  const value = fault.written.indexOf('=') + 1;
  if (value === 0 || !/^[\w/."]/.test(fault.written.slice(value))) return [];
  const quote = fault.written[value] === '"' ? 1 : 0;
  return [fault.insert('Write an abstract address: @name', fault.start + value + quote, '@')];
}

const modes: readonly [string, string][] = [
  ['ix', 'Run it under this same profile: ix'],
  ['Px', 'Run it under a profile of its own, with a clean environment: Px'],
  ['Cx', 'Run it under a child profile, with a clean environment: Cx'],
];

function execModes(fault: Fault): Fix[] {
  const at = fault.written.search(/x/i);
  if (at < 0) return [];
  const { start } = fault;
  return modes.map(([mode, title]) =>
    fault.fix(title, { start: start + at, end: start + at + 1, text: mode }),
  );
}

function withoutTarget(fault: Fault): Fix[] {
  const item = fault.around().at(-1);
  if (item?.kind !== 'file' || !item.target) return [];
  const before = item.permsFirst ? item.path : item.perms;
  return before
    ? [fault.fix('Leave out the target', { start: before.end, end: item.target.end, text: '' })]
    : [];
}

/** `priority audit deny owner`, each once. */
function prefixInOrder(fault: Fault): Fix[] {
  const item = fault.around().at(-1);
  const prefix = item && 'prefix' in item ? item.prefix : undefined;
  if (!prefix) return [];
  const parts = [prefix.priority, prefix.audit, prefix.access, prefix.owner].filter(
    (part) => part !== undefined,
  );
  const ordered = parts.map(({ start, end }) => fault.document.text.slice(start, end)).join(' ');
  return [fault.fix(`Write “${ordered}”`, { start: prefix.start, end: prefix.end, text: ordered })];
}
