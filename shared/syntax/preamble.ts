/** abi, include, alias, variables, booleans and conditionals. */
import { type Context, deepest, type Place } from './context.ts';
import { parseExpression } from './expressions.ts';
import type {
  AbiDeclaration,
  Alias,
  BooleanAssignment,
  Conditional,
  Include,
  IncludePath,
  Prefix,
  VariableAssignment,
  Word,
} from './nodes.ts';
import { parseBody } from './parser.ts';
import { spaceEnd, triviaEnd } from './scanner.ts';
import { includedEnd, labelEnd, operandEnd, plainEnd, variableEnd } from './words.ts';

const assignments = ['+=', '?=', ':=', '='] as const;

function assignmentAt(text: string, at: number): (typeof assignments)[number] | undefined {
  return assignments.find((mark) => text.startsWith(mark, at));
}

/** Whether `@{NAME}` comes next, and an assignment after it. */
export function atVariable({ text, pos }: Context): boolean {
  const end = variableEnd(text, pos);
  if (end === pos || labelEnd(text, pos) > end) return false;
  return assignmentAt(text, triviaEnd(text, end)) !== undefined;
}

/** Whether `${NAME}` comes next, and an assignment after it on the same line. */
export function atBoolean({ text, pos }: Context): boolean {
  const end = variableEnd(text, pos, '$');
  if (end === pos) return false;
  let at = end;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return assignmentAt(text, at) !== undefined;
}

/** Names in files are given in angle brackets, in quotes or bare. Comments may not stand between the parts. */
export function parseAbi(context: Context): AbiDeclaration {
  const { start } = context.takeKey()!;
  context.ruleSpace();
  const path = includePath(context, 'bad-abi');
  context.endRule('words');
  return { kind: 'abi', start, end: context.lastEnd(), path };
}

/** Whether the word include, and a blank behind it, come next. */
export function atInclude(context: Context): boolean {
  return (
    context.startsWith('#include') || /^include[ \t]/.test(context.text.slice(context.pos, context.pos + 8))
  );
}

export function parseInclude(context: Context, prefix?: Prefix): Include {
  const hash = context.peek() === '#';
  const { start, end } = context.take(hash ? 8 : 7, 'word');
  if (hash) context.report('deprecated-include', { start, end });
  const condition = /[ \t]+if[ \t]+exists(?=[ \t])/y;
  condition.lastIndex = context.pos;
  const ifExists = condition.test(context.text);
  if (ifExists)
    for (const word of ['if', 'exists']) {
      context.blanks();
      context.take(word.length, 'word');
    }
  context.space();
  // At the end of the file the scanner stops before it misses the name.
  const unnamed = context.atEnd && /\s$/.test(context.text);
  if (unnamed) context.report('empty-include', { start, end });
  const path = unnamed
    ? { start: context.pos, end: context.pos, form: 'bare' as const, value: '' }
    : includePath(context, 'bad-include', ifExists);
  return {
    kind: 'include',
    start: prefix?.start ?? start,
    end: Math.max(path.end, context.lastEnd()),
    path,
    ifExists,
    hash,
    ...(prefix ? { prefix } : {}),
  };
}

/** `<name>`, `"name"` or a bare name. */
function includePath(context: Context, code: 'bad-abi' | 'bad-include', ifExists = false): IncludePath {
  const start = context.pos;
  if (context.peek() === '<') {
    const match = /<"[^"]*"(?=>)|<[^>\n\r]*/y;
    match.lastIndex = start;
    const open = match.exec(context.text)![0];
    const closed = context.text[start + open.length] === '>';
    // `<"name">` is read like `<name>`, as long as no space stands between.
    const inner = open.slice(1);
    const value = /^"[^"]*"$/.test(inner) ? inner.slice(1, -1) : inner.trim();
    context.take(open.length + (closed ? 1 : 0), 'string');
    if (!closed) context.report('missing-close-angle', { start, end: context.pos });
    else if (!value.trim() || /["\t]/.test(value)) context.report(code, { start, end: context.pos });
    return { start, end: context.pos, form: 'magic', value };
  }
  const quoted = context.peek() === '"';
  const word = context.word(includedEnd);
  if (!word?.value) {
    // There never is a file of no name.
    if (!(word?.quoted && ifExists)) context.report(code, word ?? context.behind());
    return { start, end: context.pos, form: quoted ? 'quoted' : 'bare', value: '' };
  }
  return { start: word.start, end: word.end, form: quoted ? 'quoted' : 'bare', value: word.value };
}

export function parseAlias(context: Context): Alias {
  const { start } = context.takeKey()!;
  const empty = (): Word => ({
    start: context.lastEnd(),
    end: context.lastEnd(),
    raw: '',
    value: '',
    quoted: false,
  });
  context.trivia();
  const from = context.atPath() ? context.path()! : undefined;
  if (!from) context.report('missing-path', { start, end: context.lastEnd() }, 'a path');
  else if (/^@\{?\w+\}?$/.test(from.raw)) context.report('lone-variable', from, from.raw);
  context.trivia();
  const { found, word } = context.target();
  if (!found) context.report('unexpected-word', { start, end: context.lastEnd() }, context.found());
  const to = word ?? empty();
  context.endRule();
  return { kind: 'alias', start, end: context.lastEnd(), from: from ?? empty(), to };
}

