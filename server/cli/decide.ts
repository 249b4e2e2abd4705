/** `decide FILE`: one answer a line to one request a line, read from the compiled policy as the target's kernel does. */

import type { DecidingRule } from '../../shared/api/decide.ts';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { type Decider, deciderFor } from '../../shared/policy/decide.ts';
import { kernelOf } from '../../shared/policy/kernel.ts';
import { type CompiledPolicy, PolicyError, readPolicy } from '../../shared/policy/reader.ts';
import { type Answer, type Request, RequestProblem, readRequest } from '../../shared/policy/requests.ts';
import { findTarget, type TargetFacts } from '../../shared/targets/targets.ts';
import { type RulesBehind, rulesBehind } from '../decide/why.ts';
import { closeParsers, compilePolicy } from '../parser/check.ts';
import { limits } from '../parser/limits.ts';
import {
  type Given,
  kitFiles,
  overlayFor,
  readBytes,
  readGiven,
  requireTarget,
  usualTarget,
} from './given.ts';
import { CannotRun, exit, type Io } from './io.ts';

export interface DecideArguments {
  /** FILE is compiled policy. */
  policy: boolean;
  target: string | undefined;
  /** JSON requests, one a line; `-` is standard input. */
  requests: string | undefined;
  /** The profile that is asked, `parent//child`; needed where the file holds several. */
  profile: string | undefined;
  base: string | undefined;
  kit: string | undefined;
  /** Name the rules that decide. */
  why: boolean;
}

/** Lines that are written at once. */
const batch = 1_000;

/** Answers requests. A line that is no request gets `{"error": …}` in its place, and the exit status is 2. */
export async function decideRequests(
  name: string | undefined,
  options: DecideArguments,
  io: Io,
): Promise<number> {
  if (name === undefined)
    throw new CannotRun('Name the file to ask, a profile or with --policy compiled policy.');
  if (options.requests === undefined) throw new CannotRun('Name the file of requests with --requests.');
  if (name === '-' && options.requests === '-')
    throw new CannotRun('Only one of the profile and the requests can be standard input.');
  if (options.target !== undefined) requireTarget(options.target);
  const target = options.target ?? (await usualTarget());
  const facts = findTarget(target)!;
  const lines = (
    options.requests === '-' ? await io.stdin() : (await readBytes(options.requests)).toString('utf8')
  ).split('\n');
  if (options.policy) {
    if (options.why)
      throw new CannotRun(
        'Compiled policy does not hold the text of its rules; --why needs the profile itself.',
      );
    const decider = deciderOf(await readCompiled(name), facts);
    return answerLines(lines, decider, { profile: askedProfile(decider, options.profile) }, io);
  }
  try {
    const files = await givenFiles(name, options, io);
    const decider = deciderOf(await compile(files, target, io), facts);
    const profile = askedProfile(decider, options.profile);
    const why = options.why ? await reasons(files, { target: facts, profile, lines }, io) : undefined;
    return answerLines(lines, decider, { profile, why }, io);
  } finally {
    await closeParsers();
  }
}

function deciderOf(policy: CompiledPolicy, { kernel, features }: TargetFacts): Decider {
  return deciderFor(policy, kernelOf(kernel, features.tree));
}

/** As printed: where the rule stands, in the file as it was named or in one of the policy tree. */
type PrintedRule = Pick<DecidingRule, 'file' | 'range' | 'text' | 'effect'>;
type Why = (request: Request, answer: Answer) => PrintedRule[];

async function reasons(
  { given, texts }: GivenFiles,
  { target, profile, lines }: { target: TargetFacts; profile: string; lines: string[] },
  io: Io,
): Promise<Why> {
  const requests = lines.flatMap((line): Request[] => {
    const request = requestIn(line);
    return 'op' in request ? [request] : [];
  });
  const behind: RulesBehind = await rulesBehind(
    { files: texts, target, profile, requests },
    { signal: io.signal, timeoutMs: limits.batchMs },
  );
  return (request, answer) =>
    behind(request, answer).map(({ file, range, text, effect }) => ({
      file: file === given.path ? given.shown : file,
      range,
      text,
      effect,
    }));
}

interface Asking {
  profile: string;
  why?: Why | undefined;
}

