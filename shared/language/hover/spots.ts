/** The words of an item that have a meaning of their own, each with what is to be said of it. */

import { splitFlag } from '../../syntax/flags.ts';
import type {
  Condition,
  Flags,
  Item,
  PeerConditions,
  Prefix,
  Span,
  Word,
  WordList,
} from '../../syntax/index.ts';
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
import { flagWords, modeWords } from '../words/flags.ts';
import { familyWords, protocolWords, socketAccessWords, typeWords } from '../words/network.ts';
import { rlimitWords } from '../words/rlimits.ts';
import { prefixWords, ruleWords, statementWords } from '../words/rules.ts';
import { signalWords } from '../words/signals.ts';
import { code } from './sentence.ts';

type Words = Readonly<Record<string, string>>;

export interface Spot extends Span {
  contents: string;
  /** Whether it is the word that says what kind of rule it is. */
  isKeyword?: true;
}

const accessTables: Readonly<Record<string, Words>> = {
  network: socketAccessWords,
  unix: socketAccessWords,
  dbus: dbusAccessWords,
  signal: signalAccessWords,
  ptrace: ptraceAccessWords,
  mqueue: mqueueAccessWords,
  io_uring: ioUringAccessWords,
  userns: usernsAccessWords,
};

const valueTables: Readonly<Record<string, Words>> = {
  set: signalWords,
  type: typeWords,
  options: mountOptionWords,
  option: mountOptionWords,
};

/** The word of an item at an offset, explained; undefined where none is explained by itself. */
export function spotAt(item: Item, text: string, offset: number): Spot | undefined {
  for (const spot of spotsOf(item, text)) if (spot.start <= offset && offset < spot.end) return spot;
  return undefined;
}

function* spotsOf(item: Item, text: string): Generator<Spot> {
  if ('prefix' in item && item.prefix) yield* prefixSpots(item.prefix);
  yield* keywordSpot(item, text);
  switch (item.kind) {
    case 'capability':
      for (const name of item.names) yield* capabilitySpot(name);
      return;
    case 'network':
      yield* wordSpot(item.family, { ...typeWords, ...protocolWords, ...familyWords }, 'network');
      yield* wordSpot(item.type, typeWords, 'socket type');
      yield* wordSpot(item.protocol, protocolWords, 'protocol');
      break;
    case 'rlimit':
      yield* wordSpot(item.name, rlimitWords, 'limit');
      return;
    case 'profile':
      if (item.flags) yield* flagSpots(item.flags);
      return;
  }
  if ('access' in item) yield* accessSpots(item.access, accessTables[item.kind] ?? {});
  if ('conditions' in item) yield* conditionSpots(item.conditions, textsOf(item.kind));
  if ('peer' in item) yield* peerSpots(item.peer, item.kind, text);
}

function* prefixSpots({ priority, audit, access, owner }: Prefix): Generator<Spot> {
  for (const [word, span] of [
    ['priority', priority],
    ['audit', audit],
    [access?.value ?? '', access],
    [owner?.value ?? '', owner],
  ] as const) {
    const words = span && prefixWords[word];
    if (words)
      yield { start: span.start, end: span.end, contents: `\`${word}\`: ${words.detail}.\n\n${words.note}` };
  }
}

const keywords = { ...ruleWords, ...statementWords };

/** The word that says what kind of rule it is. */
function* keywordSpot(item: Item, text: string): Generator<Spot> {
  const from = 'prefix' in item && item.prefix ? item.prefix.end : item.start;
  const match = /[ \t\r\n]*(#?[a-z_]+)/y;
  match.lastIndex = from;
  const word = match.exec(text)?.[1];
  if (!word || item.kind === 'comment' || item.kind === 'raw') return;
  const name = word.replace('#', '').replace('unmount', 'umount').replace('rewrite', 'alias');
  if (!Object.hasOwn(keywords, name)) return;
  const { detail, note, example } = keywords[name]!;
  const start = match.lastIndex - word.length;
  const contents = `\`${name}\`: ${detail}.\n\n${note}\n\nFor example: \`${example}\``;
  yield { start, end: match.lastIndex, contents, isKeyword: true };
}

function* capabilitySpot({ value, start, end }: Word): Generator<Spot> {
  if (!Object.hasOwn(capabilityWords, value)) return;
  const { allows, danger, note } = capabilityWords[value]!;
  const contents = `\`capability ${value}\` lets the program ${allows}.\n\n${dangerWords[danger]} ${note}`;
  yield { start, end, contents };
}

function* wordSpot(word: Word | undefined, words: Words, kind: string): Generator<Spot> {
  if (!word || !Object.hasOwn(words, word.value)) return;
  yield { start: word.start, end: word.end, contents: `\`${word.value}\` (${kind}): ${words[word.value]}.` };
}

function* accessSpots(list: WordList | undefined, words: Words): Generator<Spot> {
  for (const word of list?.words ?? []) yield* wordSpot(word, words, 'access');
}

function textsOf(kind: Item['kind']): Words {
  const table = kind === 'remount' || kind === 'umount' ? 'mount' : kind;
  return Object.hasOwn(conditionTexts, table) ? conditionTexts[table as keyof typeof conditionTexts] : {};
}

function* conditionSpots(conditions: readonly Condition[], texts: Words): Generator<Spot> {
  for (const { name, values } of conditions) {
    yield* wordSpot(name, texts, 'condition');
    const words = valueTables[name.value];
    if (words) for (const value of values) yield* wordSpot(value, words, name.value);
  }
}

/** `peer` is a group, or (signal, ptrace) a condition with one value. */
function* peerSpots(peer: PeerConditions | undefined, kind: Item['kind'], text: string): Generator<Spot> {
  if (!peer) return;
  const label = peer.value !== undefined || !text.startsWith('peer', peer.start);
  const contents = label
    ? '`peer`: the profile of the other process.'
    : '`peer`: conditions on the other end.';
  yield { start: peer.start, end: peer.start + 4, contents };
  const table = `${kind}Peer`;
  const texts: Words = Object.hasOwn(conditionTexts, table)
    ? conditionTexts[table as keyof typeof conditionTexts]
    : {};
  yield* conditionSpots(peer.conditions, texts);
}

function* flagSpots({ values }: Flags): Generator<Spot> {
  const words: Words = { ...modeWords, ...flagWords };
  for (const flag of values) {
    const [name] = splitFlag(flag.value);
    if (!Object.hasOwn(words, name)) continue;
    const kind = Object.hasOwn(modeWords, name) ? 'mode' : 'flag';
    yield { start: flag.start, end: flag.end, contents: `${code(name)} (${kind}): ${words[name]}` };
  }
}
