/** capability, change_profile, set rlimit, all. */
import type { Context, RuleStart } from '../context.ts';
import type { AllRule, CapabilityRule, ChangeProfileRule, RlimitRule, Word } from '../nodes.ts';
import { capabilities, limitUnits, rlimits } from '../vocabulary.ts';
import { plainEnd } from '../words.ts';
import { execRefusal, finish, refusePrefix, ruleBase } from './common.ts';

export function parseCapability(context: Context, rule: RuleStart): CapabilityRule {
  context.takeKey();
  const names: Word[] = [];
  for (;;) {
    const last = context.lastEnd();
    context.trivia();
    const nextLine = context.text.slice(last, context.pos).includes('\n');
    if (!/^[A-Za-z]/.test(context.peek()) || (nextLine && context.looksLikeItem(context.pos))) break;
    const name = context.takeKey()!;
    if (!capabilities.has(name.value)) context.report('bad-capability', name, name.value);
    names.push(name);
  }
  refusePrefix(context, rule, 'A capability rule', 'owner');
  return finish(context, { kind: 'capability', ...ruleBase(rule), names }, 'comments');
}

/** `change_profile [safe|unsafe] [executable] [-> profile],` */
export function parseChangeProfile(context: Context, rule: RuleStart): ChangeProfileRule {
  context.takeKey();
  const node: ChangeProfileRule = { kind: 'change_profile', ...ruleBase(rule) };
  // An arrow that something is joined to is a word.
  const atArrow = () => context.startsWith('->') && plainEnd(context.text, context.pos) === context.pos + 2;
  const word = () => {
    context.ruleSpace();
    return atArrow() ? undefined : context.word(plainEnd);
  };
  const first = word();
  if (first && !first.quoted && (first.value === 'safe' || first.value === 'unsafe'))
    node.safety = { start: first.start, end: first.end, value: first.value };
  const exec = node.safety ? word() : first;
  if (exec) {
    node.exec = exec;
    if (!/^(?:\/|@\{)/.test(exec.value)) context.report('path-start', exec, exec.value);
  } else if (node.safety) context.report('missing-program', node.safety, node.safety.value);
  context.ruleSpace();
  const target = atArrow() ? context.target().word : undefined;
  if (target) node.target = target;
  refusePrefix(context, rule, 'A change_profile rule', 'owner');
  if (exec && execRefusal(rule, node.safety?.value === 'unsafe', 'blocks'))
    context.report('program-in-block', exec);
  return finish(context, node, 'words');
}

/** `set rlimit name <= value unit,` */
export function parseRlimit(context: Context, rule: RuleStart): RlimitRule {
  const set = context.takeKey()!;
  const node: RlimitRule = { kind: 'rlimit', ...ruleBase(rule) };
  if (rule.prefix) context.report('bad-prefix', rule.prefix, 'A limit takes no prefix.');
  if (!context.acceptKey('rlimit')) context.report('bad-rlimit', set, 'Expected “rlimit” after “set”.');
  context.ruleSpace();
  const name = limitWord(context);
  if (name) node.name = name;
  const kind = name && Object.hasOwn(rlimits, name.value) ? rlimits[name.value] : undefined;
  if (!kind)
    context.report(
      'bad-rlimit',
      name ?? set,
      name ? `“${name.value}” is no limit.` : 'Expected the name of a limit.',
    );
  context.ruleSpace();
  if (context.startsWith('<=')) context.take(2, 'punctuation');
  else context.report('bad-rlimit', name ?? set, 'Expected “<=” and a value.');
  context.ruleSpace();
  const from = context.pos;
  const number = /-?\d+|infinity(?![A-Za-z_])/y;
  number.lastIndex = from;
  const amount = number.exec(context.text)?.[0];
  if (amount === undefined) context.report('bad-rlimit', name ?? set, 'Expected a number, or infinity.');
  else {
    context.take(amount.length, 'word');
    context.ruleSpace();
    const unit = limitWord(context);
    const { start, end } = { start: from, end: unit?.end ?? from + amount.length };
    const raw = context.text.slice(start, end);
    node.value = { start, end, raw, value: raw, quoted: false };
    if (kind && !goodLimit(amount, unit?.value, kind))
      context.report('bad-rlimit', node.value, `“${raw}” is no value for the limit “${name!.value}”.`);
  }
  return finish(context, node);
}

function limitWord(context: Context): Word | undefined {
  const match = /[A-Za-z_]+/y;
  match.lastIndex = context.pos;
  const found = match.exec(context.text)?.[0];
  return found ? context.takeWordTo(context.pos + found.length) : undefined;
}

/** A number, with a unit where the limit knows some; whole seconds for CPU time. */
function goodLimit(amount: string, unit: string | undefined, kind: (typeof rlimits)[string]): boolean {
  if (amount === 'infinity') return true;
  const value = Number(amount);
  if (kind === 'nice') return unit === undefined && value >= -20 && value <= 19;
  if (value < 0) return false;
  if (unit === undefined) return true;
  if (kind === 'number') return false;
  const known = limitUnits[kind === 'size' ? 'size' : 'time'];
  if (!Object.hasOwn(known, unit)) return false;
  if (kind === 'size') return true;
  // As many microseconds as 64 bits hold; more turn over.
  const most = 2n ** 63n - 1n;
  const whole = BigInt(amount) < most ? BigInt(amount) : most;
  const least = BigInt(kind === 'time' ? limitUnits.time.s! : 1);
  return BigInt.asIntN(64, whole * BigInt(known[unit]!)) >= least;
}

export function parseAll(context: Context, rule: RuleStart): AllRule {
  context.takeKey();
  refusePrefix(context, rule, 'The rule all', 'owner', 'priority');
  return finish(context, { kind: 'all', ...ruleBase(rule) }, 'comments');
}
