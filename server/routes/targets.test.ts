/** Targets of one's own: told once, then judged for as any other. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printFeatures } from '../../shared/targets/features.ts';
import { kernelFeatures } from '../../shared/targets/kernels.ts';
import { buildApp } from '../app.ts';
import { closeParsers } from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';

const parser = (await parsersForTests()).find(newEnough);
let app: FastifyInstance;
beforeAll(async () => {
  app = await buildApp({});
});
afterAll(async () => {
  await app.close();
  await closeParsers();
});

const post = async (url: string, payload: object) => {
  const answer = await app.inject({ method: 'POST', url, payload });
  return { status: answer.statusCode, ...answer.json() };
};
const like = 'ubuntu-26.04';
const kernel = (title: string, tree: keyof typeof kernelFeatures) => ({
  title,
  features: printFeatures(kernelFeatures[tree]),
  like,
});
const rule = 'network connect inet dgram port=0 peer=(port=53),';
const files = [{ path: 'a', text: `abi <abi/5.0>,\nprofile a {\n${rule}\n}\n` }];

describe.skipIf(!parser)('a target of one’s own', () => {
  test('is judged by what its kernel says of itself', async () => {
    const { id, title, features } = await post('/api/targets', kernel('No ports', 'linux7'));
    expect({ title, source: features.source }).toEqual({ title: 'No ports', source: 'measured' });
    expect(await post('/api/check', { files, target: id })).toMatchObject({ verdict: 'valid' });
    const { marks } = await post('/api/enforced', { files, target: id });
    expect(marks).toMatchObject([{ effect: 'more' }]);
    const other = { op: 'network', family: 'inet', type: 'dgram', access: ['connect'] };
    const request = { ...other, peer: { ip: '203.0.113.7', port: 123 } };
    const { targets } = await post('/api/decide', { files, targets: [id, like], requests: [request] });
    expect(targets.map((one: { answers: { verdict: string }[] }) => one.answers[0]?.verdict)).toEqual([
      'allow',
      'deny',
    ]);
  });

  test('reads the policy tree of the release it is like', async () => {
    const { id } = await post('/api/targets', kernel('Tree', 'ubuntu2604'));
    const answer = await app.inject(`/api/policy-tree/abstractions/base?target=${id}`);
    expect(answer.json()).toMatchObject({ kind: 'file' });
  });
});

test.each([
  ['no dump', { title: 'x', features: 'hello', like }, /Not a features file: expected .* at line 1/],
  ['another text', { title: 'x', features: 'a {b\n}\n', like }, /expected “file {…}”/],
  [
    'no release',
    { title: 'x', features: 'file {a {b\n}\n}\npolicy {a {b\n}\n}\n', like: 'y' },
    /no release “y”/,
  ],
])('%s is refused in words', async (_what, definition, words) => {
  const answer = await post('/api/targets', definition);
  expect(answer.status).toBe(400);
  expect(answer.message).toMatch(words);
});
