/** `tell FILE`: what each include adds, and which of the profile's own rules it makes moot. */
import type { TellResponse, ToldInclude, ToldRule } from '../../shared/api/tell.ts';
import { tellIncludes } from '../enforced/tell.ts';
import { closeParsers } from '../parser/check.ts';
import { limits } from '../parser/limits.ts';
import { kitFiles, overlayFor, readGiven, requireTarget, usualTarget } from './given.ts';
import { CannotRun, exit, type Io } from './io.ts';
import { printable } from './report/printable.ts';
import { requireFormat } from './targets.ts';

export interface TellArguments {
  target: string | undefined;
  base: string | undefined;
  kit: string | undefined;
  format: string;
}

export async function tell(name: string | undefined, options: TellArguments, io: Io): Promise<number> {
  if (name === undefined) throw new CannotRun('Name the profile whose includes are to be told.');
  requireFormat(options.format);
  if (options.target !== undefined) requireTarget(options.target);
  const target = options.target ?? (await usualTarget());
  const file = await readGiven(name, options.base, io);
  const besides = options.kit === undefined ? [] : await kitFiles(options.kit);
  const overlay = await overlayFor(file, besides, options.base);
  try {
    const told = await tellIncludes(
      { files: [{ path: file.path, text: file.text }, ...overlay], target },
      { signal: io.signal, timeoutMs: limits.batchMs },
    );
    io.stdout(options.format === 'json' ? `${JSON.stringify(told)}\n` : printable(asText(file.shown, told)));
    return exit.good;
  } finally {
    await closeParsers();
  }
}

function asText(shown: string, { includes, target }: TellResponse): string {
  if (includes.length === 0) return `${shown}: no include of a profile brings a rule on ${target}\n`;
  const several = new Set(includes.map(({ profile }) => profile)).size > 1;
  return includes.map((one) => `${head(shown, one, several)}\n${body(one, target)}`).join('');
}

function head(shown: string, { range, path, rules, profile }: ToldInclude, several: boolean): string {
  const where = several ? `, in ${profile}` : '';
  return `${shown}:${range.start.line + 1}: ${path}: ${rules} ${rules === 1 ? 'rule' : 'rules'}${where}`;
}

function body({ adds, moot, without, reason }: ToldInclude, target: string): string {
  return [
    ...adds.map(({ weighty, words }) => `  ${weighty ? '!' : ' '} ${words}`),
    ...moot.map((rule) => `    makes moot: ${inLine(rule)}`),
    ...without.map((rule) => `    does nothing on ${target}: ${inLine(rule)}, in ${rule.file}`),
    ...(reason ? [`    what it makes moot is not known: ${reason}`] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const inLine = ({ text, range }: ToldRule) => `line ${range.start.line + 1}, “${text}”`;
