/** Permission letters and exec modes of file rules, one by one (apparmor.d(5), “Access Modes”). */
import { splitPermissions } from '../../syntax/permissions.ts';

export interface LetterWords {
  /** The permission as a verb, for sentences: “may …”. */
  verb: string;
  /** A sentence or two on what it covers, and what it does not. */
  note: string;
}

export const letterWords: Readonly<Record<string, LetterWords>> = {
  r: {
    verb: 'read',
    note: 'Open the file for reading. On a directory, a path that ends in “/”, it lists the names in it.',
  },
  w: {
    verb: 'write',
    note: 'Create, change, truncate, rename and delete the file, and change its mode and owner as far as the kernel’s own permissions go. Appending is included.',
  },
  a: {
    verb: 'append to',
    note: 'Open the file to add at its end only. It excludes “w”, which covers it.',
  },
  l: {
    verb: 'make links to or as',
    note: 'Create a hard link of this name. The new name must not be allowed more than the file that it links to.',
  },
  k: { verb: 'lock', note: 'Lock the file, as databases and package managers do.' },
  m: {
    verb: 'map as code',
    note: 'Map the file into memory as executable code: shared libraries and plugins need it, and programs run with “ix”.',
  },
  x: {
    verb: 'execute',
    note: 'Stands alone in deny rules only. In rules that allow, say under which profile the program runs: ix, Px, Cx, Ux.',
  },
};

/** How the new program is confined: the letters of an exec mode in lower case, without the fallback. */
const kinds: Readonly<Record<string, { is: string; note: string }>> = {
  i: {
    is: 'run it under this same profile',
    note: 'It inherits this profile: it may do what this profile allows, and no more. The environment is kept.',
  },
  p: {
    is: 'run it under the profile that is made for it',
    note: 'That profile must be loaded, else the program does not start.',
  },
  c: {
    is: 'run it under a child profile of this one',
    note: 'The child must be written inside this profile and fit the program’s path, or be named after “->”.',
  },
  u: {
    is: 'run it without any confinement',
    note: 'Nothing that this profile forbids is forbidden to that program: whoever controls it is free.',
  },
};

const fallbacks: Readonly<Record<string, string>> = {
  i: 'Where there is no such profile, it runs under this same profile.',
  u: 'Where there is no such profile, it runs without any confinement.',
};

const scrubbed =
  'The environment is cleaned: variables such as LD_PRELOAD do not reach the program, as with set-user-ID programs.';
const kept =
  'The environment is passed on as it is: variables such as LD_PRELOAD can make the program run other code. The mode with a capital letter cleans it.';

export interface ExecModeWords {
  mode: string;
  /** What happens when the program is started, as an infinitive. */
  is: string;
  /** Sentences. */
  notes: string[];
  danger: boolean;
}

/** What an exec mode means; undefined where there is none of that spelling. A bare `x` counts as a letter. */
export function execModeWords(mode: string): ExecModeWords | undefined {
  const match = /^([pPcC])?([iIuU])?[xX]$/.exec(mode);
  const letter = (match?.[1] ?? match?.[2])?.toLowerCase();
  if (!match || !letter) return undefined;
  const { is, note } = kinds[letter]!;
  const fallback = match[1] && match[2] ? fallbacks[match[2].toLowerCase()] : undefined;
  const clean = /^[PCU]/.test(mode);
  const notes = [
    fallback && letter === 'p' ? fallback : note,
    ...(fallback && letter === 'c' ? [fallback] : []),
  ];
  if (letter !== 'i') notes.push(clean ? scrubbed : kept);
  return {
    mode,
    is,
    notes,
    danger: letter === 'u' || match[2]?.toLowerCase() === 'u' || (letter !== 'i' && !clean),
  };
}

/** The modes to offer, the recommended first. */
export const execModes = [
  'ix',
  'Px',
  'Cx',
  'Pix',
  'Cix',
  'Ux',
  'PUx',
  'CUx',
  'px',
  'cx',
  'pix',
  'cix',
  'ux',
  'pux',
  'cux',
] as const;

/** Permissions that are often given together, the most frequent first. */
export const usualPermissions: readonly { perms: string; detail: string }[] = [
  { perms: 'r', detail: 'read' },
  { perms: 'rw', detail: 'read and write' },
  { perms: 'w', detail: 'write, create and delete' },
  { perms: 'a', detail: 'append' },
  { perms: 'rk', detail: 'read and lock' },
  { perms: 'rwk', detail: 'read, write and lock' },
  { perms: 'mr', detail: 'read and map as code: libraries' },
  { perms: 'mrix', detail: 'run under this profile' },
  { perms: 'rix', detail: 'run under this profile: scripts' },
  { perms: 'rPx', detail: 'run under the profile made for it, environment cleaned' },
  { perms: 'rCx', detail: 'run under a child profile, environment cleaned' },
  { perms: 'l', detail: 'make a hard link' },
];

/** Each permission of a rule in words, as a list. */
export function letterByLetter(perms: string): string {
  const { plain, exec } = splitPermissions(perms);
  const known = [...plain.toLowerCase()].filter((letter) => letterWords[letter]);
  const lines = known.map(
    (letter) => `- \`${letter}\` ${letterWords[letter]!.verb}. ${letterWords[letter]!.note}`,
  );
  if (/^x$/i.test(exec)) lines.push(`- \`x\` ${letterWords.x!.verb}. ${letterWords.x!.note}`);
  const mode = execModeWords(exec);
  if (mode) lines.push(`- \`${exec}\` ${mode.is}. ${mode.notes.join(' ')}`);
  return lines.join('\n');
}
