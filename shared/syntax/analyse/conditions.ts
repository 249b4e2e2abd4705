/** What the condition of an `if` comes to (parser/cond_expr.cc). */
import { withCharacters } from '../aare.ts';
import type { Expression, Word } from '../nodes.ts';
import type { Origin } from './policy.ts';
import type { Variables } from './variables.ts';

/** True, false, or undefined where files that were not read decide it. All parts are looked at: none is skipped. */
export function decide(expression: Expression, variables: Variables, origin: Origin): boolean | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'group':
      return decide(expression.inner, variables, origin);
    case 'not': {
      const truth = decide(expression.operand, variables, origin);
      return truth === undefined ? undefined : !truth;
    }
    case 'and':
    case 'or': {
      const left = decide(expression.left, variables, origin);
      const right = decide(expression.right, variables, origin);
      const decisive = expression.kind === 'or';
      if (left === decisive || right === decisive) return decisive;
      return left === undefined || right === undefined ? undefined : !decisive;
    }
    case 'defined': {
      const known = variables.isDefined(expression.name);
      return known || !variables.open ? known : undefined;
    }
    case 'boolean-ref':
      return variables.boolean(expression, origin);
    case 'compare':
      return compare(expression, variables, origin);
    case 'bad-expression':
      return undefined;
  }
}

const wholeVariable = /^@(?:\{([A-Za-z]\w*)\}|([A-Za-z]\w*))$/;

/** A variable stands for its values, any other word for itself. */
function operand(word: Word, variables: Variables, origin: Origin): string[] | undefined {
  if (/^@(?:\{\})?$/.test(word.value)) {
    variables.policy.report('bad-variable-name', word, '', origin);
    return undefined;
  }
  const name = wholeVariable.exec(word.value);
  const values = name ? variables.valuesOf((name[1] ?? name[2])!, word, origin) : [word.value];
  return values?.map(withCharacters);
}

/** As strtol(3) reads numbers: decimal, octal, hexadecimal or binary. */
const number = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9]\d*)$/;
const largest = 2n ** 63n;

/** Undefined for what is no number. */
function numberOf(values: readonly string[]): bigint | undefined {
  const [, sign, digits] = (values.length === 1 && number.exec(values[0]!)) || [];
  if (digits === undefined) return undefined;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return sign === '-' ? -size : size;
}

/** Below, equal or above zero, as the left side is below, equal to or above the right. */
const orders: Record<'<' | '<=' | '>' | '>=', (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function compare(
  expression: Extract<Expression, { kind: 'compare' }>,
  variables: Variables,
  origin: Origin,
): boolean | undefined {
  const left = operand(expression.left, variables, origin);
  const right = operand(expression.right, variables, origin);
  if (!left || !right) return undefined;
  const { operator } = expression;
  switch (operator) {
    case 'in':
      return left.every((value) => right.includes(value));
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
  }
  const [one, other] = [numberOf(left), numberOf(right)];
  if (one === undefined && other === undefined) return orders[operator](orderOfTexts(left, right));
  if (one === undefined || other === undefined) {
    variables.policy.report(
      'bad-comparison',
      expression,
      'A number can be compared with a number only.',
      origin,
    );
    return undefined;
  }
  if ([one, other].some((size) => size >= largest || size < -largest)) {
    variables.policy.report('bad-comparison', expression, 'This number is too large to be compared.', origin);
    return undefined;
  }
  return orders[operator](one < other ? -1 : one > other ? 1 : 0);
}

/** Several values are compared one after another, in their order by the alphabet. */
function orderOfTexts(left: readonly string[], right: readonly string[]): number {
  const [one, other] = [left, right].map((values) => [...new Set(values)].sort());
  for (let at = 0; ; at++) {
    const [a, b] = [one![at], other![at]];
    if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
    if (a !== b) return a < b ? -1 : 1;
  }
}

function equal(left: string[], right: string[]): boolean {
  return left.every((value) => right.includes(value)) && right.every((value) => left.includes(value));
}
