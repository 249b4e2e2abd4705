import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorkspace, type Workspace } from './workspace.ts';

let top: string;
let folder: string;
let workspace: Workspace;

beforeEach(async () => {
  top = mkdtempSync(join(tmpdir(), 'workspace-test-'));
  folder = join(top, 'profiles');
  mkdirSync(join(folder, 'abstractions'), { recursive: true });
  writeFileSync(join(top, 'secret'), 'not yours\n');
  writeFileSync(join(folder, 'usr.bin.a'), 'profile a /usr/bin/a {\n}\n');
  writeFileSync(join(folder, 'abstractions/x'), '/etc/x r,\n');
  workspace = await openWorkspace(folder);
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const onDisk = (path: string) => readFileSync(join(folder, path), 'utf8');
const hash = async (path: string) => (await workspace.read(path)).hash;
const code = (code: string) => expect.objectContaining({ code });

test('lists text files with what they are; passes over hidden, backup and binary ones', async () => {
  for (const name of ['.hidden', 'a.dpkg-old', 'b~', 'README'])
    writeFileSync(join(folder, name), 'profile b {\n}\n');
  writeFileSync(join(folder, 'picture'), Buffer.from([1, 0, 2]));
  writeFileSync(join(folder, 'latin1'), Buffer.from([0xe9, 0x20]));
  symlinkSync('../secret', join(folder, 'link'));
  writeFileSync(join(folder, 'old-style'), '# comment\n/usr/bin/{b,c} flags=(complain) { # yes\n}\n');
  expect((await workspace.list()).files).toEqual([
    { path: 'abstractions/x', size: 10, kind: 'other' },
    { path: 'old-style', size: 52, kind: 'profile' },
    { path: 'usr.bin.a', size: 25, kind: 'profile' },
  ]);
});

test('saves over the version that was read, keeps the mode, leaves nothing beside it', async () => {
  chmodSync(join(folder, 'usr.bin.a'), 0o640);
  const saved = await workspace.write('usr.bin.a', 'profile b {\n}\n', await hash('usr.bin.a'));
  expect(onDisk('usr.bin.a')).toBe('profile b {\n}\n');
  expect(statSync(join(folder, 'usr.bin.a')).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder).sort()).toEqual(['abstractions', 'usr.bin.a']);
  expect(saved.hash).toBe(await hash('usr.bin.a'));
});

test('refuses to overwrite a file that changed underneath', async () => {
  const read = await hash('usr.bin.a');
  writeFileSync(join(folder, 'usr.bin.a'), 'profile changed {\n}\n');
  await expect(workspace.write('usr.bin.a', 'mine', read)).rejects.toThrow(
    '“usr.bin.a” was changed on disk since it was opened; nothing was overwritten.',
  );
  expect(onDisk('usr.bin.a')).toBe('profile changed {\n}\n');
  expect(readdirSync(folder).sort()).toEqual(['abstractions', 'usr.bin.a']);
});

test('refuses to bring back a file that was removed', async () => {
  const read = await hash('usr.bin.a');
  rmSync(join(folder, 'usr.bin.a'));
  await expect(workspace.write('usr.bin.a', 'mine', read)).rejects.toThrow('was removed from the disk');
  expect(existsSync(join(folder, 'usr.bin.a'))).toBe(false);
});

test('of many saves over one version, exactly one wins', async () => {
  const read = await hash('usr.bin.a');
  const saves = Array.from({ length: 12 }, (_, n) =>
    workspace.write('usr.bin.a', `profile w${n} {\n}\n`, read),
  );
  const results = await Promise.allSettled(saves);
  const winners = results.flatMap((result, n) => (result.status === 'fulfilled' ? [n] : []));
  expect(winners).toHaveLength(1);
  expect(onDisk('usr.bin.a')).toBe(`profile w${winners[0]} {\n}\n`);
  for (const result of results)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ statusCode: 412 });
});

test('a new file is made, and an existing one is not overwritten by one', async () => {
  await workspace.write('abstractions/new', 'x\n', undefined);
  expect(onDisk('abstractions/new')).toBe('x\n');
  await expect(workspace.write('usr.bin.a', 'x', undefined)).rejects.toThrow(
    '“usr.bin.a” is already there; nothing was overwritten.',
  );
});

test.each([
  ['../secret', 'bad-path'],
  ['/etc/passwd', 'bad-path'],
  ['a/../../secret', 'bad-path'],
  ['a//b', 'bad-path'],
  ['.git/config', 'bad-path'],
  ['a\nb', 'bad-path'],
  ['none', 'not-found'],
  ['none/none', 'not-found'],
  ['usr.bin.a/none', 'not-found'],
  ['abstractions', 'not-a-file'],
])('reading and saving %j is refused: %s', async (path, why) => {
  await expect(workspace.read(path)).rejects.toEqual(code(why));
  if (path !== 'none') await expect(workspace.write(path, 'x', undefined)).rejects.toEqual(code(why));
  expect(readFileSync(join(top, 'secret'), 'utf8')).toBe('not yours\n');
});

