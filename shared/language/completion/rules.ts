/** Rules with accesses and conditions, as a table: what may stand where in each. */
import { limitUnits, rlimits } from '../../syntax/vocabulary.ts';
import {
  conditionTexts,
  dbusAccessWords,
  ioUringAccessWords,
  mountOptionWords,
  mqueueAccessWords,
  ptraceAccessWords,
  signalAccessWords,
  usernsAccessWords,
} from '../words/accesses.ts';
import { capabilityWords, dangerWords } from '../words/capabilities.ts';
import { familyWords, protocolWords, socketAccessWords, typeWords } from '../words/network.ts';
import { rlimitWords } from '../words/rlimits.ts';
import { signalWords } from '../words/signals.ts';
import { type Caret, fromWords, markdown, type Suggestion } from './caret.ts';
import { labels, targets } from './names.ts';
import { paths } from './paths.ts';
import { type Position, positionIn } from './position.ts';

type Words = Readonly<Record<string, string>>;
type Values = (caret: Caret) => Suggestion[];

interface RuleTable {
  access?: Words;
  conditions?: Words;
  peer?: Words;
  /** Values of conditions by name; those of the other end too. */
  values?: Readonly<Record<string, Values>>;
  /** What else may stand in the open. */
  operands?: (caret: Caret, position: Position) => Suggestion[];
  arrow?: Values;
}

const given =
  (words: Words): Values =>
  () =>
    fromWords(words);
const fileSystems: Words = {
  tmpfs: 'files in memory',
  ext4: 'disk',
  proc: 'processes',
  sysfs: 'devices and drivers',
  devpts: 'terminals',
  overlay: 'layers over one another',
  cgroup2: 'control groups',
  fuse: 'file systems of programs',
  nfs: 'network',
  vfat: 'memory cards',
};

const tables: Readonly<Record<string, RuleTable>> = {
  capability: { operands: (_caret, { words }) => capabilities(words) },
  network: {
    access: socketAccessWords,
    conditions: conditionTexts.network,
    peer: conditionTexts.networkPeer,
    values: { ip: given({ none: 'no address' }), port: () => [], label: labels },
    operands: (_caret, { words }) => networkWords(words),
  },
  unix: {
    access: socketAccessWords,
    conditions: conditionTexts.unix,
    peer: conditionTexts.unixPeer,
    values: {
      type: given(typeWords),
      addr: given({ none: 'no name', auto: 'a name that the kernel gives', '@': 'an abstract name' }),
      label: labels,
    },
  },
  dbus: {
    access: dbusAccessWords,
    conditions: conditionTexts.dbus,
    peer: conditionTexts.dbusPeer,
    values: {
      bus: given({
        system: 'services of the machine',
        session: 'programs of the user',
        accessibility: 'assistive technology',
        fcitx: 'input methods',
      }),
      name: given({ 'org.freedesktop.DBus': 'the bus itself' }),
      interface: given({
        'org.freedesktop.DBus': 'the bus itself',
        'org.freedesktop.DBus.Properties': 'reading and setting properties',
        'org.freedesktop.DBus.Introspectable': 'asking what there is',
      }),
      path: given({ '/org/freedesktop/DBus': 'the bus itself' }),
      label: labels,
    },
  },
  signal: {
    access: signalAccessWords,
    conditions: conditionTexts.signal,
    values: { set: given(signalWords), peer: labels },
  },
  ptrace: { access: ptraceAccessWords, conditions: conditionTexts.ptrace, values: { peer: labels } },
  mqueue: {
    access: mqueueAccessWords,
    conditions: conditionTexts.mqueue,
    values: { type: given({ posix: 'named with a slash', sysv: 'numbered' }), label: labels },
  },
  io_uring: { access: ioUringAccessWords, conditions: conditionTexts.io_uring, values: { label: labels } },
  userns: { access: usernsAccessWords },
  mount: {
    conditions: conditionTexts.mount,
    values: { options: given(mountOptionWords), fstype: given(fileSystems) },
    operands: (caret, { words }) => [
      ...(words.length === 0 ? paths(caret) : []),
      arrow('where it is mounted'),
    ],
    arrow: paths,
  },
  pivot_root: {
    conditions: conditionTexts.pivot_root,
    values: { oldroot: paths },
    operands: (caret) => [...paths(caret), arrow('the profile to change to')],
    arrow: (caret) => targets(caret, false),
  },
  change_profile: {
    operands: (caret, { words }) => [
      ...(words.length === 0
        ? fromWords(
            { safe: 'with the environment cleaned', unsafe: 'with the environment as it is' },
            { kind: 'keyword' },
          )
        : []),
      ...paths(caret),
      arrow('the profile to change to'),
    ],
    arrow: (caret) => targets(caret, false),
  },
  link: {
    operands: (caret, { words }) => [
      ...(words.length === 0
        ? [
            {
              label: 'subset',
              kind: 'keyword',
              detail: 'the link may not be allowed more than the file',
            } as const,
          ]
        : []),
      ...paths(caret),
      arrow('the file to link to'),
    ],
    arrow: paths,
  },
};
const changed: RuleTable = { ...tables.mount!, operands: (caret) => paths(caret) };
const others: Readonly<Record<string, RuleTable>> = { remount: changed, umount: changed, unmount: changed };

