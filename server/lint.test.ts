/** The checks on profiles nobody here wrote, and what they say of versions, before the real parsers. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PolicyTree, Workspace } from '../shared/language/workspace.ts';
import { lint } from '../shared/lint/index.ts';
import { applyEdits } from '../shared/syntax/index.ts';
import { compile } from './compileForTests.ts';
import { parsersForTests } from './toolchains/forTests.ts';
import type { Toolchain } from './toolchains/index.ts';

const parsers = await parsersForTests();
const targets: Readonly<Record<string, string>> = { 3: 'debian-12', 4: 'debian-13', 5: 'debian-sid' };
const targetOf = ({ version }: Toolchain) => targets[version.split('.')[0]!];

function treeIn(base: string): PolicyTree {
  return {
    read(path) {
      const place = join(base, path);
      const about = statSync(place, { throwIfNoEntry: false });
      return about?.isFile() ? readFileSync(place, 'utf8') : undefined;
    },
    list(path) {
      if (!statSync(join(base, path), { throwIfNoEntry: false })?.isDirectory()) return undefined;
      return readdirSync(join(base, path), { withFileTypes: true }).map((entry) =>
        entry.isDirectory() ? `${entry.name}/` : entry.name,
      );
    },
  };
}

function profilesIn(base: string): string[] {
  return readdirSync(base, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[\w.-]+$/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

describe.each(parsers.filter(targetOf))('with apparmor_parser $version', (parser) => {
  const target = targetOf(parser)!;
  const tree = treeIn(parser.base);
  const profiles = profilesIn(parser.base);
  const findingsIn = (path: string, text: string) =>
    lint(new Workspace({ files: [{ path, text }], tree, target }), path);

  test('its own profiles are read without an error, and none of them is too new', () => {
    for (const path of profiles) {
      const text = readFileSync(join(parser.base, path), 'utf8');
      const found = findingsIn(path, text);
      for (const { start, end, code, severity, message } of found) {
        expect(severity, `${path}: ${message}`).not.toBe('error');
        expect(start <= end && end <= text.length).toBe(true);
        expect(['newer-than-parser', 'abi-not-on-target', 'misspelled-variable'], path).not.toContain(code);
      }
    }
  });

  test('without what is told as needless, a profile compiles to the same', () => {
    for (const path of profiles) {
      const text = readFileSync(join(parser.base, path), 'utf8');
      const edits = findingsIn(path, text)
        .filter(({ code }) => code === 'covered-rule' || code === 'duplicate-rule')
        .flatMap(({ fixes }) => fixes![0]!.edits);
      if (edits.length === 0) continue;
      const before = compile(parser, { text }, target);
      const after = compile(parser, { text: applyEdits(text, edits) }, target);
      expect(Buffer.compare(before, after), path).toBe(0);
    }
  }, 120_000);

  test.each([
    'priority=1 /a r,',
    'all,',
    'userns create,',
    'mqueue r type=posix /a,',
    'io_uring sqpoll,',
    'network (create) inet,',
    'network inet dgram port=53-60,',
    'network inet dgram interface=eth0,',
    'prompt /a r,',
    'deny { /a r, }',
    'audit { /a r, }',
    'if @{A} == "/a" { /a r, }',
    'if defined @{A} { /a r, } else { /b r, }',
    '@{exec_path}/x r,',
    'mount options=(nosymfollow) /a,',
    'mount options=(rslave) /a,',
    'mount options=(rslave) -> /a,',
    'mount options=(rw, move) /a -> /b,',
    'unix (connect) addr=@x peer=(label=b addr=@y),',
  ])('tells of %s where it refuses it', (rule) => {
    const text = `@{A}=/a /b\nprofile t /t {\n  ${rule}\n}\n`;
    let refused = false;
    try {
      compile(parser, { text }, target);
    } catch {
      refused = true;
    }
    const found = findingsIn('t', text).filter(({ code }) => code === 'newer-than-parser');
    expect(found.length > 0).toBe(refused);
  });
});
