/** What apparmor_parser says on standard error, as findings with a place, a code and plain words. */
import type { Diagnostic } from '../../../shared/api/schemas.ts';
import { emptyTree, Workspace } from '../../../shared/language/workspace.ts';
import type { ResolveInclude } from '../../../shared/syntax/index.ts';
import { headers, Source, type Spot } from './locate.ts';
import type { Where } from './places.ts';
import { firstHeader, suspects } from './suspects.ts';
import { noise, type Row, rows } from './table.ts';
import { shortened } from './words.ts';

export interface MessageContext {
  /** The files under edit; the first is the compiled one. */
  files: { path: string; text: string }[];
  /** How the sandbox's paths begin: the compiled text, the other files, the policy tree. */
  paths: { text: string; overlay: string; base: string };
  target: string;
  /** Finds what the files include, in the policy tree too; without it, the files alone are known. */
  resolveInclude?: ResolveInclude;
}

/** One message of the parser, before its place is known. */
interface Message {
  severity: 'error' | 'warning';
  words: string;
  /** The path and one-based line as the parser gave them. */
  path?: string;
  line?: number;
  /** The profile it speaks of. */
  profile?: string;
}

// The four forms of the parser's messages (parser_yacc.y: yyerror; parser_common.c: pvwarnf, common_warn_once).
const errorForm = /^AppArmor parser error(?: for (.+?)(?: in profile (.+?))?)? at line (\d+): (.*)$/;
const warningForm = /^Warning( converted to Error)? from (?:profile )?(.+?) \((?:(.+?) )?line (\d+)\): (.*)$/;
const profileWarningForm = /^Warning( converted to Error)? from profile (.+?) \((.+?)\): (.*)$/;
const failedForm = /^ERROR .+ for profile (.+?), failed to load$/;

/** No message is longer, but the words of the text that it quotes may be. */
const maxLine = 20_000;
const maxFindings = 500;

/** The findings in the parser's messages, in the order it gave them, each once; of very many warnings, the first. */
export function readMessages(stderr: string, context: MessageContext): Diagnostic[] {
  const sources = context.files.map((file) => new Source(file));
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const message of splitMessages(stderr, context.paths)) {
    for (const diagnostic of explain(message, sources, context)) {
      const key = JSON.stringify([diagnostic.file, diagnostic.range, diagnostic.message]);
      const wanted = found.length < maxFindings || diagnostic.severity === 'error';
      if (!seen.has(key) && wanted) found.push(diagnostic);
      seen.add(key);
    }
  }
  return found;
}

/** Whether the parser named what is wrong with the text, whatever became of it afterwards. */
export function namesFault(diagnostics: Diagnostic[]): boolean {
  return diagnostics.some(
    ({ severity, code }) => severity === 'error' && code !== 'parser-error' && code !== outOfMemory,
  );
}

/** A finding for a run that came to no end: at what is likely to blame. */
export function tooComplex(reason: string, files: MessageContext['files'], target: string): Diagnostic {
  const sources = files.map((file) => new Source(file));
  const [suspect] = suspects(sources);
  return {
    ...(suspect ?? firstHeader(sources)),
    severity: 'error',
    code: 'parser-too-complex',
    message: suspect ? `${reason} This is likely to blame.` : reason,
    source: 'apparmor_parser',
    target,
  };
}

export const outOfMemory = 'parser-out-of-memory';

function splitMessages(stderr: string, paths: MessageContext['paths']): Message[] {
  const messages: Message[] = [];
  const ownName = /^(?:\S*\/)?apparmor_parser: /;
  let pattern: string | undefined;
  for (const whole of stderr.split('\n')) {
    const line = whole.slice(0, maxLine).replace(ownName, '');
    if (line.trim() === '' || noise.some((form) => form.test(line))) continue;
    const error = errorForm.exec(line);
    const warning = warningForm.exec(line);
    const ofProfile = profileWarningForm.exec(line);
    const failed = failedForm.exec(line);
    if (error)
      messages.push({
        severity: 'error',
        path: error[2] ?? error[1] ?? paths.text,
        line: Number(error[3]),
        words: error[4]!,
      });
    else if (warning)
      messages.push({
        severity: warning[1] ? 'error' : 'warning',
        path: warning[3] ?? warning[2]!,
        line: Number(warning[4]),
        words: warning[5]!.replace(ownName, ''),
      });
    else if (ofProfile)
      messages.push({
        severity: ofProfile[1] ? 'error' : 'warning',
        profile: ofProfile[2]!,
        words: ofProfile[4]!,
      });
    else if (failed) {
      const last = messages.at(-1);
      if (last?.severity === 'error') last.profile ??= failed[1]!;
      else messages.push({ severity: 'error', profile: failed[1]!, words: line });
    }
    // What is wrong with a pattern comes before the line that quotes it; the first reason is the cause.
    else if (/^Regex (?:grouping )?error: /.test(line)) pattern ??= line;
    else if (pattern && line.startsWith('Unable to parse input line ')) {
      messages.push({ severity: 'error', words: `${pattern}\n${line}` });
      pattern = undefined;
    } else messages.push({ severity: /^Warning/.test(line) ? 'warning' : 'error', words: line });
  }
  if (pattern) messages.push({ severity: 'error', words: pattern });
  return messages;
}