test('a link inside the folder is followed, and stays a link', async () => {
  symlinkSync('usr.bin.a', join(folder, 'alias'));
  await workspace.write('alias', 'profile c {\n}\n', await hash('alias'));
  expect(onDisk('usr.bin.a')).toBe('profile c {\n}\n');
  expect(readdirSync(folder)).toContain('alias');
});

test.each([
  ['a file outside', '../secret', 'link'],
  ['a directory outside', '..', 'link/secret'],
  ['an absolute path', '/etc/hostname', 'link'],
])('a link to %s is not followed', async (_what, to, path) => {
  symlinkSync(to, join(folder, 'link'));
  await expect(workspace.read(path)).rejects.toThrow(`“${path}” leads out of the workspace.`);
  await expect(workspace.write(path, 'x', '00')).rejects.toThrow('leads out of the workspace');
  await expect(workspace.write(path, 'x', undefined)).rejects.toThrow('leads out of the workspace');
  expect(readFileSync(join(top, 'secret'), 'utf8')).toBe('not yours\n');
});

test('a dangling link outwards does not make a file there', async () => {
  symlinkSync('../made', join(folder, 'link'));
  await expect(workspace.write('link', 'x', undefined)).rejects.toThrow();
  expect(existsSync(join(top, 'made'))).toBe(false);
});

test('a directory that is swapped for a link while files are read and saved never lets anything out', async () => {
  mkdirSync(join(top, 'elsewhere'));
  writeFileSync(join(top, 'elsewhere/x'), 'not yours\n');
  const inside = join(folder, 'abstractions');
  const kept = join(folder, 'kept');
  let stop = false;
  const swapping = (async () => {
    while (!stop) {
      renameSync(inside, kept);
      symlinkSync('../elsewhere', inside);
      await new Promise(setImmediate);
      rmSync(inside);
      renameSync(kept, inside);
      await new Promise(setImmediate);
    }
  })();
  let refused = 0;
  for (let n = 0; n < 400; n++) {
    const read = await workspace.read('abstractions/x').catch(() => void refused++);
    if (read) expect(read.text).not.toContain('not yours');
    await workspace.write('abstractions/x', `${n}`, read ? read.hash : '00').catch(() => void refused++);
    await workspace.write(`abstractions/n${n}`, 'x', undefined).catch(() => void refused++);
  }
  stop = true;
  await swapping;
  expect(refused).toBeGreaterThan(0);
  expect(readdirSync(join(top, 'elsewhere'))).toEqual(['x']);
  expect(readFileSync(join(top, 'elsewhere/x'), 'utf8')).toBe('not yours\n');
});

test('a pipe is refused instead of waited for', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await expect(workspace.read('pipe')).rejects.toThrow('“pipe” is not a regular file.');
});

test('what is not text is neither opened nor saved', async () => {
  writeFileSync(join(folder, 'latin1'), Buffer.from([0xe9]));
  writeFileSync(join(folder, 'nul'), Buffer.from([65, 0]));
  await expect(workspace.read('latin1')).rejects.toThrow('is not opened: it is not UTF-8');
  await expect(workspace.read('nul')).rejects.toThrow('is not opened: it holds a NUL byte');
  await expect(workspace.write('n', 'a\0b', undefined)).rejects.toThrow('is not saved: it holds a NUL byte');
  await expect(workspace.write('n', '\ud800', undefined)).rejects.toThrow('half of a Unicode pair');
});

test('a byte order mark and CRLF come back as they are', async () => {
  writeFileSync(join(folder, 'bom'), '\ufeffprofile a {\r\n}\r\n');
  const { text, hash } = await workspace.read('bom');
  expect(text).toBe('\ufeffprofile a {\r\n}\r\n');
  await workspace.write('bom', text, hash);
  expect(onDisk('bom')).toBe('\ufeffprofile a {\r\n}\r\n');
});

test('too large a file is neither opened nor saved', async () => {
  writeFileSync(join(folder, 'large'), 'x'.repeat(1_000_001));
  await expect(workspace.read('large')).rejects.toThrow('“large” is larger than 1000 kB.');
  await expect(workspace.write('n', 'é'.repeat(600_000), undefined)).rejects.toThrow('larger than 1000 kB');
});

test('a folder that is not there, or none, is refused in a sentence', async () => {
  await expect(openWorkspace(join(top, 'none'))).rejects.toThrow(/^The workspace .*none does not exist\.$/);
  await expect(openWorkspace(join(top, 'secret'))).rejects.toThrow(/secret is not a directory\.$/);
});
