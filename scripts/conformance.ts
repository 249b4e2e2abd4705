/**
 * `npm run conformance -- DIR [--base DIR] [--cwd DIR] [--against TOOLCHAIN [--features FILE]]`: how often the
 * built-in parser agrees with what AppArmor's language tests (DIR/**\/*.sd) expect, or with a real parser's verdict on
 * them, and every miss. Exit status 0 where all misses are known, 1 where one is not, 2 where it could not run.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  builtIn,
  expected,
  inParallel,
  languageTests,
  realParser,
  surroundingsOf,
} from '../server/conformance/verdicts.ts';
import { listToolchains } from '../server/toolchains/index.ts';

/** Misses that are known, by the test's path, each with its reason. */
const known: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../test/conformance/misses.json'), 'utf8'),
);

class Wrong extends Error {}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      base: { type: 'string' },
      cwd: { type: 'string' },
      against: { type: 'string' },
      features: { type: 'string' },
    },
  });
  const [folder] = positionals;
  if (!folder || positionals.length > 1)
    throw new Wrong('Name the folder of the language tests, and no other.');
  if (!existsSync(folder)) throw new Wrong(`There is no folder ${folder}.`);
  const usual = surroundingsOf(folder);
  const surroundings = {
    base: values.base ? resolve(values.base) : usual.base,
    cwd: values.cwd ? resolve(values.cwd) : usual.cwd,
  };
  const tests = languageTests(folder).map((name) => ({
    name,
    text: readFileSync(join(folder, name), 'utf8'),
    bytes: readFileSync(join(folder, name)),
  }));
  const cases = tests.filter(({ text }) => expected(text) !== 'skipped');
  if (cases.length === 0) throw new Wrong(`There are no language tests (*.sd) below ${folder}.`);

  const ask = builtIn(surroundings);
  const others = values.against
    ? await parserVerdicts(values.against, surroundings, values.features ?? featuresBeside(folder), cases)
    : cases.map(({ text }) => ({ good: expected(text) === 'good', message: '' }));
  const misses = cases.flatMap(({ name, text }, at) => {
    const own = ask(text);
    const other = others[at]!;
    return own.good === other.good ? [] : [{ name, own, other }];
  });
  for (const { name, own, other } of misses) {
    const words = own.good ? 'taken for good' : `refused, ${own.code}: ${own.message}`;
    console.log(`MISS ${name}: ${words}${other.message ? `\n     the parser: ${other.message}` : ''}`);
    console.log(
      `     ${known[name] ? `known: ${known[name]}` : 'NOT KNOWN in test/conformance/misses.json'}`,
    );
  }
  const share = ((1 - misses.length / cases.length) * 100).toFixed(2);
  const whom = values.against ? `the parser of ${values.against}` : 'what the tests expect';
  console.log(
    `${share} % agreement with ${whom}: ${cases.length - misses.length} of ${cases.length}; ${tests.length - cases.length} not to be run.`,
  );
  return misses.every(({ name }) => known[name]) ? 0 : 1;
}

/** The features that the tests were written for lie beside them as features.all. */
function featuresBeside(folder: string): string {
  const found = ['../../features.all', '../features.all', '../features_files/features.all']
    .map((path) => resolve(folder, path))
    .find(existsSync);
  if (!found) throw new Wrong('Name the features the kernel is to have: --features FILE.');
  return found;
}

async function parserVerdicts(
  id: string,
  surroundings: { base: string; cwd: string },
  features: string,
  cases: { bytes: Buffer }[],
) {
  const toolchains = await listToolchains();
  const toolchain = toolchains.find((each) => each.id === id);
  if (!toolchain)
    throw new Wrong(
      `There is no toolchain “${id}”; there is: ${toolchains.map((one) => one.id).join(', ')}.`,
    );
  const judge = realParser(toolchain, { ...surroundings, features });
  return inParallel(cases, ({ bytes }) => judge(bytes));
}

run().then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    console.error(error instanceof Wrong || 'code' in error ? error.message : error);
    process.exitCode = 2;
  },
);
