/** Plain words for what apparmor_parser says. */
import type { Source } from './locate.ts';

const tokens: Record<string, string> = {
  TOK_ID: 'a word or path',
  TOK_MODE: 'permissions such as r or rw',
  TOK_OPEN: '“{”',
  TOK_CLOSE: '“}”',
  TOK_END_OF_RULE: 'a comma',
  TOK_OPENPAREN: '“(”',
  TOK_CLOSEPAREN: '“)”',
  TOK_ARROW: '“->”',
  TOK_EQUALS: '“=”',
  TOK_ADD_ASSIGN: '“+=”',
  TOK_LE: '“<=”',
  TOK_COLON: '“:”',
  TOK_VALUE: 'a value',
  TOK_SET_VAR: 'a variable',
  TOK_BOOL_VAR: 'a boolean variable',
  TOK_CONDID: 'a condition',
  TOK_CONDLISTID: 'a condition',
  TOK_CARET: '“^”',
  'end of file': 'the end of the text',
};

export function tokenWords(token: string): string {
  const keyword = /^TOK_([A-Z_]+)$/.exec(token)?.[1];
  return tokens[token] ?? (keyword ? `the word “${keyword.toLowerCase()}”` : token);
}

/** Patterns can be thousands of characters long; their beginning tells which it is. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

export function undeclaredWords(name: string): string {
  return `@{${name}} has no values: define it above the profile, or include the file that does, such as <tunables/global>.`;
}

export function patternWords(reason: string): string {
  if (/Unclosed/.test(reason)) return 'A “{” or “[” is not closed';
  if (/Invalid close/.test(reason)) return 'A “}” or “]” closes nothing';
  if (/Invalid number of items/.test(reason))
    return '“{}” needs at least two alternatives with a comma between,';
  if (/maximum nesting/.test(reason)) return '“{}” are nested too deeply (at most 50)';
  if (/trailing/.test(reason)) return 'A backslash stands at the end';
  return reason;
}

export function missingFileWords(name: string, source?: Source, line?: number): string {
  const text = source && line !== undefined ? source.lines.line(line) : '';
  if (/\babi\b/.test(text))
    return `This release has no ${name}: it knows only the abi files in its /etc/apparmor.d/abi.`;
  if (text && !text.includes('<'))
    return `There is no ${name}: an include in quotes is looked up from the directory apparmor_parser is started in; “include <…>” looks in /etc/apparmor.d.`;
  return `There is no ${name.replace(/^.*\/etc\/apparmor\.d\//, '')} in this release’s /etc/apparmor.d; “include if exists” would pass over it.`;
}
