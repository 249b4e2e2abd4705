/** The mode of a profile (complain, enforce, ...): read from its flags, and set with the smallest edit. */
import type { FileEdit, TextEdit } from '../syntax/edits.ts';
import type { Flags, Profile, Word } from '../syntax/nodes.ts';
import { scan } from './scan.ts';
import type { ModeName } from './state.ts';
import { fileOf, type ParsedFile } from './tree.ts';
import { withoutWords } from './words.ts';

const MODES: readonly string[] = ['enforce', 'complain', 'kill', 'unconfined', 'prompt', 'default_allow'];

/** The mode a profile's flags ask for; the last one where several conflict. No flag means enforce. */
export function modeOf(profile: Profile | undefined): ModeName {
  const flag = profile?.flags?.values.findLast(isMode);
  return (flag?.value.toLowerCase() as ModeName | undefined) ?? 'enforce';
}

function isMode(flag: Word): boolean {
  return MODES.includes(flag.value.toLowerCase());
}

/**
 * Sets the mode of the first profile of the file, or of the named one. Other flags stay, and so do those of children
 * and hats. Empty where the mode is set already, and where there is no profile.
 */
export function setMode(files: readonly ParsedFile[], mode: ModeName, profileName?: string): FileEdit[] {
  const file = fileOf(files, 'profile');
  const profile = file && scan(file.tree, profileName).main;
  if (!file || !profile || modeOf(profile) === mode) return [];
  return modeEdits(file.text, profile, mode).map((edit) => ({ ...edit, path: file.path }));
}

function modeEdits(text: string, profile: Profile, mode: ModeName): TextEdit[] {
  const { flags } = profile;
  if (!flags) return mode === 'enforce' ? [] : [addFlags(text, profile, mode)];
  const written = flags.values.filter(isMode);
  if (mode === 'enforce' && written.length === flags.values.length) return [dropFlags(text, flags)];
  if (mode === 'enforce') return withoutWords(flags.values, new Set(written));
  const [last, ...earlier] = [...written].reverse();
  if (!last) return [addWord(text, flags, mode)];
  return [{ start: last.start, end: last.end, text: mode }, ...withoutWords(flags.values, new Set(earlier))];
}

/** Behind the last part of the header, before the white space that leads to the brace. */
function addFlags(text: string, { header, body }: Profile, mode: ModeName): TextEdit {
  const written = text.slice(header.start, Math.min(header.end, body.start)).trimEnd();
  const at = header.start + written.length;
  return { start: at, end: at, text: ` flags=(${mode})` };
}

/** The whole `flags=(...)`, with the white space before it; that stays where the brace would touch the name. */
function dropFlags(text: string, { start, end }: Flags): TextEdit {
  let from = start;
  if (/\s/.test(text[end] ?? '')) while (/[ \t]/.test(text[from - 1] ?? '')) from--;
  return { start: from, end, text: '' };
}

/** Behind the last flag, separated as the others are. */
function addWord(text: string, { inner, values }: Flags, mode: ModeName): TextEdit {
  const last = values.at(-1);
  if (!last) return { start: inner.start, end: inner.end, text: mode };
  const before = values.at(-2);
  const separator = before ? text.slice(before.end, last.start) : ', ';
  return { start: last.end, end: last.end, text: separator + mode };
}