/** What may stand in a rule that begins with the keyword; undefined where it has no table. */
export function conditionedRule(
  caret: Caret,
  keyword: string,
  after: Caret['rest'],
): Suggestion[] | undefined {
  if (keyword === 'set') return limit(after);
  const table = Object.hasOwn(tables, keyword)
    ? tables[keyword]
    : Object.hasOwn(others, keyword)
      ? others[keyword]
      : undefined;
  if (!table) return undefined;
  const position = positionIn(after);
  const { at, name, inPeer, words } = position;
  switch (at) {
    case 'list':
      return fromWords(table.access ?? {}, { but: [...words, ...shortForms] });
    case 'value':
      return values(caret, table, name!, words);
    case 'peer':
      return conditions(table.peer ?? {}, position);
    case 'arrow':
      return table.arrow?.(caret) ?? [];
    case 'open':
      return inPeer ? [] : open(caret, table, position);
  }
}

/** `r` and `w` are offered in the open only, where they are short. */
const shortForms = ['r', 'w', 'rw', 'wr'];

function open(caret: Caret, table: RuleTable, position: Position): Suggestion[] {
  const { words, hasAccess, given } = position;
  const early = words.length === 0 && given.length === 0 && !hasAccess;
  // Behind families and types, before conditions, in the order of their table.
  const access = (early && table.access ? fromWords(table.access, { but: shortForms }) : []).map(
    (one): Suggestion => ({ ...one, rank: 48 + (one.rank ?? 0) / 100 }),
  );
  const peer = table.peer && !given.includes('peer') ? [peerGroup] : [];
  return [
    ...(table.operands?.(caret, position) ?? []),
    ...access,
    ...conditions(table.conditions ?? {}, position),
    ...peer,
  ];
}

const peerGroup: Suggestion = {
  label: 'peer=',
  kind: 'keyword',
  insert: 'peer=($0)',
  detail: 'conditions on the other end',
  rank: 60,
};

function conditions(words: Words, { given }: Position): Suggestion[] {
  return Object.entries(words)
    .filter(([name]) => !given.includes(name))
    .map(([name, detail], index) => ({ label: `${name}=`, kind: 'keyword', detail, rank: 50 + index }));
}

function values(caret: Caret, table: RuleTable, name: string, written: readonly string[]): Suggestion[] {
  const found =
    (name === 'option'
      ? table.values?.options
      : name === 'vfstype'
        ? table.values?.fstype
        : table.values?.[name])?.(caret) ?? [];
  return found.filter(({ label }) => !written.includes(label));
}

function arrow(detail: string): Suggestion {
  return { label: '->', kind: 'keyword', insert: '-> ', detail, rank: 40 };
}

function capabilities(written: readonly string[]): Suggestion[] {
  return Object.entries(capabilityWords)
    .filter(([name]) => !written.includes(name))
    .map(([label, { allows, danger, note }]) => ({
      label,
      kind: 'value',
      detail: allows,
      documentation: markdown(`Lets the program ${allows}.`, `${dangerWords[danger]} ${note}`),
    }));
}

/** The usual families first; then a type or a protocol. */
function networkWords(written: readonly string[]): Suggestion[] {
  const [family, second] = written.filter((word) => !Object.hasOwn(socketAccessWords, word));
  if (second !== undefined) return [];
  const types = fromWords(typeWords, { but: ['none', 'dccp'] });
  const protocols = fromWords(protocolWords);
  if (family === undefined)
    return [...fromWords(familyWords), ...protocols, ...types.map((one) => ({ ...one, rank: 45 }))];
  if (!Object.hasOwn(familyWords, family)) return [];
  if (family === 'inet') return [...types, ...protocols];
  return family === 'inet6' ? [...types, ...protocols.filter(({ label }) => label !== 'icmp')] : types;
}

/** `set rlimit NAME <= VALUE UNIT` */
function limit(after: Caret['rest']): Suggestion[] {
  const [word, name, mark, value] = after.map(({ text }) => text);
  if (word === undefined) return [{ label: 'rlimit', kind: 'keyword', insert: 'rlimit ' }];
  if (name === undefined) return fromWords(rlimitWords);
  if (mark === undefined) return [{ label: '<=', kind: 'keyword', insert: '<= ', detail: 'at most' }];
  if (value === undefined) return [{ label: 'infinity', kind: 'value', detail: 'no limit' }];
  const kind = Object.hasOwn(rlimits, name) ? rlimits[name] : undefined;
  const units =
    kind === 'size' ? limitUnits.size : kind === 'time' || kind === 'microseconds' ? limitUnits.time : {};
  return after.length > 4 ? [] : Object.keys(units).map((label) => ({ label, kind: 'value' }));
}
