/** What is compiled again and what is not, with the real parsers. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { closeParsers } from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { compiled, forgetCompiled } from './compiled.ts';
import { decideOnTargets } from './decide.ts';

const parser = (await parsersForTests()).find(newEnough);
beforeEach(forgetCompiled);
afterAll(closeParsers);

const files = (text: string) => [{ path: 'a', text: `profile a {\n${text}\n}\n` }];
const policyOf = async (text: string, target = 'debian-sid') => (await compiled(files(text), target)).policy;

describe.skipIf(!parser)('a policy', () => {
  test('is compiled once for all questions about it', async () => {
    const first = await policyOf('/x r,');
    const request = { op: 'file', path: '/x', perms: 'r' };
    await decideOnTargets({ files: files('/x r,'), targets: ['debian-sid'], requests: [request] });
    expect(await policyOf('/x r,')).toBe(first);
  });

  test('is compiled once for several who ask at the same time', async () => {
    const [one, other] = await Promise.all([policyOf('/x r,'), policyOf('/x r,')]);
    expect(one).toBe(other);
  });

  test('is not compiled again on targets where nothing changed', async () => {
    const [sid, ubuntu] = [await policyOf('/x r,'), await policyOf('/x r,', 'ubuntu-26.04')];
    const targets = ['debian-sid', 'debian-13', 'ubuntu-26.04'];
    await decideOnTargets({ files: files('/x r,'), targets, requests: [] });
    expect(await policyOf('/x r,')).toBe(sid);
    expect(await policyOf('/x r,', 'ubuntu-26.04')).toBe(ubuntu);
    expect(sid).not.toBe(ubuntu);
  });

  test('is not compiled again when an edit is undone', async () => {
    const before = await policyOf('/x r,');
    expect(await policyOf('/y r,')).not.toBe(before);
    expect(await policyOf('/x r,')).toBe(before);
  });

  test('is forgotten after many others, the latest ones are not', async () => {
    const first = await policyOf('/0 r,');
    let last = first;
    for (let edit = 1; edit < 100; edit++) last = await policyOf(`/${edit} r,`);
    expect(await policyOf('/99 r,')).toBe(last);
    expect(await policyOf('/0 r,')).not.toBe(first);
  });

  test('that nobody waits for any more is not remembered', async () => {
    const stop = new AbortController();
    const given = compiled(files('/x r,'), 'debian-sid', { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    expect(await policyOf('/x r,')).toBeDefined();
  });
});
