/** File rules: permissions, exec modes and what they lead to. */
import { splitPermissions } from '../../syntax/permissions.ts';
import { execModes, execModeWords, letterByLetter, usualPermissions } from '../words/permissions.ts';
import type { Caret, Suggestion } from './caret.ts';
import { targets } from './names.ts';
import { paths } from './paths.ts';

const letters = /^(?:[rwalkmxipcuRWALKMXIPCU]|safe|unsafe)+$/;

/** `rest`: the rule without its prefix and the word file. */
export function fileRule(caret: Caret, rest: Caret['rest']): Suggestion[] {
  const last = rest.at(-1);
  if (last?.text === '->') {
    const perms = rest.at(-2)?.text ?? '';
    const { exec } = splitPermissions(perms);
    if (exec) return targets(caret, /c/i.test(exec));
    return /l/.test(perms) ? paths(caret) : [];
  }
  if (rest.some(({ text }) => text === '->')) return [];
  const pathAt = rest.findIndex(({ text }) => /^["/@]/.test(text));
  const permsAt = rest.findIndex(
    ({ text, kind }) => kind === 'word' && letters.test(text) && !/safe$/.test(text),
  );
  if (pathAt < 0) return permsAt < 0 ? [] : paths(caret);
  if (permsAt < 0) return permissions(caret);
  if (permsAt < pathAt) return [];
  const { plain, exec } = splitPermissions(rest[permsAt]!.text);
  return exec || plain.includes('l')
    ? [
        {
          label: '->',
          kind: 'keyword',
          insert: '-> ',
          detail: exec ? 'the profile to run under' : 'the file to link to',
        },
      ]
    : [];
}

function permissions(caret: Caret): Suggestion[] {
  const denied = caret.pieces.some(({ text }) => text === 'deny');
  const plain = usualPermissions.filter(({ perms }) => !denied || !/x/i.test(perms));
  const usual = plain.map(
    ({ perms, detail }, rank): Suggestion => ({
      label: perms,
      kind: 'permission',
      detail,
      documentation: letterByLetter(perms),
      rank,
    }),
  );
  if (denied)
    return [
      ...usual,
      ...['x', 'mrwkl', 'wl'].map(
        (label): Suggestion => ({
          label,
          kind: 'permission',
          detail: label === 'x' ? 'run it, however' : 'every way to use or change it',
          documentation: letterByLetter(label),
          rank: 20,
        }),
      ),
    ];
  // What is typed before the exec mode stays.
  const before = splitPermissions(caret.typed).plain;
  return [
    ...usual,
    ...execModes
      .filter((mode) => !usual.some(({ label }) => label === before + mode))
      .map((mode, index): Suggestion => {
        const { is, notes } = execModeWords(mode)!;
        return {
          label: before + mode,
          kind: 'permission',
          detail: is,
          documentation: notes.join(' '),
          rank: 30 + index,
        };
      }),
  ];
}
