/** capability, change_profile, set rlimit, all. */
import type { Context, RuleStart } from '../context.ts';
import type { AllRule, CapabilityRule, ChangeProfileRule, RlimitRule, Word } from '../nodes.ts';
import { capabilities, rlimits } from '../vocabulary.ts';

export function parseCapability(context: Context, rule: RuleStart): CapabilityRule {
  context.takeKey();
  const names: Word[] = [];
  for (;;) {
    context.trivia();
    const last = names.at(-1)?.end ?? context.lastEnd();
    if (
      !/^[A-Za-z]/.test(context.peek()) ||
      (context.text.slice(last, context.pos).includes('\n') && context.looksLikeItem(context.pos))
    )
      break;
    const name = context.takeKey()!;
    if (!capabilities.has(name.value)) context.report('bad-capability', name, name.value);
    names.push(name);
  }
  if (rule.prefix?.owner)
    context.report('bad-prefix', rule.prefix.owner, 'A capability rule takes no owner.');
  return {
    kind: 'capability',
    start: rule.start,
    names,
    ...ended(context),
    ...(rule.prefix ? { prefix: rule.prefix } : {}),
  };
}

/** `change_profile [safe|unsafe] [executable] [-> profile],` */
export function parseChangeProfile(context: Context, rule: RuleStart): ChangeProfileRule {
  context.takeKey();
  const node: ChangeProfileRule = {
    kind: 'change_profile',
    start: rule.start,
    end: rule.start,
    terminated: false,
    ...(rule.prefix ? { prefix: rule.prefix } : {}),
  };
  context.trivia();
  const key = context.peekKey();
  if (key === 'safe' || key === 'unsafe') {
    const { start, end } = context.takeKey()!;
    node.safety = { start, end, value: key };
    context.trivia();
  }
  if (context.peek() !== ',' && !context.startsWith('->')) {
    const exec = context.word('path');
    if (exec) node.exec = exec;
    if (exec && !/^[/@]/.test(exec.value)) context.report('path-start', exec, exec.value);
  }
  if (node.safety && !node.exec)
    context.report(
      'bad-rule-part',
      node.safety,
      `“${node.safety.value}” goes with the path of an executable.`,
    );
  if (context.accept('->')) {
    context.trivia();
    const target = context.peek() === ',' ? undefined : context.word('path');
    if (target) node.target = target;
    else context.report('missing-target', { start: context.lastEnd() - 2, end: context.lastEnd() });
  }
  if (rule.prefix?.owner)
    context.report('bad-prefix', rule.prefix.owner, 'A change_profile rule takes no owner.');
  return Object.assign(node, ended(context));
}

const units = {
  number: /^$/,
  nice: /^$/,
  size: /^(?:[KMG]B?)?$/,
  time: /^(?:us|microseconds?|ms|milliseconds?|s|sec|seconds?|min|minutes?|h|hours?|d|days?|weeks?)?$/,
  microseconds:
    /^(?:us|microseconds?|ms|milliseconds?|s|sec|seconds?|min|minutes?|h|hours?|d|days?|weeks?)?$/,
} as const;

/** `set rlimit name <= value unit,` */
export function parseRlimit(context: Context, rule: RuleStart): RlimitRule {
  const keyword = context.takeKey()!;
  const node: RlimitRule = {
    kind: 'rlimit',
    start: rule.start,
    end: rule.start,
    terminated: false,
    ...(rule.prefix ? { prefix: rule.prefix } : {}),
  };
  if (rule.prefix) context.report('bad-prefix', rule.prefix, 'A limit takes no prefix.');
  if (!context.acceptKey('rlimit')) context.report('bad-rlimit', keyword, 'Expected “rlimit” after “set”.');
  context.trivia();
  const name = context.takeKey();
  if (name) node.name = name;
  const kind = name && Object.hasOwn(rlimits, name.value) ? rlimits[name.value] : undefined;
  if (!kind)
    context.report(
      'bad-rlimit',
      name ?? keyword,
      name ? `“${name.value}” is no limit.` : 'Expected the name of a limit.',
    );
  if (!context.accept('<=')) context.report('bad-rlimit', name ?? keyword, 'Expected “<=” and a value.');
  context.trivia();
  const match = /[^\s,{}]+(?:[ \t]+[A-Za-z]+)?/y;
  match.lastIndex = context.pos;
  const raw = match.exec(context.text)?.[0];
  if (raw) {
    const { start, end } = context.take(raw.length, 'word');
    node.value = { start, end, raw, value: raw, quoted: false };
    if (kind) checkValue(context, node.value, kind, name!.value);
  } else context.report('bad-rlimit', name ?? keyword, 'Expected a value, or infinity.');
  return Object.assign(node, ended(context));
}

function checkValue(context: Context, value: Word, kind: keyof typeof units, name: string): void {
  if (value.value === 'infinity') return;
  const match = /^([+-]?\d+)\s*([A-Za-z]*)$/.exec(value.value);
  const good =
    match &&
    (kind === 'nice' ? Number(match[1]) >= -20 && Number(match[1]) <= 19 : !match[1]!.startsWith('-')) &&
    units[kind].test(match[2]!);
  const tooFine = match && name === 'cpu' && /^(?:us|micro|ms|milli)/.test(match[2]!);
  if (!good || tooFine)
    context.report('bad-rlimit', value, `“${value.value}” is no value for the limit “${name}”.`);
}

export function parseAll(context: Context, rule: RuleStart): AllRule {
  context.takeKey();
  if (rule.prefix?.owner) context.report('bad-prefix', rule.prefix.owner, 'The rule all takes no owner.');
  if (rule.prefix?.priority)
    context.report('bad-prefix', rule.prefix.priority, 'The rule all takes no priority.');
  return {
    kind: 'all',
    start: rule.start,
    ...ended(context),
    ...(rule.prefix ? { prefix: rule.prefix } : {}),
  };
}

function ended(context: Context): { terminated: boolean; end: number } {
  const terminated = context.endRule();
  return { terminated, end: context.lastEnd() };
}
