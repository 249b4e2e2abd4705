/** One value of a tunable: what is refused and why, and how it is written. */
import type { KitTunable } from './schema.ts';

type Kind = KitTunable['kind'];

/** Sets that <tunables/global> declares in every release from AppArmor 3.0 on, and that begin with a slash. */
const PATH_VARIABLES = ['HOME', 'HOMEDIRS', 'run', 'PROC', 'sys', 'etc_ro', 'etc_rw'];

/** The form in which values are compared and written: no trailing slash, no doubled ones. */
export function normaliseValue(kind: Kind, value: string): string {
  if (kind === 'list') return value;
  const single = value.replace(/\/{2,}/g, '/');
  return single.length > 1 ? single.replace(/\/$/, '') : single;
}

/** A value as it is written in a policy file: in quotes where the parser would not read it as one word. */
export function writeValue(value: string): string {
  return /[\s!,#]/.test(value) ? `"${value}"` : value;
}

/**
 * Why a value is refused, in words for the person who typed it; undefined where it is good. `siteVariables` names
 * variables besides those of <tunables/global> that may begin a path.
 */
export function checkTunableValue(
  kind: Kind,
  value: string,
  siteVariables: readonly string[] = [],
): string | undefined {
  return (
    checkText(value) ??
    (kind === 'list' ? undefined : checkPath(kind, value, siteVariables)) ??
    checkPattern(value)
  );
}

function checkText(value: string): string | undefined {
  if (value.trim() === '') return 'Nothing is written here: write an absolute path, such as /srv/captures.';
  if (/[\n\r]/.test(value)) return 'A value stays on one line: take the line break out.';
  if (/[\u0000-\u001f\u007f]/.test(value))
    return 'A control character (such as a tab) is in it: take it out.';
  if (value.includes('\uFFFD')) return 'It is not in UTF-8: a part of it cannot be read.';
  if (value !== value.trim()) return 'It begins or ends with a space: take that out.';
  if (value.includes('"')) return 'Take the quotes out: they are added where they are needed.';
  if (value.includes('\\')) return 'Take the backslash out: AppArmor would read it as an escape.';
  return undefined;
}

function checkPath(kind: Kind, value: string, siteVariables: readonly string[]): string | undefined {
  const variable = /^@\{([^}]*)\}/.exec(value)?.[1];
  const known = [...PATH_VARIABLES, ...siteVariables];
  if (variable !== undefined && !known.includes(variable))
    return `@{${variable}} is not known to begin a path: write an absolute path, or begin with one of ${known.map((name) => `@{${name}}`).join(', ')}.`;
  if (variable === undefined && !value.startsWith('/'))
    return 'A path starts with a slash: AppArmor has no working directory, so write it in full, such as /srv/captures.';
  const parts = value.split('/').filter((part) => part !== '');
  if (parts.length === 0) return 'This is the whole file system: name a directory below it.';
  if (parts.includes('..') || parts.includes('.'))
    return 'AppArmor takes “.” and “..” as names of files: write the path without them.';
  if (variable === undefined && /^[*?]+$/.test(parts[0]!))
    return `“/${parts[0]}” is nearly the whole file system: name a directory.`;
  if (kind === 'file' && value.endsWith('/')) return 'This is a directory (it ends in a slash): name a file.';
  return undefined;
}

/** Patterns may be used, but must be whole: the parser refuses the profile otherwise, without naming the line. */
function checkPattern(value: string): string | undefined {
  const text = value.replace(/^@\{[A-Za-z_][A-Za-z0-9_]*\}/, '');
  if (/[@$]\{/.test(text)) return 'A variable may only stand at the beginning.';
  const open: { commas: number }[] = [];
  let inClass = false;
  let classLength = 0;
  for (const character of text) {
    if (inClass) {
      if (character === ']' && classLength > 0) inClass = false;
      classLength++;
    } else if (character === '[') {
      inClass = true;
      classLength = 0;
    } else if (character === ']') return 'A “]” has no “[” before it.';
    else if (character === '{') open.push({ commas: 0 });
    else if (character === ',') {
      const group = open.at(-1);
      if (!group) return 'A comma would end the value: AppArmor cannot hold one outside of { }.';
      group.commas++;
    } else if (character === '}') {
      const group = open.pop();
      if (!group) return 'A “}” has no “{” before it.';
      if (group.commas === 0) return '{ } needs at least two choices, such as {a,b}.';
    }
  }
  if (inClass) return 'A “[” is not closed by “]”.';
  if (open.length > 0) return 'A “{” is not closed by “}”.';
  return undefined;
}
