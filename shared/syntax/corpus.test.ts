/**
 * AppArmor's own language tests, where they are to be had (AA_CORPUS, or beside the checkout). Files whose verdict
 * depends on files they include are judged here by their own text alone, so the floor is below all of them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, printFile } from './index.ts';

const corpus = process.env.AA_CORPUS ?? resolve(import.meta.dirname, '../../../shared/corpus');
const folder = [join(corpus, 'tst/simple_tests'), join(corpus, 'simple_tests'), corpus].find(
  (path) => existsSync(path) && path.endsWith('simple_tests'),
);
if (!folder) console.warn('SKIPPED: no language tests of AppArmor here; name their folder in AA_CORPUS.');

/** Agreement reached without reading includes. Raise it, never lower it. */
const floor = 0.97;

describe.skipIf(!folder)("AppArmor's language tests", () => {
  const cases = (folder ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name.endsWith('.sd'))
    .map((name) => ({ name, text: readFileSync(join(folder!, name), 'utf8') }))
    .filter(({ text }) => !/^#=(?:TODO|DISABLED)/m.test(text));

  test('every file prints back byte for byte', () => {
    expect(cases.length).toBeGreaterThan(100);
    for (const { name, text } of cases) expect(printFile(parse(text)), name).toBe(text);
  });

  test(`the built-in parser gives the expected verdict for at least ${floor * 100} %`, () => {
    const misses = cases.filter(({ text }) => {
      const refused = parse(text).diagnostics.some(({ severity }) => severity === 'error');
      return refused !== /^#=EXRESULT\s+FAIL/m.test(text);
    });
    const agreement = 1 - misses.length / cases.length;
    console.info(`language tests: ${(agreement * 100).toFixed(2)} % of ${cases.length} agree`);
    expect(agreement, misses.map(({ name }) => name).join('\n')).toBeGreaterThanOrEqual(floor);
  });
});
