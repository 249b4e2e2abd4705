/** Every word of the language is explained, and nothing that is none. */
import { describe, expect, it } from 'vitest';
import {
  accessWords,
  capabilities,
  conditionWords,
  mountOptions,
  networkAccess,
  networkFamilies,
  networkProtocols,
  profileFlags,
  profileModes,
  rlimits,
  signals,
  unixTypes,
  valuedFlags,
} from '../../syntax/vocabulary.ts';
import {
  conditionTexts,
  dbusAccessWords,
  ioUringAccessWords,
  mountOptionWords,
  mqueueAccessWords,
  ptraceAccessWords,
  signalAccessWords,
  usernsAccessWords,
} from './accesses.ts';
import { capabilityWords } from './capabilities.ts';
import { flagWords, modeWords } from './flags.ts';
import { familyWords, protocolWords, socketAccessWords, typeWords } from './network.ts';
import { execModes, execModeWords } from './permissions.ts';
import { rlimitWords } from './rlimits.ts';
import { signalWords } from './signals.ts';

const explains = (words: object, known: Iterable<string>) => {
  expect(Object.keys(words).sort()).toEqual([...new Set(known)].sort());
};

describe('words', () => {
  it.each<[string, object, Iterable<string>]>([
    ['capabilities', capabilityWords, capabilities],
    ['families', familyWords, networkFamilies],
    ['types', typeWords, unixTypes],
    ['protocols', protocolWords, networkProtocols],
    ['accesses of sockets', socketAccessWords, networkAccess],
    ['accesses of dbus', dbusAccessWords, accessWords.dbus],
    ['accesses of signal', signalAccessWords, accessWords.signal],
    ['accesses of ptrace', ptraceAccessWords, accessWords.ptrace],
    ['accesses of mqueue', mqueueAccessWords, accessWords.mqueue],
    ['accesses of io_uring', ioUringAccessWords, accessWords.io_uring],
    ['accesses of userns', usernsAccessWords, accessWords.userns],
    ['signals', signalWords, signals],
    ['limits', rlimitWords, Object.keys(rlimits)],
    ['modes', modeWords, profileModes],
    ['flags', flagWords, [...profileFlags, ...valuedFlags]],
  ])('explain all %s', (_name, words, known) => explains(words, known));

  it('explain no mount option that is none', () => {
    expect(Object.keys(mountOptionWords).filter((option) => !mountOptions.has(option))).toEqual([]);
  });

  it('explain no condition that is none', () => {
    for (const [rule, words] of Object.entries(conditionTexts))
      for (const name of Object.keys(words))
        expect(conditionWords[rule as keyof typeof conditionWords].has(name)).toBe(true);
  });

  it('explain every exec mode, and whether it is dangerous', () => {
    for (const mode of execModes) expect(execModeWords(mode)?.notes.join(' ')).toMatch(/\w\.$/);
    expect(execModes.filter((mode) => !execModeWords(mode)!.danger)).toEqual([
      'ix',
      'Px',
      'Cx',
      'Pix',
      'Cix',
    ]);
    expect(execModeWords('x')).toBeUndefined();
    expect(execModeWords('rw')).toBeUndefined();
  });
});
