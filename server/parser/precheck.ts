/**
 * What is refused before apparmor_parser sees it: an include or an abi that would read a file outside the policy tree.
 * The parser itself would open any file that it may read, and quotes words of it in its errors.
 */
import type { Diagnostic } from '../../shared/api/schemas.ts';
import { Lines } from './lines.ts';

export interface PrecheckOptions {
  /**
   * Refuse also what stands in comments and quotes. Which text is a comment depends on the rule it is in and on the
   * parser's version, so where no sandbox would catch a mistake, none is made.
   */
  everywhere?: boolean;
}

// Where the parser's scanner takes a file name (parser_lex.l: the states INCLUDE, INCLUDE_EXISTS and ABI_MODE): after
// `include` and a blank, after `#include`, and after `abi`; then <name>, <"name">, "name", or a bare name. A letter,
// slash, dot or dash before the word makes it part of another word, as “<” does for abi; nothing does so for #include.
const ifExists = String.raw`(?:[ \t]+if[ \t]+exists(?=[ \t]))?`;
const includeWord = String.raw`#include${ifExists}|(?<![A-Za-z0-9_/.#-])include(?=[ \t])${ifExists}`;
const abiWord = `(?<![A-Za-z0-9_/.<-])abi(?![A-Za-z0-9_])`;
// No system opens a path of more than 4096 bytes: what is longer need not be read to its end.
const quotedName = String.raw`"((?:\\.|[^"\\]){0,4100})"?`;
const bareName = String.raw`([^\s"!<>]{1,4100})`;
const opening = new RegExp(
  String.raw`(?:(${includeWord})|${abiWord})\s*(?:<\s*${quotedName}|<\s*([^>\t\r\n]{0,4100})>?|${quotedName}|${bareName})`,
  'g',
);
const maxFindings = 100;
const maxLookBack = 500;

/** The findings for one file; none where it may be compiled. */
export function precheck(file: { path: string; text: string }, options: PrecheckOptions = {}): Diagnostic[] {
  const { text } = file;
  const lines = new Lines(text);
  const found: Diagnostic[] = [];
  const report = (start: number, end: number, code: string, message: string) =>
    found.push({
      file: file.path,
      range: lines.range(start, end),
      severity: 'error',
      code,
      message,
      source: 'syntax',
    });

  const nul = text.indexOf('\0');
  if (nul >= 0) report(nul, nul + 1, 'text-not-plain', 'A policy file cannot hold a NUL character.');
  const broken = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.exec(text);
  if (broken)
    report(
      broken.index,
      broken.index + 1,
      'text-not-plain',
      'Half of a Unicode pair: this cannot be written to a file.',
    );

  const marks = commentsAndQuotes(text);
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const [, include, angledQuoted, angled, quoted, bare] = match;
    const whole = bare === undefined ? match[0] : match[0].replace(/,+$/, '');
    // Without a sandbox, names are looked for again inside what was just read: it may not be a name to the parser.
    if (options.everywhere) opening.lastIndex = match.index + 1;
    const hidden = marks[match.index] !== 0;
    if (hidden && !options.everywhere) continue;
    const name = angledQuoted ?? angled ?? quoted ?? bare?.replace(/,+$/, '') ?? '';
    const start = match.index + whole.length - whole.slice((include ?? 'abi').length).trimStart().length;
    const end = match.index + whole.length;
    const problem = nameProblem(
      name,
      bare === undefined && quoted === undefined,
      include ? 'include' : 'abi',
    );
    if (found.length >= maxFindings) break;
    if (problem) report(start, end, 'include-outside', hidden ? problem + hiddenToo : problem);
    else if (include && !hidden && insideRule(text, match.index))
      report(
        match.index,
        end,
        'include-inside-rule',
        'An include inside a rule: it must stand on its own, between rules.',
      );
  }
  return found;
}

const hiddenToo = ' This holds in comments and quotes too, because no sandbox works on this machine.';

/** One sentence on why a name is refused, or undefined where it stays inside the policy tree. */
function nameProblem(name: string, angled: boolean, what: 'include' | 'abi'): string | undefined {
  const bare = name.trim().replace(/^"|"$/g, '');
  const wish = angled ? '' : ` Use angle brackets: ${what} <…>.`;
  if (/[\u0000-\u001f\u007f\\]/.test(bare))
    return `A file name with a backslash or a control character is not read here.`;
  if (bare.startsWith('/'))
    return `Only files of the policy tree are read here, not “${bare}”: name it relative to /etc/apparmor.d, without a leading slash.${wish}`;
  if (bare.split('/').includes('..'))
    return `“${bare}” leaves the policy tree by “..”; only files inside it are read here.`;
  return undefined;
}

/** Whether something that is not finished stands before the include, on its line. */
function insideRule(text: string, index: number): boolean {
  const before = lineBefore(text, index).trim();
  if (before === '' || /[,{}>"]$/.test(before)) return false;
  if (/(?:^|[\s,{}>"])#?include\s+(?:if\s+exists\s+)?\S+$/.test(before)) return false;
  // The values of a variable end with their line, and may be any word.
  return !/^[@$]\{?\w+\}?\s*[+?:]?=/.test(before);
}

function lineBefore(text: string, index: number): string {
  const before = text.slice(Math.max(0, index - maxLookBack), index);
  return before.slice(before.lastIndexOf('\n') + 1);
}

const comment = 1;
const quote = 2;

/** Marks each character that is in a comment or in quotes, by the rules of ordinary text. */
function commentsAndQuotes(text: string): Uint8Array {
  const marks = new Uint8Array(text.length);
  // A comment starts where a word could; #include is not one. Quotes run to the next quote that is not escaped.
  const token = /(?<![^\s,{}()])#(?!include)[^\n]*|(?<!\\)"(?:\\.|[^"\\])*"?/g;
  for (const match of text.matchAll(token))
    marks.fill(match[0].startsWith('#') ? comment : quote, match.index, match.index + match[0].length);
  return marks;
}
