/** What the condition of an `if` comes to (parser/cond_expr.cc). */
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
  return name ? variables.valuesOf((name[1] ?? name[2])!, word, origin) : [word.value];
}

/** As strtol(3) reads numbers: decimal, octal or hexadecimal. */
const number = /^\s*[+-]?(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/;

const orders: Record<'<' | '<=' | '>' | '>=', (a: number | string, b: number | string) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
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
  const numbers = [left, right].filter((values) => values.length === 1 && number.test(values[0]!)).length;
  switch (operator) {
    case 'in':
      return left.every((value) => right.includes(value));
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    default:
      if (numbers === 1) {
        variables.policy.report('bad-comparison', expression, '', origin);
        return undefined;
      }
      if (numbers === 2) return orders[operator](Number(left[0]), Number(right[0]));
      return orders[operator](left.join(' '), right.join(' '));
  }
}

function equal(left: string[], right: string[]): boolean {
  return left.every((value) => right.includes(value)) && right.every((value) => left.includes(value));
}
