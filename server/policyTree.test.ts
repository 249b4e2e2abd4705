import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RequestError } from './parser/errors.ts';
import { readPolicyTree, readTree } from './policyTree.ts';
import { parsersForTests } from './toolchains/forTests.ts';

const toolchains = await parsersForTests();
const place = mkdtempSync(join(tmpdir(), 'tree-'));
const base = join(place, 'apparmor.d');

beforeAll(() => {
  for (const directory of ['abstractions/base.d', 'tunables', 'abi', 'local', 'cache'])
    mkdirSync(join(base, directory), { recursive: true });
  writeFileSync(join(place, 'secret'), 'secret\n');
  writeFileSync(join(base, 'usr.bin.x'), 'profile x {}\n');
  writeFileSync(join(base, 'abstractions/base'), '# abstraction\n');
  writeFileSync(join(base, 'abstractions/.hidden'), '');
  writeFileSync(join(base, 'abstractions/huge'), 'x'.repeat(600_000));
  symlinkSync('base', join(base, 'abstractions/same'));
  symlinkSync('../../secret', join(base, 'abstractions/leak'));
  symlinkSync(place, join(base, 'tunables/out'));
  symlinkSync('loop', join(base, 'tunables/loop'));
  execFileSync('mkfifo', [join(base, 'abstractions/fifo')]);
});
afterAll(() => rmSync(place, { recursive: true }));

describe('reading the policy tree', () => {
  const read = (path: string) => readTree(base, path);

  it('lists what can be read', async () =>
    expect(await read('')).toEqual({
      kind: 'directory',
      path: '',
      entries: ['abi/', 'abstractions/', 'local/', 'tunables/'],
    }));
  it('lists a directory, without hidden files', async () =>
    expect(await read('abstractions/')).toEqual({
      kind: 'directory',
      path: 'abstractions',
      entries: ['base', 'base.d/', 'fifo', 'huge', 'leak', 'same'],
    }));
  it('reads a file', async () =>
    expect(await read('abstractions/base')).toEqual({
      kind: 'file',
      path: 'abstractions/base',
      text: '# abstraction\n',
    }));
  it('follows links inside the tree', async () =>
    expect(await read('abstractions/same')).toMatchObject({ text: '# abstraction\n' }));

  it.each([
    ['../secret', '“.” or “..”', 400],
    ['abstractions/../../secret', '“.” or “..”', 400],
    ['/etc/passwd', 'without a leading slash', 400],
    ['abstractions//base', 'empty parts', 400],
    ['abstractions/a\0b', 'control characters', 400],
    ['usr.bin.x', 'Only abi, abstractions, local, tunables', 403],
    ['cache', 'Only abi, abstractions, local, tunables', 403],
    ['abstractions/leak', 'leads out of the policy tree', 403],
    ['tunables/out/secret', 'leads out of the policy tree', 403],
    ['tunables/loop', 'There is no “tunables/loop”', 404],
    ['abstractions/fifo', 'neither a file nor a directory', 403],
    ['abstractions/huge', 'larger than 512 kB', 403],
    ['abstractions/nope', 'There is no “abstractions/nope”', 404],
  ])('refuses %j', async (path, words, statusCode) => {
    const refused = read(path);
    await expect(refused).rejects.toThrow(RequestError);
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.toMatchObject({ statusCode });
    await expect(refused).rejects.not.toThrow(place);
  });
});

describe.skipIf(toolchains.length === 0)('of a target', () => {
  it('is the tree of the parser that answers for it', async () => {
    const abi = await readPolicyTree('ubuntu-26.04', 'abi');
    expect(abi.kind === 'directory' && abi.entries).toContain('5.0');
    expect(await readPolicyTree('ubuntu-26.04', 'abstractions/nameservice')).toMatchObject({ kind: 'file' });
  });
  it('has to be one', () =>
    expect(readPolicyTree('amiga', '')).rejects.toThrow('There is no target “amiga”.'));
});
