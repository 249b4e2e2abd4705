/** SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), as code scanning services read it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkFacts } from '../../../shared/lint/index.ts';
import { checkoutRoot } from '../../toolchains/places.ts';
import { version } from '../../version.ts';
import { type CheckedFile, type Finding, pageOf } from './findings.ts';

const levels: Readonly<Record<Finding['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** One run with one result a finding; columns in UTF-16 units, one-based. */
export function asSarif(files: readonly CheckedFile[], cwd = process.cwd()): string {
  const rules = new Map<string, object>();
  const anyAnswered = files.some(({ diagnostics }) => diagnostics.some(({ answer }) => answer));
  const results = files.flatMap((file) =>
    file.diagnostics.map((finding) => {
      const ruleId = `${finding.source}/${finding.code}`;
      if (!rules.has(ruleId)) rules.set(ruleId, describe(ruleId, finding));
      return {
        ...result(ruleId, [...rules.keys()].indexOf(ruleId), file, finding, cwd),
        // Where one result of a run has them, all must (3.27.23).
        ...(anyAnswered ? { suppressions: suppressions(finding) } : {}),
      };
    }),
  );
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'aa-workbench', semanticVersion: version, rules: [...rules.values()] } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(cwd).href.replace(/\/$/, '')}/` } },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describe(id: string, finding: Finding): object {
  return {
    id,
    shortDescription: { text: titles.get(finding.code) ?? finding.code.replaceAll('-', ' ') },
    defaultConfiguration: { level: levels[finding.severity] },
    ...pageFor(finding),
  };
}

const titles = new Map(checkFacts.map(({ code, title }) => [code, title]));

/** The page about a check goes with the report, so that it is read where the report is. */
function pageFor(finding: Finding): object {
  const page = pageOf(finding);
  if (!page) return {};
  const place = join(checkoutRoot(), page);
  const markdown = existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  return {
    helpUri: pathToFileURL(place).href,
    help: { text: `The page about this check: ${page}`, ...(markdown ? { markdown } : {}) },
  };
}

/** What the kit answers for is known and meant: services show it as settled. */
function suppressions({ answer }: Finding): object[] {
  return answer ? [{ kind: 'external', justification: `${answer.title}: ${answer.reason}` }] : [];
}

function result(
  ruleId: string,
  ruleIndex: number,
  { path }: CheckedFile,
  { severity, message, range, target, related = [] }: Finding,
  cwd: string,
): object {
  const place = (file: string, where: Finding['range']) => ({
    physicalLocation: { artifactLocation: artifact(file, cwd), region: region(where) },
  });
  return {
    ruleId,
    ruleIndex,
    level: levels[severity],
    message: { text: target ? `${message} (${target})` : message },
    locations: [place(path, range)],
    ...(related.length > 0
      ? {
          relatedLocations: related.map((one, at) => ({
            id: at + 1,
            ...place(one.file, one.range),
            message: { text: one.message },
          })),
        }
      : {}),
    // Tells a finding from others when lines move.
    partialFingerprints: { 'findingHash/v1': hash([ruleId, path, message, target ?? '']) },
  };
}

/** Files below the current directory are named relative to it, so that a report fits another checkout. */
function artifact(path: string, cwd: string): object {
  if (path === '-') return { uri: 'stdin' };
  const inside = isAbsolute(path) ? relative(cwd, path) : path;
  if (isAbsolute(inside) || inside.startsWith('..')) return { uri: pathToFileURL(path).href };
  return { uri: inside.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}

function region({ start, end }: Finding['range']): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function hash(parts: string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
}