/** `@{NAME} = value "another value"` up to the end of the line; `\` joins lines. */
export function parseVariable(context: Context): VariableAssignment {
  const start = context.pos;
  const nameSpan = context.takeTo(variableEnd(context.text, start), 'word');
  const name = context.text.slice(start, nameSpan.end).replace(/[@{}]/g, '');
  context.trivia();
  const operator = assignmentAt(context.text, context.pos)!;
  context.take(operator.length, 'punctuation');
  const values: Word[] = [];
  for (;;) {
    context.blanks();
    if (context.startsWith('\\\n')) {
      context.take(2, 'space');
      continue;
    }
    if (lineEnds(context)) break;
    if (context.peek() === '#' && context.lineEnd(context.pos) > context.pos) {
      context.commentAt = context.pos;
      break;
    }
    const word = context.word(plainEnd);
    if (word) values.push(word);
    else {
      const mark = context.take(1, 'unknown');
      const character = context.text.slice(mark.start, mark.end);
      if (character === ',') context.report('variable-comma', mark);
      else context.report('unexpected-character', mark, `“${character}”`);
    }
  }
  if (values.length === 0) context.report('missing-value', nameSpan, `@{${name}}`);
  return { kind: 'variable', start, end: context.lastEnd(), name, nameSpan, operator, values };
}

/** `${NAME} = true`, or an expression. */
export function parseBoolean(context: Context): BooleanAssignment {
  const start = context.pos;
  const nameSpan = context.takeTo(variableEnd(context.text, start, '$'), 'word');
  const name = context.text.slice(start, nameSpan.end).replace(/[${}]/g, '');
  context.blanks();
  const operator = assignmentAt(context.text, context.pos)!;
  const mark = context.take(operator.length, 'punctuation');
  if (operator === '+=') context.report('unexpected-word', mark, operator);
  context.blanks();
  // The value may begin on the next line, where a word would begin something else.
  const empty = lineEnds(context) && !/^(?:(?:true|false|not|defined)\b|[($])/i.test(nextLine(context));
  if (empty) context.report('missing-value', nameSpan, `\${${name}}`);
  const expression = empty ? undefined : parseExpression(context, 'line');
  const from = expression?.start ?? context.lastEnd();
  const end = expression ? Math.max(from, context.lastEnd()) : from;
  const value = context.text.slice(from, end);
  const ended = context.text.slice(end, context.pos).includes('\n');
  context.blanks();
  if (!ended && context.peek() === '#') context.commentAt = context.pos;
  else if (!ended && !lineEnds(context)) {
    const rest = context.takeTo(context.lineEnd(context.pos), 'unknown');
    const words = context.text.slice(rest.start, rest.end);
    if (words.startsWith(',')) context.report('variable-comma', { start: rest.start, end: rest.start + 1 });
    else context.report('bad-boolean', rest, words);
  }
  return {
    kind: 'boolean',
    start,
    end: context.lastEnd(),
    name,
    nameSpan,
    operator,
    value: { start: from, end, raw: value, value, quoted: false },
    ...(expression ? { expression } : {}),
  };
}

function lineEnds(context: Context): boolean {
  return context.atEnd || context.peek() === '\n' || context.startsWith('\r\n');
}

/** The beginning of what follows white space. */
function nextLine({ text, pos }: Context): string {
  const at = spaceEnd(text, pos);
  return text.slice(at, at + 10);
}

export function parseConditional(context: Context, place: Place): Conditional {
  const { start } = context.takeKey()!;
  const condition = parseExpression(context, 'brace');
  beforeBrace(context);
  const body = parseBody(context, { ...place, depth: place.depth + 1 }, 'if');
  const node: Conditional = { kind: 'if', start, end: body.end, condition, body };
  const before = context.tokens.length;
  const { pos } = context;
  const reports = context.diagnostics.length;
  context.trivia();
  if (context.peekKey() !== 'else') {
    // Comments after the block belong to what follows.
    context.tokens.length = before;
    context.pos = pos;
    context.diagnostics.length = reports;
    return node;
  }
  const word = context.takeKey()!;
  context.trivia();
  if (context.peekKey() === 'if') node.else = parseElseIf(context, place);
  else if (context.peek() === '{')
    node.else = parseBody(context, { ...place, depth: place.depth + 1 }, 'else');
  else context.report('missing-else-body', word);
  node.end = node.else?.end ?? context.lastEnd();
  return node;
}

/** The brace is a word of the condition until it is known to be none: nothing may be joined to it. */
function beforeBrace(context: Context): void {
  context.ruleSpace();
  const { text, pos } = context;
  if (context.peek() === '#') context.report('comment-in-rule', context.here());
  else if (context.peek() === '{' && operandEnd(text, pos) > pos + 1)
    context.report('joined-brace', { start: pos, end: pos + 1 });
  else if (context.peek() === '{') context.wordBreak({ start: pos, end: pos + 1 }, 'list');
}

/** A chain of `else if` is nested in the tree, so it counts as depth. */
function parseElseIf(context: Context, place: Place): Conditional {
  const deeper = { ...place, depth: place.depth + 1 };
  if (deeper.depth <= deepest) return parseConditional(context, deeper);
  const { start, end } = context.takeKey()!;
  context.report('too-deep', { start, end });
  context.skipRule();
  const body = { start: context.lastEnd(), end: context.lastEnd(), items: [], closed: false };
  return {
    kind: 'if',
    start,
    end: context.lastEnd(),
    condition: { kind: 'bad-expression', start: end, end },
    body,
  };
}
