import { afterAll, describe, expect, it } from 'vitest';
import { printFeatures } from '../../shared/targets/features.ts';
import { findTarget, targetFacts } from '../../shared/targets/targets.ts';
import { chooseToolchain } from '../toolchains/choose.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { BusyError, checkPolicy, closeParsers, compilePolicy, prepareChecks, RequestError } from './check.ts';
import { limits } from './limits.ts';
import { messageCases } from './messages/cases.ts';
import { placeOf, readMarks } from './messages/marks.ts';
import { runParser } from './run.ts';

const toolchains = await parsersForTests();
const judged = targetFacts.filter((target) => chooseToolchain(target, toolchains)).map((target) => target.id);
const newest = 'ubuntu-26.04';
const profile = (rules: string) => `profile t /bin/x {\n${rules}\n}\n`;
const check = (text: string, more: { path: string; text: string }[] = [], target = newest) =>
  checkPolicy({ files: [{ path: 'usr.bin.t', text }, ...more], target });

afterAll(closeParsers);

describe.skipIf(judged.length === 0)('checking', () => {
  it.each(judged)('says valid, by which parser and how large, for %s', async (target) => {
    const { response, policy } = await compilePolicy({
      files: [
        {
          path: 'usr.bin.t',
          text: 'include <tunables/global>\nprofile t {\n  include <abstractions/base>\n}\n',
        },
      ],
      target,
    });
    const choice = chooseToolchain(findTarget(target)!, toolchains)!;
    expect(response).toMatchObject({
      verdict: 'valid',
      exitStatus: 0,
      parser: { version: choice.toolchain.version, toolchain: choice.toolchain.id },
      policyBytes: policy!.length,
    });
    expect(response.borrowed).toBe(choice.borrowed);
    expect(response.milliseconds).toBeGreaterThan(0);
    expect(response.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    // "version", then a u32: its lowest ten bits are the format, which is 7 wherever the features are read right.
    expect(policy!.toString('latin1', 3, 10)).toBe('version');
    expect(policy!.readUInt32LE(12) & 0x3ff).toBe(7);
  });

  it('can be prepared for', async () => {
    const weakness = await prepareChecks();
    if (weakness) console.warn(`NOT TESTED in a whole sandbox: ${weakness}`);
    if (process.env.CI) expect(weakness).toBeUndefined();
  });

  it('an empty text is valid, as the parser says', async () =>
    expect(await check('')).toMatchObject({ verdict: 'valid', policyBytes: 0 }));

  it('a target decides what there is to include', async () => {
    const text = `abi <abi/5.0>,\n${profile('/a r,')}`;
    expect((await check(text)).verdict).toBe('valid');
    if (
      judged.includes('debian-12') &&
      chooseToolchain(findTarget('debian-12')!, toolchains)!.toolchain.version < '4'
    )
      expect(await check(text, [], 'debian-12')).toMatchObject({
        verdict: 'invalid',
        diagnostics: [{ code: 'parser-missing-file' }],
      });
  });

  it('a target decides what is enforced', async () => {
    const text = `abi <abi/4.0>,\n${profile('unix (connect) type=stream peer=(addr=@x),')}`;
    const codes = async (target: string) =>
      (await check(text, [], target)).diagnostics.map(({ code }) => code);
    expect(await codes('ubuntu-26.04')).toEqual([]);
    if (judged.includes('debian-13')) expect(await codes('debian-13')).toEqual(['parser-not-enforced']);
  });

  it('finds the other files by their paths, before those of the release', async () => {
    const text = `include <tunables/global>\n${profile('@{MINE}/a r,\ninclude if exists <local/usr.bin.t>')}`;
    const tunables = { path: 'tunables/global', text: '@{MINE}=/mine\n' };
    expect((await check(text, [tunables])).verdict).toBe('valid');
    const local = { path: 'local/usr.bin.t', text: '# empty\n\nnetwork foo,\n' };
    expect(await check(text, [tunables, local])).toMatchObject({
      verdict: 'invalid',
      diagnostics: [
        {
          file: 'local/usr.bin.t',
          range: { start: { line: 2, character: 0 }, end: { line: 2, character: 12 } },
        },
      ],
    });
  });

  it('leaves the release’s files beside an edited one, where a whole directory is included', async () => {
    const { toolchain } = chooseToolchain(findTarget(newest)!, toolchains)!;
    const size = async (linked: string[]) => {
      const overlay = [{ path: 'abstractions/mine', text: '/mine r,\n' }];
      const features = printFeatures(findTarget(newest)!.features.tree);
      const ran = await runParser(toolchain, {
        text: profile('include <abstractions>'),
        overlay,
        linked,
        features,
      });
      expect(ran.status).toBe(0);
      return ran.policy.length;
    };
    expect(await size(['abstractions/consoles'])).toBeGreaterThan(await size([]));
    expect(
      (
        await check(`include <tunables/global>\n${profile('@{HOME}/a r,')}`, [
          { path: 'tunables/home.d/x', text: '@{HOMEDIRS}+=/srv/\n' },
        ])
      ).verdict,
    ).toBe('valid');
  });

  it('refuses a target that there is not', () =>
    expect(check('', [], 'debian-1')).rejects.toThrow(new RequestError('There is no target “debian-1”.')));

  it('keeps checks apart that run at once', async () => {
    const texts = Array.from({ length: 24 }, (_, at) =>
      profile(at % 3 ? `/a${at} r,` : `capability no_${at},`),
    );
    const answers = await Promise.all(texts.map((text) => check(text)));
    answers.forEach((answer, at) => {
      expect(answer.verdict).toBe(at % 3 ? 'valid' : 'invalid');
      if (at % 3 === 0) expect(answer.diagnostics[0]!.message).toContain(`no_${at}`);
    });
  });

  it('says that it is busy instead of taking on too much', async () => {
    const many = Array.from({ length: limits.waiting + 40 }, () => check(profile('/a r,')));
    const failed = (await Promise.allSettled(many)).filter((each) => each.status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed) expect(reason).toBeInstanceOf(BusyError);
    expect((await check(profile('/a r,'))).verdict).toBe('valid');
  });

  it('stops at once when the caller gives up, in the queue or at work', async () => {
    const stop = new AbortController();
    const bomb = profile(`/**a${'?'.repeat(18)} r,`);
    const all = Array.from({ length: 6 }, () =>
      checkPolicy({ files: [{ path: 'usr.bin.t', text: bomb }], target: newest }, { signal: stop.signal }),
    );
    const settled = Promise.allSettled(all);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const started = performance.now();
    stop.abort();
    for (const each of await settled)
      expect(each).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
    expect(performance.now() - started).toBeLessThan(1_000);
    await expect(
      checkPolicy({ files: [{ path: 'a', text: '' }], target: newest }, { signal: stop.signal }),
    ).rejects.toThrow();
  });
});

describe('the parsers at hand still say what was written down', () => {
  it.runIf(process.env.CI)('in CI, those of all three releases', () =>
    expect(toolchains.map(({ id }) => id)).toEqual(expect.arrayContaining(['bookworm', 'trixie', 'sid'])),
  );

  for (const example of messageCases)
    for (const version of example.versions) {
      const target = targetFacts.find(
        ({ id, parserVersion }) => id.startsWith('debian') && parserVersion === version,
      )!;
      const choice = chooseToolchain(target, toolchains);
      const here = choice?.toolchain.version === version;
      it.skipIf(!here)(`${example.name} (${version})`, async () => {
        const files = Object.entries(example.files).map(([path, text]) => readMarks(path, text));
        const answer = await checkPolicy({ files, target: target.id });
        const found = answer.diagnostics.filter(({ code }) => code === example.code);
        expect(found.map(placeOf)).toEqual(files.flatMap((file) => file.marks));
        expect(found[0]!.severity).toBe(example.severity);
        // A crash in the sandbox ends by another signal than outside of it.
        if (example.status >= 128) expect(answer.exitStatus).toBeGreaterThanOrEqual(128);
        else expect(answer.exitStatus).toBe(example.status);
        expect(answer.verdict).toBe(example.status === 0 ? 'valid' : 'invalid');
      });
    }
});
