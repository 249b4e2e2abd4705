/** abi, include, alias, variables, booleans and conditionals. */
import { type Context, deepest, type Place } from './context.ts';
import type {
  AbiDeclaration,
  Alias,
  BooleanAssignment,
  Conditional,
  Expression,
  Include,
  IncludePath,
  Span,
  VariableAssignment,
  Word,
} from './nodes.ts';
import { parseBody } from './parser.ts';

const variableStart = /@(?:\{[^}\n]*\}|[A-Za-z]\w*)[ \t]*(?:=|\+=|\?=|:=)/y;
const booleanStart = /\$(?:\{[^}\n]*\}|[A-Za-z]\w*)[ \t]*(?:=|\?=|:=|\+=)/y;
const variableName = /^[A-Za-z]\w*$/;

export function atVariable(context: Context): boolean {
  variableStart.lastIndex = context.pos;
  return variableStart.test(context.text);
}

export function atBoolean(context: Context): boolean {
  booleanStart.lastIndex = context.pos;
  return booleanStart.test(context.text);
}

export function parseAbi(context: Context): AbiDeclaration {
  const { start } = context.takeKey()!;
  const path = includePath(context, 'bad-abi');
  context.endRule();
  return { kind: 'abi', start, end: context.lastEnd(), path };
}

export function parseInclude(context: Context): Include {
  const hash = context.peek() === '#';
  const { start } = context.take(hash ? 8 : 7, 'word');
  if (hash) context.report('deprecated-include', { start, end: start + 8 });
  context.blanks();
  let ifExists = false;
  if (context.peekKey() === 'if') {
    context.takeKey();
    context.blanks();
    ifExists = context.peekKey() === 'exists';
    if (ifExists) context.takeKey();
    else
      context.report(
        'unexpected-word',
        { start: context.pos, end: context.pos + context.found().length },
        context.found(),
      );
    context.blanks();
  }
  const path = includePath(context, 'bad-include');
  return { kind: 'include', start, end: context.lastEnd(), path, ifExists, hash };
}

/** `<name>`, `"name"` or a bare name, on the same line. */
function includePath(context: Context, code: 'bad-abi' | 'bad-include'): IncludePath {
  context.blanks();
  const start = context.pos;
  if (context.peek() === '<') {
    const match = /<[^>\n]*/y;
    match.lastIndex = start;
    const open = match.exec(context.text)![0];
    const closed = context.text[start + open.length] === '>';
    // `<"name">` is read like `<name>`, as long as no space stands between.
    const value = open.slice(1).replace(/^"([^"]*)"$/, '$1');
    context.take(open.length + (closed ? 1 : 0), 'string');
    if (!closed) context.report('missing-close-angle', { start, end: context.pos });
    else if (!value.trim() || value.includes('"')) context.report(code, { start, end: context.pos });
    return { start, end: context.pos, form: 'magic', value };
  }
  const quoted = context.peek() === '"';
  const word = context.word('path');
  if (!word?.value) {
    context.report(code, { start: Math.max(0, start - 1), end: Math.max(start, context.pos) });
    return { start, end: context.pos, form: 'bare', value: '' };
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
  const part = () => {
    context.trivia();
    const word = context.word('path');
    if (!word) context.report('missing-path', { start, end: context.lastEnd() }, 'a path');
    return word ?? empty();
  };
  const from = part();
  if (!context.accept('->'))
    context.report('unexpected-word', { start, end: context.lastEnd() }, context.found());
  const to = part();
  context.endRule();
  return { kind: 'alias', start, end: context.lastEnd(), from, to };
}