function explain(message: Message, sources: Source[], context: MessageContext): Diagnostic[] {
  const file = message.path === undefined ? undefined : virtualPath(message.path, context);
  const source = sources.find((each) => each.path === file);
  const line = message.line === undefined ? undefined : Math.max(0, message.line - 1);
  const where: Where = {
    sources,
    resolveInclude: context.resolveInclude ?? amongFiles(context.files),
    ...(source && line !== undefined ? { source, line: Math.min(line, source.lines.count - 1) } : {}),
  };
  const { row: known, match } = rowFor(message.words, where);
  const plain = match && known?.plain?.(match, where);
  const words = shortened(readable(message.words.replaceAll('\n', '; '), context), 400);
  const foreign = file !== undefined && !source;
  const exact = foreign || !match ? [] : (known?.at?.(match, where) ?? []);
  const spots = exact.length > 0 ? exact : fallback(message, sources, where, file, line);
  const found = spots.map(
    (spot): Diagnostic => ({
      ...spot,
      ...relatedTo(spot, spots),
      severity: severityOf(message, known?.severity, known?.at !== undefined && exact.length === 0, foreign),
      code: known?.code ?? `parser-${message.severity}`,
      message: plain ? `${plain} (apparmor_parser: ${words})` : words,
      source: 'apparmor_parser',
      target: context.target,
    }),
  );
  if (exact.length === 0 && file === undefined) for (const diagnostic of found) unplaced.add(diagnostic);
  return found;
}

const unplaced = new WeakSet<Diagnostic>();

/** Whether the parser named no place for what it said, and none was found: it stands at a header, or the first line. */
export function isUnplaced(diagnostic: Diagnostic): boolean {
  return unplaced.has(diagnostic);
}

/** Of several places, each is told the others. */
function relatedTo(spot: Spot, spots: readonly Spot[]): Pick<Diagnostic, 'related'> {
  const others = spots.filter((other) => other !== spot).slice(0, mostRelated);
  return others.length > 0
    ? { related: others.map((other) => ({ ...other, message: 'This belongs to it.' })) }
    : {};
}

const mostRelated = 10;

function amongFiles(files: MessageContext['files']): ResolveInclude {
  return new Workspace({ files, tree: emptyTree }).resolveInclude;
}

function rowFor(words: string, where: Where): { row?: Row; match?: RegExpExecArray } {
  for (const row of rows) {
    const match = row.words.exec(words);
    if (match && (row.when?.(match, where) ?? true)) return { row, match };
  }
  return {};
}

/** Warnings about the release's own files, or rules that only they hold, are nothing the reader can mend here. */
function severityOf(
  message: Message,
  said: 'info' | 'warning' | undefined,
  unplaced: boolean,
  foreign: boolean,
) {
  if (message.severity === 'error') return 'error';
  if (foreign || (unplaced && message.profile !== undefined)) return 'info';
  return said ?? 'warning';
}

/** The line the parser named; without one, the profile's header, else the first line. */
function fallback(
  message: Message,
  sources: Source[],
  { source, line }: Where,
  file: string | undefined,
  foreignLine: number | undefined,
): Spot[] {
  if (source && line !== undefined) return [source.wholeLine(line)];
  if (file !== undefined && foreignLine !== undefined) {
    const start = { line: foreignLine, character: 0 };
    return [{ file, range: { start, end: start } }];
  }
  const [header] = message.profile ? headers(sources, message.profile) : [];
  return [header ?? firstHeader(sources)];
}

/** The name under /etc/apparmor.d of a path that the parser gave. */
function virtualPath(path: string, { files, paths }: MessageContext): string {
  for (const prefix of [paths.overlay, paths.base])
    if (path.startsWith(`${prefix}/`))
      return path
        .slice(prefix.length)
        .replace(/^\/+/, '')
        .replace(/\/{2,}/g, '/');
  return files[0]!.path;
}

/** The parser's words without the sandbox's paths and without control characters. */
function readable(words: string, { files, paths }: MessageContext): string {
  return words
    .replaceAll(paths.text, `/etc/apparmor.d/${files[0]!.path}`)
    .replaceAll(`${paths.overlay}/`, '/etc/apparmor.d/')
    .replaceAll(`${paths.base}/`, '/etc/apparmor.d/')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '\uFFFD')
    .trim();
}
