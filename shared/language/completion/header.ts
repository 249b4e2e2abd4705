/** The header of a profile: its name, what it is attached to, its flags. */
import { errorNames, profileModes } from '../../syntax/vocabulary.ts';
import { flagWords, modeWords } from '../words/flags.ts';
import { signalWords } from '../words/signals.ts';
import { type Caret, fromWords, type Suggestion } from './caret.ts';
import { paths } from './paths.ts';
import { positionIn } from './position.ts';

/** Flags of which a profile has one at most. */
const rivals: Readonly<Record<string, readonly string[]>> = {
  attach_disconnected: ['no_attach_disconnected'],
  no_attach_disconnected: ['attach_disconnected', 'attach_disconnected.path', 'attach_disconnected.ipc'],
  chroot_attach: ['chroot_no_attach'],
  chroot_no_attach: ['chroot_attach'],
  chroot_relative: ['namespace_relative'],
  namespace_relative: ['chroot_relative'],
  mediate_deleted: ['delegate_deleted'],
  delegate_deleted: ['mediate_deleted'],
};

const withValue = ['attach_disconnected.path', 'attach_disconnected.ipc', 'kill.signal', 'error'];

/** `rest`: what stands after `profile`, `hat` or, for a profile named by its path, the path. */
export function header(caret: Caret, rest: Caret['rest']): Suggestion[] {
  const { at, name, words, given } = positionIn(rest);
  if (at === 'value' && name === 'flags') return flags(words, given);
  if (at === 'list') return flags(words, given);
  if (at === 'value') return flagValue(caret, name!);
  if (at !== 'open') return [];
  const more: Suggestion[] = [
    { label: 'flags=', kind: 'keyword', insert: 'flags=($0)', detail: 'mode and flags', rank: 10 },
    {
      label: 'xattrs=',
      kind: 'keyword',
      insert: 'xattrs=($0)',
      detail: 'attributes that the program file must have',
      rank: 11,
    },
  ].filter(({ label }) => !given.includes(label.slice(0, -1))) as Suggestion[];
  return words.length === 1 && given.length === 0 ? [...more, ...paths(caret)] : more;
}

function flags(words: readonly string[], given: readonly string[]): Suggestion[] {
  const written = [...words, ...given];
  const taken = new Set([...written, ...written.flatMap((word) => rivals[word] ?? [])]);
  const modes = written.some((word) => profileModes.has(word)) ? [] : fromWords(modeWords);
  const others = fromWords(flagWords).map((one): Suggestion => ({ ...one, rank: 20 + (one.rank ?? 0) }));
  return [...modes, ...others.flatMap(valued)]
    .filter(({ label }) => !taken.has(label.replace(/=$/, '')))
    .map(({ detail, ...one }) => ({ ...one, documentation: detail ?? '' }));
}

/** `attach_disconnected.ipc` stands with and without a value. */
function valued(one: Suggestion): Suggestion[] {
  if (!withValue.includes(one.label)) return [one];
  const assigned = { ...one, label: `${one.label}=` };
  return one.label === 'attach_disconnected.ipc' ? [one, assigned] : [assigned];
}

function flagValue(caret: Caret, name: string): Suggestion[] {
  if (name === 'kill.signal') return fromWords(signalWords);
  if (name === 'error') return [...errorNames].map((label) => ({ label, kind: 'value' }));
  return name.startsWith('attach_disconnected') ? paths(caret) : [];
}
