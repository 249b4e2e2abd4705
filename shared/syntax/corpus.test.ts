/**
 * AppArmor's own language tests, where they are to be had (AA_CORPUS, or beside the checkout). They say what
 * apparmor_parser 5.0 makes of each file, together with what it includes.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, printFile, type ResolveInclude, requireLaws } from './testing.ts';

const corpus = process.env.AA_CORPUS ?? resolve(import.meta.dirname, '../../../shared/corpus');
const folder = [join(corpus, 'tst/simple_tests'), join(corpus, 'simple_tests'), corpus].find(
  (path) => existsSync(path) && path.endsWith('simple_tests'),
);
if (!folder) console.warn('SKIPPED: no language tests of AppArmor here; name their folder in AA_CORPUS.');

/** Agreement reached. Raise it, never lower it. */
const floor = 0.995;

/** What libapparmor passes over in a directory (private.c: _aa_is_blacklisted). */
const passedOver =
  /^\.|^README$|\.(?:dpkg-(?:new|old|dist|bak|remove)|pacsave|pacnew|rpmnew|rpmsave|orig|rej)$|~$/;

/** Angle brackets look below the tests, other names from the directory above, where AppArmor's driver runs them. */
const resolveInclude: ResolveInclude = (path, form) => {
  const place = form === 'magic' ? join(folder!, path) : isAbsolute(path) ? path : join(folder!, '..', path);
  if (!existsSync(place)) return undefined;
  const files = statSync(place).isDirectory()
    ? readdirSync(place)
        .filter((name) => !passedOver.test(name))
        .sort()
        .map((name) => join(place, name))
    : [place];
  return files
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ path: file, text: readFileSync(file, 'utf8') }));
};

describe.skipIf(!folder)("AppArmor's language tests", () => {
  const all = (folder ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name.endsWith('.sd'))
    .map((name) => ({ name, text: readFileSync(join(folder!, name), 'utf8') }));
  const cases = all.filter(({ text }) => !/^#=(?:TODO|DISABLED)/m.test(text));

  test('every file prints back byte for byte, and its tree keeps the laws', () => {
    expect(all.length).toBeGreaterThan(100);
    for (const { name, text } of all) {
      const result = parse(text);
      expect(printFile(result), name).toBe(text);
      requireLaws(result);
    }
  });

  test(`the built-in parser gives the expected verdict for at least ${floor * 100} %`, () => {
    const misses = cases.filter(({ text }) => {
      const refused = parse(text, { resolveInclude }).diagnostics.some(
        ({ severity }) => severity === 'error',
      );
      return refused !== /^#=EXRESULT\s+FAIL/m.test(text);
    });
    const agreement = 1 - misses.length / cases.length;
    console.info(`language tests: ${(agreement * 100).toFixed(2)} % of ${cases.length} agree`);
    expect(agreement, misses.map(({ name }) => name).join('\n')).toBeGreaterThanOrEqual(floor);
  });
});
