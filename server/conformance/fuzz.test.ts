/** A fixed number of texts, the same each time; `npm run fuzz` goes on from there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from '../../shared/syntax/index.ts';
import { printFeatures } from '../../shared/targets/features.ts';
import { kernelFeatures } from '../../shared/targets/kernels.ts';
import { includesFrom } from '../policyIncludes.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { type Fault, faultOf, shorten, trial, tryBuiltIn } from './fuzz.ts';
import { corpusFolder, inParallel, languageTests, realParser, surroundingsOf } from './verdicts.ts';

const parser = (await parsersForTests()).find(newEnough);
const empty = mkdtempSync(join(tmpdir(), 'aa-fuzz-'));
afterAll(() => rmSync(empty, { recursive: true }));
const features = join(empty, 'features');
writeFileSync(features, printFeatures(kernelFeatures.ubuntu2604));

const folder = corpusFolder();
if (!folder) console.warn('SKIPPED: mutations of AppArmor’s language tests; name their folder in AA_CORPUS.');
const corpus = folder
  ? languageTests(folder).map((name) => readFileSync(join(folder, name), 'utf8').replace(/^#=.*\n/gm, ''))
  : [];

const told = (faults: (Fault | undefined)[]) =>
  faults
    .filter((fault) => fault !== undefined)
    .map(({ seed, group, text, details }) => `seed ${seed}: ${group}\n${JSON.stringify(text)}\n${details}`);

test('any text: no throw, no text lost, every place inside, never slow', () => {
  const { base, cwd } = folder ? surroundingsOf(folder) : { base: empty, cwd: empty };
  const resolveInclude = includesFrom(base, cwd);
  const faults = Array.from(
    { length: 2_000 },
    (_, at) => tryBuiltIn(trial(at, corpus), resolveInclude).fault,
  );
  expect(told(faults)).toEqual([]);
});

describe.runIf(parser)('against the real parser', () => {
  test('where it refuses there is an error with a place, where it does not there is none', async () => {
    const judge = realParser(parser!, { base: empty, cwd: empty, features });
    const resolveInclude = includesFrom(empty, empty);
    const trials = Array.from({ length: 600 }, (_, at) => trial(1_000_000 + at, []));
    expect(told(await inParallel(trials, (one) => faultOf(one, resolveInclude, judge)))).toEqual([]);
  });

  const hostile: [string, string][] = [
    ['nothing but NUL', '\0'.repeat(1000)],
    ['NUL in a rule', 'profile a {\n  "/a\0b" r,\n}\n'],
    ['line ends of Windows', 'profile a {\r\n  capability kill ,\r\n  signal set=(hup\r\n),\r\n}\r\n'],
    ['10,000 nested braces', `profile a {\n  /${'{a,'.repeat(10_000)}b${'}'.repeat(10_000)} r,\n}\n`],
    ['10,000 nested blocks', `profile a ${'{'.repeat(10_000)}${'}'.repeat(10_000)}`],
    ['half a character', 'profile a {\n  /\ud800 zz,\n}\n'],
    ['a byte order mark', '\ufeffprofile a { }\n'],
    ['no end of a string', 'profile a {\n  "/a r,\n}\n'],
    ['nothing but closing braces', '}'.repeat(10_000)],
  ];
  test.each(hostile)('%s: refused with a place where it refuses', async (_name, text) => {
    const judge = realParser(parser!, { base: empty, cwd: empty, features });
    const { good, unknown } = await judge(text);
    const errors = parse(text).diagnostics.filter(({ severity }) => severity === 'error');
    if (!good && !unknown) expect(errors[0]).toMatchObject({ start: expect.any(Number) });
    for (const { start, end } of errors) expect(end).toBeGreaterThan(start);
  });
});

test('an include that leads back to itself ends, as an error', () => {
  writeFileSync(join(empty, 'loop'), 'profile a {\n  include <loop>\n}\n');
  const { diagnostics } = parse('include <loop>\n', { resolveInclude: includesFrom(empty) });
  expect(diagnostics).toContainEqual(expect.objectContaining({ severity: 'error' }));
});

test('10 MB on one line', () => {
  const before = process.cpuUsage();
  const { diagnostics } = parse(`profile a { ${'/a'.repeat(5_000_000)} r, }\n`);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(10);
  expect(diagnostics).toBeDefined();
});

test('a fault is shortened to what makes it', async () => {
  const fault = (text: string): Fault => ({ seed: 1, kind: 'throws', group: 'g', text, details: '' });
  const again = async (text: string) => (text.includes('bad') ? fault(text) : undefined);
  const { text } = await shorten(fault('profile a {\n  /a r,\n  /bad r,\n}\n'), again);
  expect(text).toBe('bad');
});
