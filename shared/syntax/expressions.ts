/** The conditions of `if`, and the values of booleans: or, and, not, comparisons (parser/parser_yacc.y: expr). */
import type { Context } from './context.ts';
import type { Expression, Span, Word } from './nodes.ts';
import { labelEnd, operandEnd, variableEnd } from './words.ts';

const deepestExpression = 100;

/** Where an expression ends by itself: at the brace of an `if`'s body, or with the line. */
export type Until = 'brace' | 'line';

/** Words with a meaning of their own, and the brace that ends a condition. */
const noOperands: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'defined', '{']);

class Expressions {
  constructor(
    readonly context: Context,
    readonly until: Until,
  ) {}

  /** White space before an operator: a boolean's value ends with its line. */
  gap(): void {
    if (this.until === 'line') this.lineGap();
    else this.context.ruleSpace();
  }

  /** White space before an operand, which must come: it may stand on the next line. */
  reach(): void {
    this.gap();
    this.context.ruleSpace();
  }

  /** Blanks and joined lines. */
  lineGap(): void {
    const { context } = this;
    for (;;) {
      context.blanks();
      if (!context.startsWith('\\\n')) return;
      context.take(2, 'space');
    }
  }

  or(depth: number): Expression {
    let left = this.and(depth);
    while (this.acceptWord('or')) {
      const right = this.and(depth);
      left = { kind: 'or', start: left.start, end: right.end, left, right };
    }
    return left;
  }

  and(depth: number): Expression {
    let left = this.not(depth);
    while (this.acceptWord('and')) {
      const right = this.not(depth);
      left = { kind: 'and', start: left.start, end: right.end, left, right };
    }
    return left;
  }

  not(depth: number): Expression {
    this.reach();
    const not = this.acceptWord('not');
    if (!not) return this.term(depth);
    const operand = depth > deepestExpression ? this.bad(not) : this.not(depth + 1);
    return { kind: 'not', start: not.start, end: operand.end, operand };
  }

  term(depth: number): Expression {
    const { context } = this;
    const start = context.pos;
    if (context.peek() === '(') return this.group(depth);
    if (this.acceptWord('defined')) {
      this.reach();
      const reference = this.reference('@') ?? this.reference('$');
      if (!reference) return this.bad({ start, end: context.lastEnd() });
      const variable = reference.sigil === '$' ? 'boolean' : 'set';
      return { kind: 'defined', start, end: reference.end, name: reference.name, variable };
    }
    const boolean = this.reference('$');
    if (boolean) return { kind: 'boolean-ref', start, end: boolean.end, name: boolean.name };
    const left = this.operand();
    if (!left) return this.bad(context.behind());
    return this.comparison(left);
  }

  group(depth: number): Expression {
    const { context } = this;
    const { start, end } = context.take(1, 'punctuation');
    if (depth > deepestExpression) return this.bad({ start, end });
    const inner = this.or(depth + 1);
    this.gap();
    if (context.peek() === ')') context.take(1, 'punctuation');
    else context.report('missing-close-paren', { start, end });
    return { kind: 'group', start, end: context.lastEnd(), inner };
  }

  comparison(left: Word): Expression {
    const operator = this.operator();
    if (!operator) {
      const literal = /^(?:true|false)$/i.test(left.value);
      if (!literal) return this.bad(left);
      return {
        kind: 'literal',
        start: left.start,
        end: left.end,
        value: left.value.toLowerCase() === 'true',
      };
    }
    this.reach();
    const right = this.operand();
    if (!right) return this.bad({ start: left.start, end: this.context.lastEnd() });
    return { kind: 'compare', start: left.start, end: right.end, left, operator, right };
  }

  operator(): Extract<Expression, { kind: 'compare' }>['operator'] | undefined {
    this.gap();
    const { context } = this;
    const { text, pos } = context;
    const marks = ['==', '!=', '<=', '>=', '<', '>'] as const;
    const mark = marks.find((word) => context.startsWith(word));
    // `<` and `>` are operators where a word could not go on.
    if (mark && !(mark.length === 1 && operandEnd(text, pos) > pos + 1)) {
      context.take(mark.length, 'punctuation');
      return mark;
    }
    return this.acceptWord('in') ? 'in' : undefined;
  }

  /** `and`, `not` and the like are words of their own: nothing may be joined to them. */
  acceptWord(word: string): Span | undefined {
    this.gap();
    const { text, pos } = this.context;
    const whole = this.context.startsWith(word) && operandEnd(text, pos) === pos + word.length;
    return whole ? this.whole(this.context.take(word.length, 'word')) : undefined;
  }

  /** A word that no carriage return is joined to. */
  whole<Taken extends Span>(word: Taken): Taken {
    this.context.wordBreak(word, 'list');
    return word;
  }

  /** A variable that nothing is joined to. */
  reference(sigil: '@' | '$'): { name: string; sigil: string; end: number } | undefined {
    const { text, pos } = this.context;
    const end = variableEnd(text, pos, sigil);
    if (end === pos) return undefined;
    const longer = sigil === '@' ? labelEnd(text, pos) : operandEnd(text, pos);
    if (longer > end) return undefined;
    this.whole(this.context.takeTo(end, 'word'));
    return { name: text.slice(pos, end).replace(/[@${}]/g, ''), sigil, end };
  }

  operand(): Word | undefined {
    const { context } = this;
    const { text, pos } = context;
    const end = operandEnd(text, pos);
    if (noOperands.has(text.slice(pos, end)) || (text[pos] === '$' && variableEnd(text, pos, '$') === end))
      return undefined;
    const word = context.word(operandEnd);
    return word && (word.quoted ? word : this.whole(word));
  }

  bad(span: Span): Expression {
    this.context.report('missing-condition', span);
    return { kind: 'bad-expression', start: span.start, end: Math.max(span.end, this.context.lastEnd()) };
  }
}

/** Read an expression. What is wrong with it is reported; the rest is left to what follows. */
export function parseExpression(context: Context, until: Until): Expression {
  return new Expressions(context, until).or(0);
}
