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
// `include` and a blank, after `#include`, and after `abi`; then <name>, "name", or a bare name.
const opening =
  /(?<![A-Za-z0-9_])(?:(#?include(?=[ \t])(?:[ \t]+if[ \t]+exists(?=[ \t]))?|#include)|(abi)(?![A-Za-z0-9_]))\s*(?:<([^>\t\r\n]*)>?|"((?:\\.|[^"\\])*)"?|([^\s"!,<>]+(?:,[^\s"!,<>]+)*))/g;

/** The findings for one file; none where it may be compiled. */
export function precheck(file: { path: string; text: string }, options: PrecheckOptions = {}): Diagnostic[] {
  const lines = new Lines(file.text);
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

  const nul = file.text.indexOf('\0');
  if (nul >= 0) report(nul, nul + 1, 'text-not-plain', 'A policy file cannot hold a NUL character.');
  const broken = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.exec(file.text);
  if (broken)
    report(
      broken.index,
      broken.index + 1,
      'text-not-plain',
      'Half of a Unicode pair: this cannot be written to a file.',
    );

  const plain = options.everywhere ? undefined : commentsAndQuotes(file.text);
  for (const match of file.text.matchAll(opening)) {
    const [whole, include, , angled, quoted, bare] = match;
    if (plain?.[match.index]) continue;
    const name = angled ?? quoted ?? bare ?? '';
    const end = match.index + whole.length;
    const problem = nameProblem(name, angled !== undefined, include ? 'include' : 'abi');
    if (problem) report(end - whole.length + whole.search(/[<"]|\S+$/), end, 'include-outside', problem);
    else if (include && !standsAlone(file.text, match.index, plain))
      report(
        match.index,
        end,
        'include-inside-rule',
        'An include inside a rule: it must stand on its own, between rules.',
      );
  }
  return found;
}

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

/** Whether an include starts a statement: after the text's start, a line of its own, a comma, a brace or another include. */
function standsAlone(text: string, index: number, plain: Uint8Array | undefined): boolean {
  let at = index - 1;
  while (at >= 0 && (/\s/.test(text[at]!) || (plain?.[at] === comment && text[at] !== '\n'))) at--;
  if (at < 0 || /[,{}>"]/.test(text[at]!)) return true;
  // A variable definition ends with its line, and has no comma.
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at + 1);
  return (
    text.slice(at, index).includes('\n') && /^\s*(?:[@$]\{?\w+\}?\s*[+?:]?=|#?include\s|abi\s)/.test(line)
  );
}

const comment = 1;
const quote = 2;

/** Marks each character that is in a comment or in quotes, by the rules of ordinary text. */
function commentsAndQuotes(text: string): Uint8Array {
  const marks = new Uint8Array(text.length);
  // A comment starts where a word could; #include is not one. Quotes run to the next quote that is not escaped.
  const token = /(?<![^\s,{}()])#(?!include\b)[^\n]*|(?<!\\)"(?:\\.|[^"\\])*"?/g;
  for (const match of text.matchAll(token))
    marks.fill(match[0].startsWith('#') ? comment : quote, match.index, match.index + match[0].length);
  return marks;
}
