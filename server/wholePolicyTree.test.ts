import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WholePolicyTree } from '../shared/api/schemas.ts';
import { buildApp } from './app.ts';
import { parsersForTests } from './toolchains/forTests.ts';
import { readWholeTree } from './wholePolicyTree.ts';

const toolchains = await parsersForTests();
const place = mkdtempSync(join(tmpdir(), 'whole-tree-'));
const base = join(place, 'apparmor.d');

beforeAll(() => {
  for (const directory of ['abstractions/base.d', 'tunables', 'abi', 'local', 'cache'])
    mkdirSync(join(base, directory), { recursive: true });
  writeFileSync(join(place, 'secret'), 'secret\n');
  writeFileSync(join(base, 'usr.bin.x'), 'profile x {}\n');
  writeFileSync(join(base, 'cache/x'), 'binary\n');
  writeFileSync(join(base, 'abstractions/base'), '# base\n');
  writeFileSync(join(base, 'abstractions/base.d/site'), '# site\n');
  writeFileSync(join(base, 'tunables/global'), '@{A}=/a\n');
  symlinkSync('../../secret', join(base, 'abstractions/leak'));
  symlinkSync('..', join(base, 'abstractions/round'));
});
afterAll(() => rmSync(place, { recursive: true }));

const paths = (tree: WholePolicyTree) => tree.files.map(({ path }) => path);

describe('a whole tree', () => {
  it('has what is for reading, in order, and nothing that a link leads out to', async () =>
    expect((await readWholeTree(base)).files).toEqual([
      { path: 'abstractions/base', text: '# base\n' },
      { path: 'abstractions/base.d/site', text: '# site\n' },
      { path: 'tunables/global', text: '@{A}=/a\n' },
    ]));
  it('says where it was cut off', async () => {
    const { files, incomplete } = await readWholeTree(base, { files: 2, characters: 1_000 });
    expect(files).toHaveLength(2);
    expect(incomplete).toMatch(/too large/);
  });
  it('counts characters', async () =>
    expect(await readWholeTree(base, { files: 9, characters: 8 })).toMatchObject({
      incomplete: expect.any(String),
    }));
});

describe.skipIf(toolchains.length === 0)('over HTTP', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await buildApp();
  });
  afterAll(() => app.close());
  const get = (target: string, headers = {}) =>
    app.inject({ url: `/api/policy-tree?target=${target}`, headers });

  it('brings abstractions, tunables and abi files', async () => {
    const tree = (await get('ubuntu-26.04')).json<WholePolicyTree>();
    expect(paths(tree)).toEqual(
      expect.arrayContaining(['abi/3.0', 'abstractions/base', 'abstractions/nameservice', 'tunables/global']),
    );
  });
  it('is small on its way', async () => {
    const { headers, rawPayload } = await get('ubuntu-26.04', { 'accept-encoding': 'br' });
    expect(headers['content-encoding']).toBe('br');
    expect(rawPayload.length).toBeLessThan(100_000);
  });
  it('is not sent twice', async () => {
    const { headers } = await get('ubuntu-26.04');
    const again = await get('ubuntu-26.04', { 'if-none-match': headers.etag });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
    expect((await get('ubuntu-26.04', { 'if-none-match': '"other"' })).statusCode).toBe(200);
  });
  it('refuses a target that is none', async () => {
    const answer = await get('amiga');
    expect(answer.statusCode).toBe(404);
    expect(answer.json().message).toBe('There is no target “amiga”.');
  });
});
