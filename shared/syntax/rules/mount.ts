/** mount, remount, umount and pivot_root (parser/mount.cc). */
import { conditionsNamed, takeConditions } from '../conditions.ts';
import type { Context, RuleStart } from '../context.ts';
import type { Condition, MountRule, PivotRootRule, Word } from '../nodes.ts';
import { conditionWords, mountFlags, mountOptions } from '../vocabulary.ts';
import { operandEnd } from '../words.ts';
import { finish, refusePrefix, ruleBase } from './common.ts';

export function parseMountRule(kind: MountRule['kind']): (context: Context, rule: RuleStart) => MountRule {
  return (context, rule) => {
    context.takeKey();
    const node: MountRule = { kind, ...ruleBase(rule), conditions: mountConditions(context) };
    const first = operand(context);
    if (first) node[kind === 'mount' ? 'source' : 'target'] = first;
    context.ruleSpace();
    if (kind === 'mount' && atArrow(context)) takePoint(context, node);
    refusePrefix(context, rule, `A ${kind} rule`, 'owner');
    checkOptions(context, node, rule.place.block !== undefined);
    return finish(context, node);
  };
}

/** `-> mount point`. Conditions of its own are read, but apparmor_parser does not know what to do with them. */
function takePoint(context: Context, node: MountRule): void {
  const arrow = context.take(2, 'punctuation');
  const conditions = mountConditions(context);
  if (conditions[0]) context.report('bad-mount', conditions[0], 'A mount point takes no conditions.');
  node.conditions = [...node.conditions, ...conditions];
  const target = operand(context);
  if (target) node.target = target;
  else context.report('missing-target', arrow);
}

export function parsePivotRoot(context: Context, rule: RuleStart): PivotRootRule {
  context.takeKey();
  const { conditions } = takeConditions(context, { known: conditionWords.pivot_root, comments: true });
  const node: PivotRootRule = { kind: 'pivot_root', ...ruleBase(rule), conditions };
  context.trivia();
  if (context.atPath() && context.peek() !== ',') {
    const root = context.path()!;
    node.newRoot = root;
    if (/^@\{?\w+\}?$/.test(root.raw)) context.report('lone-variable', root, root.raw);
  }
  context.trivia();
  const { word } = context.target();
  if (word) node.target = word;
  refusePrefix(context, rule, 'A pivot_root rule', 'owner');
  return finish(context, node, 'comments');
}

function mountConditions(context: Context): Condition[] {
  return takeConditions(context, { known: conditionWords.mount }).conditions;
}

function operand(context: Context): Word | undefined {
  context.ruleSpace();
  if (context.peek() === ',' || atArrow(context)) return undefined;
  const word = context.word(operandEnd);
  if (word && !word.quoted) context.wordBreak(word, 'comma');
  return word;
}

/** An arrow that something is joined to is a word. */
function atArrow(context: Context): boolean {
  return context.startsWith('->') && operandEnd(context.text, context.pos) === context.pos + 2;
}

type Command = 'remount' | 'bind' | 'move' | 'propagation' | 'mount';

/** In a block the rule is dropped before it is looked at as a whole. */
function checkOptions(context: Context, node: MountRule, inBlock: boolean): void {
  const options = conditionsNamed(node.conditions, 'options', 'option');
  for (const condition of options) checkKnown(context, condition);
  const required = options.filter(({ operator }) => operator === '=');
  for (const condition of required) checkOpposites(context, condition);
  if (inBlock || node.kind === 'umount' || options.length === 0) return;
  // A remount requires one without naming it.
  if (required.length === 0 && node.kind !== 'remount') return;
  const optional = options
    .filter(({ operator }) => operator === 'in')
    .some(({ values }) => values.some(({ value }) => !isCommand(value)));
  const named = required.length > 0 ? required.map(({ values }) => values) : [[]];
  if (!optional && named.every((values) => meansNothing(node, values)))
    context.report('bad-mount', options[0]!, nothingMeant(node));
}

function checkKnown(context: Context, { values }: Condition): void {
  for (const value of values)
    if (!mountOptions.has(value.value))
      context.report(
        'bad-mount',
        value,
        value.value.includes(',')
          ? `Several options stand in parentheses: options=(${value.value}).`
          : `“${value.value}” is no mount option known here.`,
      );
}

function checkOpposites(context: Context, condition: Condition): void {
  const words = new Set(condition.values.map(({ value }) => value));
  for (const { set, no = [] } of mountFlags) {
    const yes = set.find((word) => words.has(word));
    const other = no.find((word) => words.has(word));
    if (yes && other) context.report('bad-mount', condition, `“${yes}” and “${other}” exclude each other.`);
  }
}

/** Whether an option, required or not, does something else than mounting. */
function isCommand(option: string): boolean {
  return mountFlags.some(({ set, command }) => command !== undefined && set.includes(option));
}

/** What options do. Those that clear a flag do nothing of their own. */
function commandsOf(options: readonly string[]): Set<Command> {
  const found = new Set<Command>();
  for (const { set, command = 'mount' } of mountFlags)
    if (options.some((option) => set.includes(option))) found.add(command);
  return found;
}

/**
 * Whether apparmor_parser makes no rule of it: a remount names no source and no file system, a propagation one path
 * only, a bind or move no file system.
 */
function meansNothing({ kind, conditions, source, target }: MountRule, values: readonly Word[]): boolean {
  const commands = commandsOf(values.map(({ value }) => value));
  if (kind === 'remount') commands.add('remount');
  const typed = conditionsNamed(conditions, 'fstype', 'vfstype').length > 0;
  if (commands.size === 0 || commands.has('mount')) return false;
  if (typed) return true;
  if (commands.has('remount') && !source) return false;
  if (commands.has('propagation') && !(source && target)) return false;
  return !commands.has('bind') && !commands.has('move');
}

function nothingMeant({ conditions, source, target }: MountRule): string {
  if (conditionsNamed(conditions, 'fstype', 'vfstype').length > 0)
    return 'These options change a mount that is there: they take no file system type.';
  return source && target
    ? 'These options change a mount that is there: they take a mount point alone, no source.'
    : 'These options change a mount that is there: they take a mount point after “->”, no source.';
}
