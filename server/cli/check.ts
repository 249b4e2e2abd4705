/** `check FILE…`: the built-in parser's findings, then the verdict of each target's apparmor_parser. */
import { isAbsolute } from 'node:path';
import type { CheckResponse } from '../../shared/api/schemas.ts';
import { answersFor } from '../../shared/kits/answers.ts';
import type {
  PolicyDiagnostic,
  PolicyFile,
  RelatedPlace,
  ResolveInclude,
} from '../../shared/syntax/index.ts';
import { compiled } from '../decide/compiled.ts';
import { checkPolicy, closeParsers } from '../parser/check.ts';
import { limits } from '../parser/limits.ts';
import { Lines } from '../parser/lines.ts';
import { lintFindings, reader, surroundings, tooNewFindings } from './builtIn.ts';
import { enforcedFindings } from './enforced.ts';
import {
  type Given,
  kitFiles,
  overlayFor,
  readGiven,
  requireTarget,
  shippedKit,
  usualTarget,
} from './given.ts';
import { lookedUp } from './includes.ts';
import { CannotRun, exit, type Io } from './io.ts';
import { type CheckedFile, type Finding, isError, type RequirementsOn, reports } from './report/index.ts';
import { askRequirements, requirementsFor } from './requirements.ts';

export interface CheckArguments {
  /** Empty: this machine's release where it is a target, else the default one. */
  targets: string[];
  base: string | undefined;
  kit: string | undefined;
  /** No parser process; of the targets counts what their parsers are known to be too old for. */
  syntaxOnly: boolean;
  /** A file of requirements; that beside the profile where none is named. */
  requirements: string | undefined;
  /** Whether to say which rules do not do what they say. */
  enforced: boolean;
  format: string;
}

type Place = NonNullable<Finding['related']>[number];

/** A checked file, read once for all its targets. */
interface ReadText {
  lines: Lines;
  includes: ReturnType<typeof lookedUp>;
}

/** Checks files one by one. Answers 1 where an error stands, 2 where a file or a target could not be judged. */
export async function check(names: string[], options: CheckArguments, io: Io): Promise<number> {
  if (names.length === 0) throw new CannotRun('Name at least one file to check, or - for standard input.');
  const report = Object.hasOwn(reports, options.format) ? reports[options.format] : undefined;
  if (!report)
    throw new CannotRun(
      `There is no format “${options.format}”; there is: ${Object.keys(reports).join(', ')}.`,
    );
  if (names.indexOf('-') !== names.lastIndexOf('-'))
    throw new CannotRun('Standard input (-) can be checked only once.');
  for (const id of options.targets) requireTarget(id);
  refuseWithoutParser(options);
  const given = await Promise.all(names.map((name) => readGiven(name, options.base, io)));
  const besides = options.kit ? await kitFiles(options.kit) : [];
  const kit = options.kit ? (await shippedKit(options.kit)).kit : undefined;
  const targets = options.syntaxOnly ? [] : await chosenTargets(options.targets);
  const resolveInclude = await surroundings({
    base: options.base,
    baseAlone: options.syntaxOnly,
    target: targets[0] ?? options.targets[0],
    besides,
  });
  const read = reader(resolveInclude);
  const texts = given.map((file) => ({ file, ...read(file.text) }));
  const asked = options.syntaxOnly ? undefined : await requirementsFor(texts, options);

  const bounds = { signal: io.signal, timeoutMs: limits.batchMs };
  const checked: CheckedFile[] = [];
  const unjudged = new Set<string>();
  try {
    for (const { file, tree, diagnostics: found } of texts) {
      const lines = new Lines(file.text);
      const diagnostics = syntaxFindings(file, found, lines, resolveInclude);
      const overlay = targets.length > 0 ? await overlayFor(file, besides, options.base) : [];
      const includes = lookedUp(tree.items);
      const around = [file, ...besides.filter((one) => one.path !== file.path)];
      const findings = options.syntaxOnly ? tooNewFindings : lintFindings;
      const asFor = options.syntaxOnly ? options.targets : targets;
      if (asFor.length > 0) {
        const answers = answersFor(kit, [{ role: 'profile', path: file.path, text: file.text, tree }]);
        diagnostics.push(...(await findings(around, options.base, asFor, lines, answers)));
      }
      const files = [{ path: file.path, text: file.text }, ...overlay];
      const asking = asked?.get(file);
      const requirements: RequirementsOn[] = [];
      for (const target of targets) {
        // What will be asked as well is compiled once for both.
        const response = asking
          ? (await compiled(files, target, bounds)).response
          : await checkPolicy({ files, target }, bounds);
        diagnostics.push(...parserFindings(file, { lines, includes }, response, target));
        if (response.verdict === 'not-judged' && !response.diagnostics.some(isError))
          unjudged.add(response.reason ?? '');
        if (options.enforced && response.verdict === 'valid')
          diagnostics.push(...(await enforcedFindings({ files, target }, bounds)));
        if (!asking) continue;
        const header = headerOf(tree, asking.profile, lines);
        const { findings, told } = await askRequirements(asking, { files, target, header }, bounds);
        diagnostics.push(...findings);
        requirements.push(...told);
      }
      checked.push({
        path: file.shown,
        ok: !diagnostics.some(isError),
        diagnostics,
        ...(asking ? { requirements } : {}),
      });
    }
  } finally {
    await closeParsers();
  }
  io.stdout(report(checked));
  if (unjudged.size > 0) {
    for (const reason of unjudged) io.stderr(`aa-workbench: not judged by apparmor_parser: ${reason}\n`);
    return exit.couldNotRun;
  }
  return checked.every((file) => file.ok) ? exit.good : exit.findings;
}

/** Throws CannotRun for options that need compiled policy where no parser is to be started. */
function refuseWithoutParser({ syntaxOnly, requirements, enforced }: CheckArguments): void {
  const needs = requirements === undefined ? (enforced ? '--enforced' : undefined) : '--requirements';
  if (syntaxOnly && needs)
    throw new CannotRun(
      `${needs} asks the compiled policy, and --syntax-only starts no parser: leave one out.`,
    );
}

/** Where a profile of the file is named. */
function headerOf({ items }: PolicyFile, profile: string | undefined, lines: Lines): Finding['range'] {
  const named = items.flatMap((item) => (item.kind === 'profile' && item.name ? [item.name] : []));
  const name = named.find(({ value }) => value === profile) ?? named[0];
  return name ? lines.range(name.start, name.end) : lines.range(0, 0);
}

async function chosenTargets(asked: string[]): Promise<string[]> {
  return asked.length > 0 ? [...new Set(asked)] : [await usualTarget()];
}

function syntaxFindings(
  { shown }: Given,
  found: readonly PolicyDiagnostic[],
  lines: Lines,
  resolveInclude: ResolveInclude | undefined,
): Finding[] {
  // A place without a path is in the checked file itself, another in one that was included.
  const place = ({ path, start, end, message }: RelatedPlace): Place[] => {
    if (path === undefined) return [{ file: shown, range: lines.range(start, end), message }];
    const [included] = resolveInclude?.(path, isAbsolute(path) ? 'quoted' : 'magic') ?? [];
    return included ? [{ file: path, range: new Lines(included.text).range(start, end), message }] : [];
  };
  return found.map(({ start, end, severity, code, message, related }) => ({
    range: lines.range(start, end),
    severity,
    code,
    message,
    source: 'syntax',
    ...(related ? { related: related.flatMap(place) } : {}),
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