function answerLines(lines: string[], decider: Decider, asking: Asking, io: Io): number {
  let out: string[] = [];
  let wrong = 0;
  const flush = () => {
    if (out.length > 0) io.stdout(`${out.join('\n')}\n`);
    out = [];
  };
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const answer = answerLine(line, decider, asking);
    if ('error' in answer) {
      wrong++;
      if (wrong === 1) io.stderr(`aa-workbench: line ${at + 1} of the requests: ${answer.error}\n`);
    }
    out.push(JSON.stringify(answer));
    if (out.length >= batch) flush();
    io.signal.throwIfAborted();
  }
  flush();
  return wrong > 0 ? exit.couldNotRun : exit.good;
}

/** As printed: permission words in hexadecimal, as the kernel prints them. */
type Printed = Omit<Answer, 'perms'> & {
  perms: Record<keyof Answer['perms'], string>;
  rules?: PrintedRule[];
};

function requestIn(line: string): Request | { error: string } {
  try {
    return readRequest(JSON.parse(line));
  } catch (error) {
    if (error instanceof RequestProblem) return { error: error.message };
    if (error instanceof SyntaxError) return { error: `This is not JSON: ${error.message}.` };
    throw error;
  }
}

function answerLine(line: string, decider: Decider, { profile, why }: Asking): Printed | { error: string } {
  const request = requestIn(line);
  if ('error' in request) return request;
  try {
    const whole = decider.decide(request, profile);
    const { verdict, mediated, explicitDeny, audit, quiet, perms, ...more } = whole;
    return {
      verdict,
      mediated,
      explicitDeny,
      audit,
      quiet,
      perms: {
        allow: hex(perms.allow),
        deny: hex(perms.deny),
        audit: hex(perms.audit),
        quiet: hex(perms.quiet),
      },
      ...more,
      ...(why ? { rules: why(request, whole) } : {}),
    };
  } catch (error) {
    if (error instanceof RequestProblem) return { error: error.message };
    throw error;
  }
}

const hex = (word: number) => `0x${word.toString(16).padStart(8, '0')}`;

/** Throws CannotRun where it is not clear which profile is meant, or there is none of that name. */
function askedProfile({ names, only }: Decider, wanted: string | undefined): string {
  if (wanted !== undefined) {
    if (names.includes(wanted)) return wanted;
    throw new CannotRun(`There is no profile “${wanted}” in the policy; there is: ${names.join(', ')}.`);
  }
  if (only !== undefined) return only;
  throw new CannotRun(`The policy holds several profiles; choose one with --profile: ${names.join(', ')}.`);
}

async function readCompiled(name: string): Promise<CompiledPolicy> {
  if (name === '-') throw new CannotRun('Compiled policy is not read from standard input; name its file.');
  try {
    return readPolicy(await readBytes(name));
  } catch (error) {
    if (error instanceof PolicyError) throw new CannotRun(`${name}: ${error.message}`);
    throw error;
  }
}

interface GivenFiles {
  given: Given;
  /** The profile's file first. */
  texts: PolicyText[];
}

async function givenFiles(name: string, { base, kit }: DecideArguments, io: Io): Promise<GivenFiles> {
  const given = await readGiven(name, base, io);
  const overlay = await overlayFor(given, kit === undefined ? [] : await kitFiles(kit), base);
  return { given, texts: [{ path: given.path, text: given.text }, ...overlay] };
}

async function compile({ given, texts }: GivenFiles, target: string, io: Io): Promise<CompiledPolicy> {
  const { response, policy } = await compilePolicy(
    { files: texts, target },
    { signal: io.signal, timeoutMs: limits.batchMs },
  );
  if (policy && policy.length > 0) return readPolicy(policy);
  if (policy) throw new CannotRun(`${given.shown} holds no profile.`);
  const first = response.diagnostics.find(({ severity }) => severity === 'error');
  const place = first && `${first.file}:${first.range.start.line + 1}:${first.range.start.character + 1}: `;
  throw new CannotRun(
    first
      ? `${given.shown} cannot be compiled for ${target}: ${place}${first.message}`
      : `${given.shown} cannot be compiled for ${target}: ${response.reason ?? 'apparmor_parser gave no reason.'}`,
  );
}
