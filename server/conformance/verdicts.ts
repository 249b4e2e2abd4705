/**
 * What the built-in parser, a real apparmor_parser, and AppArmor's own language tests say of a text: good or bad.
 * The real parser runs without a sandbox here, as on anyone's command line: only give it texts you trust.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { reader } from '../cli/builtIn.ts';
import { includesFrom } from '../policyIncludes.ts';
import type { Toolchain } from '../toolchains/index.ts';

/** Where names are looked up: in angle brackets below `base`, in quotes from `cwd`. */
export interface Surroundings {
  base: string;
  cwd: string;
}

export interface BuiltInVerdict {
  good: boolean;
  /** The first error's code and words. */
  code?: string;
  message?: string;
}

/** The built-in parser; included files are read once for all texts. */
export function builtIn({ base, cwd }: Surroundings): (text: string) => BuiltInVerdict {
  const read = reader(includesFrom(base, cwd));
  return (text) => {
    const error = read(text).diagnostics.find(({ severity }) => severity === 'error');
    return error ? { good: false, code: error.code, message: error.message } : { good: true };
  };
}

export interface ParserVerdict {
  good: boolean;
  /** What it said, with status or signal in front where it did not end with 1. */
  message: string;
  /** It was stopped because it took too long: that says nothing. */
  unknown?: boolean;
}

const patienceMs = 20_000;
const longestMessage = 20_000;

/** A real parser reading standard input, compiling for the kernel of a features file. Nothing is loaded or kept. */
export function realParser(
  toolchain: Pick<Toolchain, 'command'>,
  { base, cwd, features }: Surroundings & { features: string },
): (text: string | Buffer) => Promise<ParserVerdict> {
  const [program, ...before] = toolchain.command;
  const args = [
    ...before,
    ...['-QKT', '-j0', '--config-file', '/dev/null', '-b', base, '-M', features, '-S'],
  ];
  return (text) =>
    new Promise((done, fail) => {
      const child = spawn(program!, args, {
        cwd,
        env: { LC_ALL: 'C' },
        stdio: ['pipe', 'ignore', 'pipe'],
        timeout: patienceMs,
        killSignal: 'SIGKILL',
      });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        if (said.length < longestMessage) said += chunk;
      });
      // It may end before it has read everything.
      child.stdin.on('error', () => {});
      child.on('error', fail);
      child.on('close', (status, signal) => {
        const message = said.trim();
        if (signal === 'SIGKILL') done({ good: false, message: 'no answer in time', unknown: true });
        else
          done({ good: status === 0, message: status === 1 ? message : `(${signal ?? status}) ${message}` });
      });
      child.stdin.end(text);
    });
}

/** What a language test says about itself: the verdict it expects, or that it is not to be run. */
export function expected(text: string): 'good' | 'bad' | 'skipped' {
  if (/^#=(?:TODO|DISABLED)/m.test(text)) return 'skipped';
  return /^#=EXRESULT\s+FAIL/m.test(text) ? 'bad' : 'good';
}

/** The language tests below a folder (files named *.sd), relative to it, in order. */
export function languageTests(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sd') && statSync(join(folder, name)).isFile())
    .sort();
}

/** AppArmor's own tests run one directory above `simple_tests`, and some of their includes are relative to it. */
export function surroundingsOf(folder: string): Surroundings {
  const base = resolve(folder);
  return { base, cwd: basename(base) === 'simple_tests' ? dirname(base) : process.cwd() };
}

/** The corpus of language tests, where it is to be had: AA_CORPUS, or beside the checkout. */
export function corpusFolder(): string | undefined {
  const corpus = process.env.AA_CORPUS ?? resolve(import.meta.dirname, '../../../shared/corpus');
  return [join(corpus, 'tst/simple_tests'), join(corpus, 'simple_tests'), corpus].find(
    (path) => path.endsWith('simple_tests') && existsSync(path),
  );
}

/** Runs a task for each item, as many at a time as there are processors. Answers come in order. */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  task: (item: Item) => Promise<Answer>,
  atOnce = availableParallelism(),
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const at = next++;
      answers[at] = await task(items[at]!);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return answers;
}
