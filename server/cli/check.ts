/** `check FILE…`: the built-in parser's findings, then the verdict of each target's apparmor_parser. */
import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import type { CheckResponse, Diagnostic, PolicyText } from '../../shared/api/schemas.ts';
import { parse, type SyntaxDiagnostic } from '../../shared/syntax/index.ts';
import { findTarget, targetFacts } from '../../shared/targets/targets.ts';
import { loadKit } from '../kits.ts';
import { checkPolicy, closeParsers } from '../parser/check.ts';
import { limits } from '../parser/limits.ts';
import { Lines } from '../parser/lines.ts';
import { pathProblem } from '../parser/paths.ts';
import { listTargets } from '../targets.ts';
import { checkoutRoot } from '../toolchains/places.ts';
import { lookedUp, reachedFiles } from './includes.ts';
import { CannotRun, exit, type Io } from './io.ts';

export interface CheckArguments {
  /** Empty: this machine's release where it is a target, else the default one. */
  targets: string[];
  base: string | undefined;
  kit: string | undefined;
  syntaxOnly: boolean;
  format: string;
}

/** A finding as `--format json` prints it: in the file it is listed under. */
type Finding = Omit<Diagnostic, 'file'>;

interface CheckedFile {
  path: string;
  ok: boolean;
  diagnostics: Finding[];
}

interface Given {
  /** As it was named on the command line. */
  shown: string;
  /** As the parser is told, relative to the policy tree. */
  path: string;
  text: string;
}

/** A checked file, read once for all its targets. */
interface ReadText {
  lines: Lines;
  includes: ReturnType<typeof lookedUp>;
}

/** Checks files one by one. Answers 1 where an error stands, 2 where a file or a target could not be judged. */
export async function check(names: string[], options: CheckArguments, io: Io): Promise<number> {
  if (names.length === 0) throw new CannotRun('Name at least one file to check, or - for standard input.');
  if (options.format === 'sarif' || options.format === 'github')
    throw new CannotRun(`The format ${options.format} is not in this version yet; there is: text, json.`);
  if (options.format !== 'text' && options.format !== 'json')
    throw new CannotRun(`There is no format “${options.format}”; there is: text, json.`);
  for (const id of options.targets)
    if (!findTarget(id))
      throw new CannotRun(
        `There is no target “${id}”; there is: ${targetFacts.map((one) => one.id).join(', ')}.`,
      );
  const given = await Promise.all(names.map((name) => readGiven(name, options.base, io)));
  const besides = options.kit ? await kitFiles(options.kit) : [];
  const targets = options.syntaxOnly ? [] : await chosenTargets(options.targets);

  const checked: CheckedFile[] = [];
  const unjudged = new Set<string>();
  try {
    for (const file of given) {
      const { tree, diagnostics: found } = parse(file.text);
      const lines = new Lines(file.text);
      const diagnostics = syntaxFindings(found, lines);
      const overlay = targets.length > 0 ? await overlayFor(file, besides, options.base) : [];
      const includes = lookedUp(tree.items);
      for (const target of targets) {
        const response = await checkPolicy(
          { files: [{ path: file.path, text: file.text }, ...overlay], target },
          { signal: io.signal, timeoutMs: limits.batchMs },
        );
        diagnostics.push(...parserFindings(file, { lines, includes }, response, target));
        if (response.verdict === 'not-judged' && !response.diagnostics.some(isError))
          unjudged.add(response.reason ?? '');
      }
      checked.push({ path: file.shown, ok: !diagnostics.some(isError), diagnostics });
    }
  } finally {
    await closeParsers();
  }
  io.stdout(options.format === 'json' ? `${JSON.stringify({ files: checked })}\n` : asText(checked));
  if (unjudged.size > 0) {
    for (const reason of unjudged) io.stderr(`aa-workbench: not judged by apparmor_parser: ${reason}\n`);
    return exit.couldNotRun;
  }
  return checked.every((file) => file.ok) ? exit.good : exit.findings;
}

