import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { badTexts, goodTexts } from '../../shared/syntax/verdictCases.ts';
import { printFeatures } from '../../shared/targets/features.ts';
import { kernelFeatures } from '../../shared/targets/kernels.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { builtIn, expected, inParallel, languageTests, realParser, surroundingsOf } from './verdicts.ts';

const parser = (await parsersForTests()).find(newEnough);
const folder = mkdtempSync(join(tmpdir(), 'aa-verdicts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const features = join(folder, 'features');
writeFileSync(features, printFeatures(kernelFeatures.ubuntu2604));

describe.runIf(parser)('the real parser says of the texts that are known to be good or bad', () => {
  const judge = realParser(parser!, { base: folder, cwd: folder, features });
  test('that they are', async () => {
    const verdicts = await inParallel([...goodTexts, ...badTexts], async (text) => [
      text,
      (await judge(text)).good,
    ]);
    expect(verdicts).toEqual([
      ...goodTexts.map((text) => [text, true]),
      ...badTexts.map((text) => [text, false]),
    ]);
  });
});

test('a language test says what is expected of it', () => {
  expect(expected('#=EXRESULT FAIL\n/a {')).toBe('bad');
  expect(expected('#=DESCRIPTION x\n#=EXRESULT PASS\n')).toBe('good');
  expect(expected('profile a { }')).toBe('good');
  expect(expected('#=TODO\n#=EXRESULT PASS\n')).toBe('skipped');
  expect(expected('#=DISABLED\n')).toBe('skipped');
});

test('language tests are found in folders, and read with what they include', () => {
  writeFileSync(join(folder, 'b.sd'), 'profile a { include <rules> }');
  writeFileSync(join(folder, 'rules'), '/a zz,\n');
  expect(languageTests(folder)).toEqual(['b.sd']);
  const ask = builtIn(surroundingsOf(folder));
  expect(ask('profile a { include <rules> }')).toMatchObject({ good: false, code: 'bad-permissions' });
  expect(ask('profile a { }')).toEqual({ good: true });
});
