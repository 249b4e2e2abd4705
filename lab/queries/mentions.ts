/**
 * What a policy's text mentions: paths and names, with one choice made for each wildcard. Read by plain patterns and not
 * by our own parser or decoder, so that questions do not depend on what is being tried.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../random.ts';

export interface Mentions {
  paths: string[];
  names: string[];
  variables: Map<string, string[]>;
}

/** Reads the texts and what they include, from the files given first and then from the policy tree `base`. */
export function mentionsOf(files: { path: string; text: string }[], base: string): Mentions {
  const given = new Map(files.map(({ path, text }) => [path, text]));
  const texts: string[] = [];
  const seen = new Set<string>();
  const visit = (text: string) => {
    texts.push(text);
    for (const [, , , path] of text.matchAll(/(^|\s)#?include(\s+if\s+exists)?\s*["<]([^">]+)[">]/g))
      if (path && !seen.has(path)) {
        seen.add(path);
        for (const included of read(path, given, base)) visit(included);
      }
  };
  visit(files[0]?.text ?? '');
  const all = texts.join('\n').replaceAll(/^\s*#.*$/gm, '');
  const variables = new Map<string, string[]>();
  for (const [, name, values] of all.matchAll(/^\s*@\{(\w+)\}\s*[+?:]?=\s*(.*)$/gm))
    variables.set(name!, [...(variables.get(name!) ?? []), ...words(values!)]);
  const found = [...new Set(words(all))];
  const isPath = (word: string) => /^(?:\/|@\{)/.test(word);
  return {
    paths: found.filter(isPath),
    names: found.filter((word) => !isPath(word) && word.length > 1),
    variables,
  };
}

function read(path: string, given: Map<string, string>, base: string): string[] {
  const own = given.get(path);
  if (own !== undefined) return [own];
  const place = join(base, path);
  try {
    if (!statSync(place).isDirectory()) return [readFileSync(place, 'utf8')];
    return readdirSync(place).map((name) => readFileSync(join(place, name), 'utf8'));
  } catch {
    return [];
  }
}

/** Words and quoted strings, without the commas and brackets around them. */
function words(text: string): string[] {
  return [...text.matchAll(/"([^"\n]*)"|[^\s"=()]+/g)]
    .map(([whole, quoted]) => quoted ?? whole.replace(/,+$/, ''))
    .filter(Boolean);
}

const filling = ['a', 'b', 'x.log', 'lib', '1', '12', '.hidden', 'ab', 'ö'];

/** A text that a pattern takes in, as far as it is an ordinary one. */
export function filled(pattern: string, mentions: Mentions, random: Random, depth = 0): string {
  if (depth > 8) return '';
  let text = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    const rest = pattern.slice(at);
    const variable = /^@\{([^}]+)\}/.exec(rest);
    const set = /^\[(\^?)([^\]]+)\]/.exec(rest);
    if (variable) {
      const values = mentions.variables.get(variable[1]!);
      text += filled(
        values?.length ? random.pick(values) : random.pick(filling),
        mentions,
        random,
        depth + 1,
      );
      at += variable[0].length - 1;
    } else if (rest.startsWith('**')) {
      text += random.times(random.below(4), () => random.pick(filling)).join('/');
      at++;
    } else if (char === '*') text += random.pick(['', ...filling]);
    else if (char === '?') text += random.pick(['a', 'z', '1', '.']);
    else if (set) {
      text += set[1] ? random.pick(['z', '9', '-']) : random.pick([...set[2]!]);
      at += set[0].length - 1;
    } else if (char === '{') {
      const { choices, end } = alternatives(pattern, at);
      text += filled(random.pick(choices), mentions, random, depth + 1);
      at = end;
    } else if (char === '\\') text += pattern[++at] ?? '';
    else text += char;
  }
  return depth === 0 && text.startsWith('/') ? text.replaceAll(/\/{2,}/g, '/') : text;
}

/** The alternatives of the braces that open at a place, and where they close. */
function alternatives(pattern: string, open: number): { choices: string[]; end: number } {
  const choices = [''];
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === '{' && depth++ === 0) continue;
    if (char === '}' && --depth === 0) return { choices, end: at };
    if (char === ',' && depth === 1) choices.push('');
    else choices[choices.length - 1] += char;
  }
  return { choices, end: pattern.length };
}
