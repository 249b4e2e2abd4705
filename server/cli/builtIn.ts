/** The built-in parser as `check` uses it: together with what a text includes, without starting any process. */
import { existsSync, statSync } from 'node:fs';
import type { PolicyText } from '../../shared/api/schemas.ts';
import type { answersFor } from '../../shared/kits/answers.ts';
import { Workspace } from '../../shared/language/workspace.ts';
import { newerThanParser } from '../../shared/lint/checks/newer-than-parser.ts';
import { type LintDiagnostic, lint } from '../../shared/lint/index.ts';
import { type ParseResult, parse, type ResolveInclude } from '../../shared/syntax/index.ts';
import { parseText } from '../../shared/syntax/parser.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { Lines } from '../parser/lines.ts';
import { includesFrom, treeOn } from '../policyIncludes.ts';
import { chooseToolchain, machineTarget } from '../toolchains/choose.ts';
import { unpackedToolchains } from '../toolchains/index.ts';
import { systemBase } from '../toolchains/system.ts';
import { CannotRun } from './io.ts';
import type { Finding } from './report/index.ts';

export interface Surroundings {
  /** Policy tree named by the person. */
  base: string | undefined;
  /** Whether the base is all there is, as for apparmor_parser’s own -b. */
  baseAlone: boolean;
  /** The target whose tree is looked in otherwise; undefined where none was named. */
  target: string | undefined;
  /** Files found before any tree’s. */
  besides: readonly PolicyText[];
}

/**
 * Where the built-in parser looks names up; undefined where no policy tree is known, which leaves open what included
 * files would decide. Throws CannotRun where the base is no directory.
 */
export async function surroundings(given: Surroundings): Promise<ResolveInclude | undefined> {
  const { base, baseAlone, target, besides } = given;
  requireBase(base);
  const tree = base !== undefined && baseAlone ? undefined : await treeOfTarget(target);
  const resolvers = [base, tree].filter((place) => place !== undefined).map((place) => includesFrom(place));
  if (resolvers.length === 0) return undefined;
  return (path, form) => {
    const own = form === 'magic' ? besides.find((file) => file.path === path) : undefined;
    if (own) return [own];
    for (const resolve of resolvers) {
      const found = resolve(path, form);
      if (found) return found;
    }
    return undefined;
  };
}

/**
 * The security checks’ findings in a file for each target, once where they are the same for all. `files` are the file
 * itself and those found before any tree’s; `answerOf` is what a kit answers to a finding.
 */
export async function lintFindings(
  files: readonly PolicyText[],
  base: string | undefined,
  targets: readonly string[],
  lines: Lines,
  answerOf: ReturnType<typeof answersFor> = () => undefined,
): Promise<Finding[]> {
  const path = files[0]!.path;
  const found = new Map<string, { finding: Finding; targets: string[] }>();
  for (const target of targets) {
    const bases = [base, await treeOfTarget(target)].filter((place) => place !== undefined);
    const workspace = new Workspace({
      files,
      target,
      ...(bases.length > 0 ? { tree: treeOn(bases) } : {}),
    });
    for (const diagnostic of lint(workspace, path)) {
      const { severity, code, message, start, end } = diagnostic;
      const key = JSON.stringify([code, start, end, message]);
      const known = found.get(key);
      const answer = answerOf({ path, start, code });
      if (known) known.targets.push(target);
      else
        found.set(key, {
          targets: [target],
          finding: {
            range: lines.range(start, end),
            severity,
            code,
            message,
            source: 'lint',
            ...relatedOf(diagnostic, workspace),
            ...(answer ? { answer } : {}),
          },
        });
    }
  }
  return [...found.values()].flatMap(({ finding, targets: on }) =>
    on.length === targets.length ? [finding] : on.map((target) => ({ ...finding, target })),
  );
}

/**
 * What the targets’ parsers are too old for, as the built-in parser knows it without asking them: an error, as they
 * refuse the file.
 */
export async function tooNewFindings(...given: Parameters<typeof lintFindings>): Promise<Finding[]> {
  const found = await lintFindings(...given);
  return found
    .filter(({ code }) => code === newerThanParser.code)
    .map((finding) => ({ ...finding, severity: 'error' }));
}

function relatedOf({ related }: LintDiagnostic, workspace: Workspace): Pick<Finding, 'related'> {
  const places = (related ?? []).flatMap(({ path, start, end, message }) => {
    const text = workspace.text(path);
    return text === undefined ? [] : [{ file: path, range: new Lines(text).range(start, end), message }];
  });
  return places.length > 0 ? { related: places } : {};
}

function requireBase(base: string | undefined): void {
  if (base !== undefined && !statSync(base, { throwIfNoEntry: false })?.isDirectory())
    throw new CannotRun(`There is no directory ${base}.`);
}

/** The policy tree of a target’s parser; without a target that of AppArmor 5, the language read here. */
async function treeOfTarget(targetId: string | undefined): Promise<string | undefined> {
  const unpacked = await unpackedToolchains();
  if (targetId === undefined)
    return (
      unpacked.findLast(({ base }) => existsSync(`${base}/abi/5.0`))?.base ??
      (existsSync(`${systemBase}/abi/5.0`) ? systemBase : undefined)
    );
  const target = findTarget(targetId)!;
  const machine = await machineTarget();
  if (machine?.id === target.id && existsSync(`${systemBase}/abi`)) return systemBase;
  return chooseToolchain(target, unpacked, machine)?.toolchain.base;
}

/** Reads texts one after another; what they include is read once. */
export function reader(resolveInclude: ResolveInclude | undefined): (text: string) => ParseResult {
  if (!resolveInclude) return (text) => parse(text);
  const known = new Map<string, ReturnType<typeof parseText>>();
  return (text) =>
    parse(text, {
      resolveInclude,
      parseIncluded: (included, within) => {
        const key = `${within} ${included.path}`;
        const reading = known.get(key) ?? parseText(included.text, within === 'profile');
        known.set(key, reading);
        return reading;
      },
    });
}
