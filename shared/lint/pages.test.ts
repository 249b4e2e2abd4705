/** Every check has a page, and the pages' examples are true. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PolicyText, treeOf, Workspace } from '../language/workspace.ts';
import { lint } from './index.ts';
import { checkFacts, checks } from './table.ts';
import { smallTreeOf, wholeText } from './testing.ts';

const folder = join(import.meta.dirname, '../../docs/checks');
const sections = ['Problematic', 'Corrected', 'Why', 'Exceptions'];

interface Example {
  path: string;
  text: string;
  target?: string;
  also: readonly string[];
}

/**
 * Fenced code of a section: ```apparmor path=local/x target=debian-12. The first is the one that is checked. Profiles
 * get the lines that every profile begins with, rules alone a profile too, unless `whole` says that nothing is missing.
 * `also=CODE,CODE` names checks that find something in the example too.
 */
function examplesOf(page: string, section: string): Example[] {
  const from = page.indexOf(`\n## ${section}\n`);
  const next = page.indexOf('\n## ', from + 4);
  const part = page.slice(from, next < 0 ? undefined : next);
  return [...part.matchAll(/^```apparmor(.*)\n([\s\S]*?)^```$/gm)].map(([, words, text]) => {
    const option = (name: string) => new RegExp(`\\b${name}=(\\S+)`).exec(words!)?.[1];
    const path = option('path') ?? 'example';
    const target = option('target');
    const whole = /\bwhole\b/.test(words!) || path !== 'example';
    const also = option('also')?.split(',') ?? [];
    return { path, also, text: whole ? text! : withPreamble(text!), ...(target ? { target } : {}) };
  });
}

function withPreamble(text: string): string {
  const whole = wholeText(text, 'example');
  return whole === text ? `abi <abi/3.0>,\ninclude <tunables/global>\n${text}` : whole;
}

/** Examples are no whole files. */
const ofWholeFiles: ReadonlySet<string> = new Set(['missing-local-include']);

function codesIn([main, ...others]: Example[], about: string): string[] {
  const files: PolicyText[] = [main!, ...others];
  const workspace = new Workspace({
    files,
    tree: treeOf(smallTreeOf(main!.target)),
    ...(main!.target ? { target: main!.target } : {}),
  });
  for (const { path } of files) {
    // That there is no such abi is what one page is about.
    const errors = workspace
      .document(path)!
      .diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'missing-abi');
    expect(errors.map(({ message }) => message)).toEqual([]);
  }
  const found = lint(workspace, main!.path).filter(({ code }) => code === about || !ofWholeFiles.has(code));
  return [...new Set(found.map(({ code }) => code))];
}

test('codes are kebab-case, each once', () => {
  const codes = checkFacts.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/);
});

test('a check stands in a file named as its code', () => {
  for (const { code } of checks)
    expect(existsSync(join(import.meta.dirname, 'checks', `${code}.ts`))).toBe(true);
});

test('there is no page without a check', () => {
  const codes = new Set(checkFacts.map(({ code }) => `${code}.md`));
  expect(readdirSync(folder).filter((name) => name !== 'README.md' && !codes.has(name))).toEqual([]);
});

test('the index names every check as it is', () => {
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  const rows = [...index.matchAll(/^\| \[(.*)\]\((.*)\.md\) \| (.*) \| (.*) \|$/gm)].map(
    ([, code, page, severity, title]) => ({ code, page, severity, title }),
  );
  expect(rows).toEqual(checkFacts.map((facts) => ({ ...facts, page: facts.code })));
});

describe.each(checkFacts)('$code', ({ code }) => {
  const place = join(folder, `${code}.md`);
  const page = existsSync(place) ? readFileSync(place, 'utf8') : '';

  test('has a page with every section', () => {
    expect(page.startsWith(`# ${code}\n`)).toBe(true);
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(sections);
  });

  test('finds the problematic example, and nothing else in it', () => {
    const examples = examplesOf(page, 'Problematic');
    expect(codesIn(examples, code).sort()).toEqual([code, ...(examples[0]?.also ?? [])].sort());
  });

  test('finds nothing in the corrected example', () => {
    const examples = examplesOf(page, 'Corrected');
    expect(codesIn(examples, code).sort()).toEqual([...(examples[0]?.also ?? [])].sort());
  });
});
