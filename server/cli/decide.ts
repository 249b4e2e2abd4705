/** `decide FILE`: one answer a line to one request a line, read from the compiled policy as the target's kernel does. */
import { type Decider, deciderFor } from '../../shared/policy/decide.ts';
import { kernelOf } from '../../shared/policy/kernel.ts';
import { type CompiledPolicy, PolicyError, readPolicy } from '../../shared/policy/reader.ts';
import { type Answer, RequestProblem, readRequest } from '../../shared/policy/requests.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { closeParsers, compilePolicy } from '../parser/check.ts';
import { limits } from '../parser/limits.ts';
import { kitFiles, overlayFor, readBytes, readGiven, requireTarget, usualTarget } from './given.ts';
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
  const policy = options.policy ? await readCompiled(name) : await compile(name, target, options, io);
  const decider = deciderFor(policy, kernelOf(facts.kernel, facts.features.tree));
  return answerLines(lines, decider, askedProfile(decider, options.profile), io);
}

function answerLines(lines: string[], decider: Decider, profile: string, io: Io): number {
  let out: string[] = [];
  let wrong = 0;
  const flush = () => {
    if (out.length > 0) io.stdout(`${out.join('\n')}\n`);
    out = [];
  };
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const answer = answerLine(line, decider, profile);
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
type Printed = Omit<Answer, 'perms'> & { perms: Record<keyof Answer['perms'], string> };

function answerLine(line: string, decider: Decider, profile: string): Printed | { error: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { error: `This is not JSON: ${(error as Error).message}.` };
  }
  try {
    const { perms, ...answer } = decider.decide(readRequest(value), profile);
    const { verdict, mediated, explicitDeny, audit, quiet, ...more } = answer;
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

async function compile(
  name: string,
  target: string,
  { base, kit }: DecideArguments,
  io: Io,
): Promise<CompiledPolicy> {
  const file = await readGiven(name, base, io);
  const overlay = await overlayFor(file, kit === undefined ? [] : await kitFiles(kit), base);
  try {
    const { response, policy } = await compilePolicy(
      { files: [{ path: file.path, text: file.text }, ...overlay], target },
      { signal: io.signal, timeoutMs: limits.batchMs },
    );
    if (policy && policy.length > 0) return readPolicy(policy);
    if (policy) throw new CannotRun(`${file.shown} holds no profile.`);
    const first = response.diagnostics.find(({ severity }) => severity === 'error');
    const place = first && `${first.file}:${first.range.start.line + 1}:${first.range.start.character + 1}: `;
    throw new CannotRun(
      first
        ? `${file.shown} cannot be compiled for ${target}: ${place}${first.message}`
        : `${file.shown} cannot be compiled for ${target}: ${response.reason ?? 'apparmor_parser gave no reason.'}`,
    );
  } finally {
    await closeParsers();
  }
}
