/** What a fix leaves behind is a policy still, and what was found is gone: shown over the examples of all pages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { treeOf, Workspace } from '../language/workspace.ts';
import { applyEdits } from '../syntax/index.ts';
import { lint } from './index.ts';
import { smallTreeOf, wholeText } from './testing.ts';

const folder = join(import.meta.dirname, '../../docs/checks');

interface Example {
  page: string;
  path: string;
  text: string;
  target: string | undefined;
}

/** Every example of every page; see pages.test.ts for the words behind ```apparmor. */
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .flatMap((page): Example[] =>
    [...readFileSync(join(folder, page), 'utf8').matchAll(/^```apparmor(.*)\n([\s\S]*?)^```$/gm)].map(
      ([, words, text]) => {
        const path = /\bpath=(\S+)/.exec(words!)?.[1] ?? 'example';
        const target = /\btarget=(\S+)/.exec(words!)?.[1];
        const complete = /\bwhole\b/.test(words!) || path !== 'example';
        return { page, path, text: complete ? text! : withPreamble(text!), target };
      },
    ),
  );

function withPreamble(text: string): string {
  const whole = wholeText(text, 'example');
  return whole === text ? `abi <abi/3.0>,\ninclude <tunables/global>\n${text}` : whole;
}

function read({ path, target }: Example, text: string) {
  const workspace = new Workspace({
    files: [{ path, text }],
    tree: treeOf(smallTreeOf(target)),
    ...(target ? { target } : {}),
  });
  const errors = workspace.document(path)!.diagnostics.filter(({ severity }) => severity === 'error');
  return { errors: errors.map(({ message }) => message), found: lint(workspace, path) };
}

const cases = examples.flatMap((example) => {
  const { errors, found } = read(example, example.text);
  return found.flatMap((finding) =>
    (finding.fixes ?? []).map((fix) => ({
      name: `${finding.code}: ${fix.title} (${example.page})`,
      ...{ example, errors, found, finding, fix },
    })),
  );
});

test('there are fixes to be tried', () => expect(cases.length).toBeGreaterThan(30));

describe.each(cases)('$name', ({ example, errors, found, finding, fix }) => {
  const edits = fix.edits.filter(({ path }) => path === example.path);
  const after = applyEdits(example.text, edits);

  test('changes something, and leaves a policy without new errors', () => {
    expect(fix.edits.length).toBeGreaterThan(0);
    if (edits.length > 0) expect(after).not.toBe(example.text);
    expect(read(example, after).errors.filter((message) => !errors.includes(message))).toEqual([]);
  });

  test.runIf(edits.length === fix.edits.length)('settles the finding', () => {
    const count = (all: typeof found) => all.filter(({ code }) => code === finding.code).length;
    expect(count(read(example, after).found)).toBeLessThan(count(found));
  });
});
