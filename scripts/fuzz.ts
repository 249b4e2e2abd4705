/**
 * `npm run fuzz [-- --seed N] [--runs N] [--against TOOLCHAIN --features FILE]`: tries generated and mutated policies
 * on the built-in parser, without end where no number of runs is given. Each kind of fault is printed once, shortened,
 * with the seed that makes it again. AppArmor's language tests are mutated too where they are (AA_CORPUS, or beside the
 * checkout). Exit status 1 where a fault was found.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Fault, faultOf, shorten, type Trial, trial } from '../server/conformance/fuzz.ts';
import {
  corpusFolder,
  inParallel,
  languageTests,
  realParser,
  surroundingsOf,
} from '../server/conformance/verdicts.ts';
import { includesFrom } from '../server/policyIncludes.ts';
import { listToolchains } from '../server/toolchains/index.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string' },
    against: { type: 'string' },
    features: { type: 'string' },
  },
});

const folder = corpusFolder();
if (!folder)
  console.warn('AppArmor’s language tests are not here: generated policies only. Name them in AA_CORPUS.');
const corpus = folder
  ? languageTests(folder).map((name) => readFileSync(join(folder, name), 'utf8').replace(/^#=.*\n/gm, ''))
  : [];
const surroundings = folder ? surroundingsOf(folder) : { base: process.cwd(), cwd: process.cwd() };
const resolveInclude = includesFrom(surroundings.base, surroundings.cwd);

async function judgeOf(id: string) {
  const toolchains = await listToolchains();
  const toolchain = toolchains.find((each) => each.id === id);
  const features = values.features ?? (folder && resolve(folder, '../../features.all'));
  if (!toolchain)
    throw new Error(
      `There is no toolchain “${id}”; there is: ${toolchains.map((one) => one.id).join(', ')}.`,
    );
  if (!features || !existsSync(features))
    throw new Error('Name the features of the kernel: --features FILE.');
  return realParser(toolchain, { ...surroundings, features });
}

const judge = values.against ? await judgeOf(values.against) : undefined;
const first = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const runs = values.runs === undefined ? Number.POSITIVE_INFINITY : Number(values.runs);
const batch = judge ? 500 : 2_000;
const known = new Set<string>();
let tried = 0;
const again = (one: Trial) => faultOf(one, resolveInclude, judge);

console.log(`seeds from ${first} on${values.against ? `, against the parser of ${values.against}` : ''}`);
while (tried < runs) {
  const trials = Array.from({ length: Math.min(batch, runs - tried) }, (_, at) =>
    trial(first + tried + at, corpus),
  );
  const faults = (await inParallel(trials, again)).filter((fault): fault is Fault => fault !== undefined);
  for (const fault of faults) {
    if (known.has(fault.group)) continue;
    known.add(fault.group);
    const short = await shorten(fault, (text) => again({ seed: fault.seed, text }));
    console.log(`${short.kind} (seed ${short.seed}): ${JSON.stringify(short.text)}\n  ${short.details}`);
  }
  tried += trials.length;
  if (runs === Number.POSITIVE_INFINITY && tried % (batch * 10) === 0) console.log(`${tried} tried`);
}
console.log(`${tried} tried, ${known.size} kinds of fault`);
process.exitCode = known.size > 0 ? 1 : 0;