async function readGiven(name: string, base: string | undefined, io: Io): Promise<Given> {
  if (name === '-') return { shown: '-', path: 'stdin', text: await io.stdin() };
  const text = await readFile(name, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const reason: Record<string, string> = {
      ENOENT: 'there is no such file',
      EACCES: 'this user may not read it',
      EISDIR: 'it is a directory; name its files',
    };
    throw new CannotRun(`${name} cannot be read: ${reason[error.code ?? ''] ?? error.message}.`);
  });
  const inside = base === undefined ? '' : relative(resolve(base), resolve(name));
  const path = inside !== '' && !inside.startsWith('..') && !isAbsolute(inside) ? inside : basename(name);
  // The name of the file is its owner's business; only the parser's view of it has to be a good policy path.
  return { shown: name, path: pathProblem(path) ? 'profile' : path, text };
}

async function kitFiles(id: string): Promise<PolicyText[]> {
  const { files } = await loadKit(join(checkoutRoot(), 'public/kits'), id);
  return [files.profile, files.tunables, files.local].map(({ path, text }) => ({ path, text }));
}

async function chosenTargets(asked: string[]): Promise<string[]> {
  if (asked.length > 0) return [...new Set(asked)];
  const { thisMachine, targets } = await listTargets();
  return [thisMachine ?? targets.find((target) => target.isDefault)!.id];
}

/** What is found before the target's own tree: the person's tree, then the kit's files. */
async function overlayFor(
  file: Given,
  besides: PolicyText[],
  base: string | undefined,
): Promise<PolicyText[]> {
  const kit = besides.filter((one) => one.path !== file.path);
  if (base === undefined) return kit;
  const own = await reachedFiles(base, [{ path: file.path, text: file.text }, ...kit]);
  const names = new Set(own.map((one) => one.path));
  return [...own, ...kit.filter((one) => !names.has(one.path))];
}

function syntaxFindings(found: readonly SyntaxDiagnostic[], lines: Lines): Finding[] {
  return found.map(({ start, end, severity, code, message }) => ({
    range: lines.range(start, end),
    severity,
    code,
    message,
    source: 'syntax',
  }));
}

/** The parser's findings in the checked file; one in an included file stands at the include that leads there. */
function parserFindings(file: Given, read: ReadText, response: CheckResponse, target: string): Finding[] {
  const { lines } = read;
  const findings = response.diagnostics.map((diagnostic): Finding => {
    const { file: where, ...finding } = diagnostic;
    if (where === file.path) return { ...finding, target };
    const { line, character } = finding.range.start;
    return {
      ...finding,
      range: includeRange(read, where),
      message: `In ${where}, line ${line + 1}, column ${character + 1}: ${finding.message}`,
      target,
    };
  });
  if (response.verdict === 'valid' || findings.some(isError)) return findings;
  return [
    ...findings,
    {
      range: lines.range(0, 0),
      severity: response.verdict === 'not-judged' ? 'warning' : 'error',
      code: `parser-${response.verdict}`,
      message:
        response.reason ?? `apparmor_parser ended with status ${response.exitStatus} and gave no reason.`,
      source: 'apparmor_parser',
      target,
    },
  ];
}

/** The include that names a file or its directory, else the start of the text. */
function includeRange({ lines, includes }: ReadText, where: string): Finding['range'] {
  const leading = includes.find(
    ({ path }) => where === path.value || where.startsWith(`${path.value.replace(/\/$/, '')}/`),
  );
  return leading ? lines.range(leading.start, leading.end) : lines.range(0, 0);
}

function isError({ severity }: { severity: Diagnostic['severity'] }): boolean {
  return severity === 'error';
}

function asText(files: CheckedFile[]): string {
  return files
    .flatMap((file) => [
      ...file.diagnostics.map(({ range, severity, code, message, target }) => {
        const place = `${file.path}:${range.start.line + 1}:${range.start.character + 1}`;
        return `${place}: ${severity} ${code}: ${message}${target ? ` (${target})` : ''}\n`;
      }),
      `${file.path}: ${file.ok ? 'no errors' : 'errors found'}\n`,
    ])
    .join('');
}