/** `@{NAME} = value "another value"` up to the end of the line; `\` joins lines. */
export function parseVariable(context: Context): VariableAssignment {
  const start = context.pos;
  const match = /@(?:\{([^}\n]*)\}|([A-Za-z]\w*))/y;
  match.lastIndex = start;
  const [raw, braced, bare] = match.exec(context.text)!;
  const name = braced ?? bare!;
  const nameSpan = context.take(raw.length, 'word');
  if (!variableName.test(name)) context.report('bad-variable-name', nameSpan, name);
  context.blanks();
  const operator = (['+=', '?=', ':=', '='] as const).find((mark) => context.startsWith(mark))!;
  context.take(operator.length, 'punctuation');
  const values: Word[] = [];
  for (;;) {
    context.blanks();
    if (context.peek() === '\\' && /^\\\r?\n/.test(context.text.slice(context.pos, context.pos + 3))) {
      context.take(context.peek(1) === '\r' ? 3 : 2, 'space');
      continue;
    }
    if (context.atEnd || /[\r\n#]/.test(context.peek())) break;
    const word = context.word('path');
    if (word) values.push(word);
    else {
      const mark = context.take(1, 'unknown');
      context.report('unexpected-character', mark, `“${context.text.slice(mark.start, mark.end)}”`);
    }
  }
  if (values.length === 0) context.report('missing-value', nameSpan, `@{${name}}`);
  return { kind: 'variable', start, end: context.lastEnd(), name, nameSpan, operator, values };
}

/** `${NAME} = true`. AppArmor 5 also takes an expression here; it is kept as one word. */
export function parseBoolean(context: Context): BooleanAssignment {
  const start = context.pos;
  const match = /\$(?:\{([^}\n]*)\}|([A-Za-z]\w*))/y;
  match.lastIndex = start;
  const [raw, braced, bare] = match.exec(context.text)!;
  const name = braced ?? bare!;
  const nameSpan = context.take(raw.length, 'word');
  if (!variableName.test(name)) context.report('bad-variable-name', nameSpan, name);
  context.blanks();
  const operator = (['?=', ':=', '+=', '='] as const).find((mark) => context.startsWith(mark))!;
  const mark = context.take(operator.length, 'punctuation');
  if (operator === '+=') context.report('unexpected-word', mark, operator);
  context.blanks();
  const from = context.pos;
  const literal = /^(?:true|false)$/i.test(context.peekKey());
  if (literal) context.takeKey();
  else if (context.atEnd || /[\r\n]/.test(context.peek()))
    context.report('missing-value', nameSpan, `\${${name}}`);
  else parseExpression(context);
  const end = Math.max(from, literal || context.pos > from ? context.lastEnd() : from);
  const value = context.text.slice(from, end);
  context.blanks();
  if (!context.atEnd && !/[\r\n#]/.test(context.peek())) {
    const rest = context.take(context.restOfLine(), 'unknown');
    context.report('bad-boolean', rest, context.text.slice(rest.start, rest.end));
  }
  return {
    kind: 'boolean',
    start,
    end: context.lastEnd(),
    name,
    nameSpan,
    operator,
    value: { start: from, end, raw: value, value, quoted: false },
  };
}

export function parseConditional(context: Context, place: Place): Conditional {
  const { start } = context.takeKey()!;
  const condition = parseExpression(context);
  const body = parseBody(context, { ...place, depth: place.depth + 1 }, 'if');
  const node: Conditional = { kind: 'if', start, end: body.end, condition, body };
  const before = context.tokens.length;
  const { pos } = context;
  context.trivia();
  if (context.peekKey() !== 'else') {
    // Comments after the block belong to what follows.
    context.tokens.length = before;
    context.pos = pos;
    return node;
  }
  context.takeKey();
  context.trivia();
  if (context.peekKey() === 'if') node.else = parseElseIf(context, place);
  else if (context.peek() === '{')
    node.else = parseBody(context, { ...place, depth: place.depth + 1 }, 'else');
  else context.report('missing-else-body', { start: context.lastEnd() - 4, end: context.lastEnd() });
  node.end = node.else?.end ?? context.lastEnd();
  return node;
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

// ---- expressions: or < and < not < comparison -------------------------------------------------------------------

function parseExpression(context: Context): Expression {
  let left = parseAnd(context);
  while (context.acceptKey('or')) {
    const right = parseAnd(context);
    left = { kind: 'or', start: left.start, end: right.end, left, right };
  }
  return left;
}

function parseAnd(context: Context): Expression {
  let left = parseNot(context);
  while (context.acceptKey('and')) {
    const right = parseNot(context);
    left = { kind: 'and', start: left.start, end: right.end, left, right };
  }
  return left;
}

function parseNot(context: Context, depth = 0): Expression {
  const not = context.acceptKey('not');
  if (!not) return parseTerm(context, depth);
  const operand = depth > 100 ? bad(context, not) : parseNot(context, depth + 1);
  return { kind: 'not', start: not.start, end: operand.end, operand };
}

let parentheses = 0;

function parseTerm(context: Context, _depth: number): Expression {
  context.trivia();
  const start = context.pos;
  if (context.accept('(')) {
    if (parentheses > 100) return bad(context, { start, end: context.pos });
    parentheses++;
    try {
      const inner = parseExpression(context);
      if (!context.accept(')')) context.report('missing-close-paren', { start, end: start + 1 });
      return { kind: 'group', start, end: context.lastEnd(), inner };
    } finally {
      parentheses--;
    }
  }
  if (context.acceptKey('defined')) {
    context.trivia();
    const name = reference(context);
    if (!name) return bad(context, { start, end: context.lastEnd() });
    return {
      kind: 'defined',
      start,
      end: context.lastEnd(),
      name: name.name,
      variable: name.sigil === '$' ? 'boolean' : 'set',
    };
  }
  if (/^(?:true|false)$/i.test(context.peekKey())) {
    const literal = context.takeKey()!;
    return { kind: 'literal', start, end: literal.end, value: literal.value.toLowerCase() === 'true' };
  }
  const sigil = reference(context, '$');
  if (sigil) return { kind: 'boolean-ref', start, end: context.lastEnd(), name: sigil.name };
  const left = operand(context);
  if (!left) return bad(context, { start: Math.max(0, context.lastEnd() - 1), end: context.lastEnd() });
  context.trivia();
  const operator = (['==', '!=', '<=', '>=', '<', '>'] as const).find((mark) => context.startsWith(mark));
  if (operator) context.take(operator.length, 'punctuation');
  else if (!context.acceptKey('in')) return bad(context, left);
  const right = operand(context);
  if (!right) return bad(context, { start, end: context.lastEnd() });
  return { kind: 'compare', start, end: right.end, left, operator: operator ?? 'in', right };
}

function reference(context: Context, only?: '$'): { name: string; sigil: string } | undefined {
  const match = /([@$])(?:\{([^}\n]*)\}|([A-Za-z]\w*))/y;
  match.lastIndex = context.pos;
  const found = match.exec(context.text);
  if (!found || (only && found[1] !== only)) return undefined;
  const span = context.take(found[0].length, 'word');
  const name = found[2] ?? found[3]!;
  if (!variableName.test(name)) context.report('bad-variable-name', span, name);
  return { name, sigil: found[1]! };
}

function operand(context: Context): Word | undefined {
  context.trivia();
  if (context.peek() === '"') return context.word('path');
  const match = /@\{[^}\n]*\}|[^\s{}()<>=!",]+/y;
  match.lastIndex = context.pos;
  const found = match.exec(context.text);
  if (!found) return undefined;
  const { start, end } = context.take(found[0].length, 'word');
  return { start, end, raw: found[0], value: found[0], quoted: false };
}

function bad(context: Context, span: Span): Expression {
  context.report('missing-condition', span);
  return { kind: 'bad-expression', start: span.start, end: Math.max(span.end, context.lastEnd()) };
}
