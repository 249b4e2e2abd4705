import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { includesFrom } from './policyIncludes.ts';

const base = mkdtempSync(join(tmpdir(), 'aa-includes-'));
mkdirSync(join(base, 'rules.d/inner'), { recursive: true });
for (const name of [
  'one',
  'rules.d/b',
  'rules.d/a',
  'rules.d/a.dpkg-old',
  'rules.d/README',
  'rules.d/inner/x',
])
  writeFileSync(join(base, name), `# ${name}\n`);
execFileSync('mkfifo', [join(base, 'pipe')]);
afterAll(() => rmSync(base, { recursive: true }));

const find = includesFrom(base, join(base, 'rules.d'));
const texts = (path: string, form: Parameters<typeof find>[1] = 'magic') =>
  find(path, form)?.map(({ text }) => text);

test('a file', () => expect(texts('one')).toEqual(['# one\n']));
test('the files of a directory, in order, without backups', () =>
  expect(texts('rules.d')).toEqual(['# rules.d/a\n', '# rules.d/b\n']));
test('other names are looked up from the current directory', () => {
  expect(texts('a', 'quoted')).toEqual(['# rules.d/a\n']);
  expect(texts(join(base, 'one'), 'bare')).toEqual(['# one\n']);
});
test('a file of the kernel that would wait for ever is empty', () =>
  expect(texts('/proc/kmsg', 'quoted')?.every((text) => text === '') ?? true).toBe(true));
test('nothing is not there, and neither is a pipe', () => {
  expect(texts('none')).toBeUndefined();
  expect(texts('pipe')).toBeUndefined();
});
