/** Conditions of rules: `name=value`, `name=(a b)`, `name in (a b)`, and `peer=( ... )`. */
import type { Context } from './context.ts';
import type { Condition, PeerConditions, Word } from './nodes.ts';
import { conditionNameEnd, keyEnd, listedEnd, plainEnd } from './words.ts';

type Operator = Condition['operator'];

/** Whether `name=` or `name in (` comes next. */
export function atCondition({ text, pos }: Context): boolean {
  const end = keyEnd(text, pos);
  if (end === pos) return false;
  let at = blankEnd(text, end);
  if (text[at] === '=') return true;
  if (at === end || !text.startsWith('in', at)) return false;
  at = blankEnd(text, at + 2);
  return text[at] === '(';
}

/** Whether `peer=(` comes next: a group of conditions, not one value. */
export function atGroup({ text, pos }: Context, names: readonly string[] = ['peer', 'xattrs']): boolean {
  const end = keyEnd(text, pos);
  if (!names.includes(text.slice(pos, end))) return false;
  const at = blankEnd(text, end);
  return text[at] === '=' && text[blankEnd(text, at + 1)] === '(';
}

function blankEnd(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

interface Wanted {
  known: ReadonlySet<string>;
  /** Conditions of the other end; absent where the rule knows no group. */
  peer?: ReadonlySet<string>;
  /** Whether comments may stand between. */
  comments?: boolean;
}

/** Conditions one after another, then the group about the other end. */
export function takeConditions(
  context: Context,
  { known, peer: peerKnown, comments = false }: Wanted,
): { conditions: Condition[]; peer?: PeerConditions } {
  const conditions: Condition[] = [];
  let peer: PeerConditions | undefined;
  for (;;) {
    if (comments) context.trivia();
    else context.ruleSpace();
    if (!atCondition(context)) break;
    const start = context.pos;
    if (atGroup(context)) {
      const name = context.peekKey();
      const group = takeGroup(context, peerKnown ?? new Set());
      if (name !== 'peer' || !peerKnown)
        context.report('bad-condition', { start, end: start + name.length }, expected(name, known));
      else if (peer) context.report('repeated-condition', { start, end: start + name.length }, name);
      else peer = group;
      continue;
    }
    const condition = takeCondition(context);
    const { name } = condition;
    if (!known.has(name.value)) context.report('bad-condition', name, expected(name.value, known));
    else if (peer) context.report('condition-after-peer', condition, name.value);
    conditions.push(condition);
  }
  return peer ? { conditions, peer } : { conditions };
}

function takeCondition(context: Context): Condition {
  const name = context.takeKey()!;
  context.blanks();
  if (context.peek() !== '=') {
    context.take(2, 'word');
    return listCondition(context, name, 'in');
  }
  const mark = context.take(1, 'punctuation');
  context.blanks();
  const sameLine = context.pos;
  context.space();
  if (context.peek() === '(') return listCondition(context, name, '=');
  // The value stands on the line of its `=`.
  const value = context.atEnd || context.pos > sameLine ? undefined : context.word(plainEnd);
  if (!value) context.report('missing-value', { start: name.start, end: mark.end }, name.value);
  return condition(name, '=', value ? [value] : [], false, value?.end ?? mark.end);
}

function listCondition(context: Context, name: Word, operator: Operator): Condition {
  context.blanks();
  const list = context.wordList();
  if (list.words.length === 0)
    context.report('missing-value', { start: name.start, end: list.end }, name.value);
  return condition(name, operator, list.words, true, list.end);
}

function condition(name: Word, operator: Operator, values: Word[], list: boolean, end: number): Condition {
  return { start: name.start, end, name, operator, values, list };
}

/** `peer=( ... )` or `xattrs=( ... )`. Without `known` any name is good. */
export function takeGroup(context: Context, known?: ReadonlySet<string>): PeerConditions {
  const { start } = context.takeKey()!;
  context.blanks();
  context.take(1, 'punctuation');
  context.blanks();
  const open = context.take(1, 'punctuation');
  const conditions: Condition[] = [];
  for (;;) {
    context.ruleSpace();
    if (context.peek() === ',') {
      context.take(1, 'punctuation');
      continue;
    }
    if (context.peek() === ')') {
      context.take(1, 'punctuation');
      break;
    }
    const member = takeMember(context);
    if (!member) {
      context.report('missing-close-paren', open);
      break;
    }
    if (known && !known.has(member.name.value))
      context.report('bad-condition', member.name, expected(member.name.value, known));
    else if (known && member.values.length === 0 && context.text[member.end - 1] !== '=')
      context.report('missing-value', member, member.name.value);
    if (known)
      for (const word of [member.name, ...member.values]) if (!word.quoted) context.wordBreak(word, 'list');
    conditions.push(member);
  }
  return { start, end: context.lastEnd(), conditions };
}

/** `name`, `name=value`, `name:=value` or `name=(value)` inside a group. */
function takeMember(context: Context): Condition | undefined {
  const end = conditionNameEnd(context.text, context.pos);
  const stuck = /^[{}]$/.test(context.text.slice(context.pos, end));
  // Behind a comma they go on with the word before it.
  if (/^[+&]/.test(context.peek()) && context.text[context.pos - 1] !== ',') {
    const mark = context.take(1, 'unknown');
    context.report('unexpected-character', mark, `“${context.text[mark.start]}”`);
    return condition({ ...mark, raw: '', value: '', quoted: false }, '=', [], false, mark.end);
  }
  if (end === context.pos || stuck) {
    if (context.peek() !== '"') return undefined;
    const word = context.string();
    context.report('unexpected-word', word, word.raw);
    return condition(word, '=', [], false, word.end);
  }
  const name = context.takeWordTo(end);
  context.ruleSpace();
  const operator: Operator | undefined = context.startsWith(':=')
    ? ':='
    : context.peek() === '='
      ? '='
      : undefined;
  if (!operator) return condition(name, '=', [], false, name.end);
  const mark = context.take(operator.length, 'punctuation');
  context.blanks();
  if (context.peek() === '(') return memberList(context, name, operator);
  context.ruleSpace();
  const value = context.word(listedEnd);
  if (!value || (value.quoted && value.value === ''))
    context.report('missing-value', { start: name.start, end: mark.end }, name.value);
  return condition(name, operator, value ? [value] : [], false, value?.end ?? mark.end);
}

function memberList(context: Context, name: Word, operator: Operator): Condition {
  const list = context.wordList();
  if (list.words.length !== 1)
    context.report('single-value', { start: name.start, end: list.end }, name.value);
  return condition(name, operator, list.words, true, list.end);
}

/** What no condition of a rule may do: be given twice, be a list, use another operator than `=`. */
export function checkSingle(
  context: Context,
  conditions: readonly Condition[],
  { lists = [], twice = [] }: { lists?: readonly string[]; twice?: readonly string[] } = {},
): void {
  const seen = new Set<string>();
  for (const condition of conditions) {
    const name = condition.name.value;
    if (seen.has(name) && !twice.includes(name)) context.report('repeated-condition', condition, name);
    seen.add(name);
    if (condition.operator !== '=') context.report('bad-operator', condition, condition.operator);
    else if (condition.values.length > 1 && !lists.includes(name))
      context.report('single-value', condition, name);
  }
}

/** The condition that was found, and those that could stand there. */
function expected(found: string, known: ReadonlySet<string>): string {
  return known.size > 0 ? `${found}”; expected one of “${[...known].join(', ')}` : found;
}

export function conditionsNamed(conditions: readonly Condition[], ...names: string[]): Condition[] {
  return conditions.filter(({ name }) => names.includes(name.value));
}
