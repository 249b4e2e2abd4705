/** mount, remount, umount and pivot_root. */
import type { Context, RuleStart } from '../context.ts';
import type { Condition, MountRule, PivotRootRule, Word } from '../nodes.ts';
import { conditionWords, mountOptions } from '../vocabulary.ts';

export function parseMountRule(kind: MountRule['kind']): (context: Context, rule: RuleStart) => MountRule {
  return (context, rule) => {
    context.takeKey();
    const node: MountRule = {
      kind,
      start: rule.start,
      end: rule.start,
      terminated: false,
      conditions: takeConditions(context),
      ...(rule.prefix ? { prefix: rule.prefix } : {}),
    };
    const first = operand(context);
    if (kind !== 'mount') {
      if (first) node.target = first;
      if (first) node.conditions = [...node.conditions, ...takeConditions(context)];
    } else {
      if (first) node.source = first;
      if (context.accept('->')) {
        node.conditions = [...node.conditions, ...takeConditions(context)];
        const target = operand(context);
        if (target) node.target = target;
        else context.report('missing-target', { start: context.lastEnd() - 2, end: context.lastEnd() });
      }
    }
    if (rule.prefix?.owner) context.report('bad-prefix', rule.prefix.owner, `A ${kind} rule takes no owner.`);
    checkOptions(context, node);
    node.terminated = context.endRule();
    node.end = context.lastEnd();
    return node;
  };
}

export function parsePivotRoot(context: Context, rule: RuleStart): PivotRootRule {
  context.takeKey();
  const { conditions } = context.conditions(conditionWords.pivot_root);
  const node: PivotRootRule = {
    kind: 'pivot_root',
    start: rule.start,
    end: rule.start,
    terminated: false,
    conditions,
    ...(rule.prefix ? { prefix: rule.prefix } : {}),
  };
  const newRoot = operand(context);
  if (newRoot) node.newRoot = newRoot;
  if (context.accept('->')) {
    const target = operand(context);
    if (target) node.target = target;
    else context.report('missing-target', { start: context.lastEnd() - 2, end: context.lastEnd() });
  }
  for (const condition of conditions)
    for (const value of condition.values)
      if (!/^[/@]/.test(value.value)) context.report('path-start', value, value.value);
  if (rule.prefix?.owner)
    context.report('bad-prefix', rule.prefix.owner, 'A pivot_root rule takes no owner.');
  node.terminated = context.endRule();
  node.end = context.lastEnd();
  return node;
}

function takeConditions(context: Context): MountRule['conditions'] {
  return context.conditions(conditionWords.mount).conditions;
}

function operand(context: Context): Word | undefined {
  context.trivia();
  if (context.startsWith('->') || /[,}()=]/.test(context.peek())) return undefined;
  return context.word('path');
}

const propagation = /^(?:make-)?r?(?:unbindable|private|slave|shared)$/;
const opposites = 'ro rw,suid nosuid,dev nodev,exec noexec,sync async,mand nomand,atime noatime'
  .split(',')
  .map((pair) => pair.split(' '));

/** What cannot hold at once, and options that change a mount that is there, so that they take no source. */
function checkCombination(context: Context, node: MountRule, condition: Condition, options: string[]): void {
  const pair =
    condition.operator === '=' && opposites.find((words) => words.every((word) => options.includes(word)));
  if (pair) context.report('bad-mount', condition, `“${pair[0]}” and “${pair[1]}” exclude each other.`);
  const change = options.find((option) => propagation.test(option));
  if (change && node.kind === 'mount' && node.source && node.target && condition.operator === '=')
    context.report(
      'bad-mount',
      condition,
      `“${change}” changes a mount that is there: it takes a mount point alone, no source.`,
    );
}

function checkOptions(context: Context, node: MountRule): void {
  for (const condition of node.conditions) {
    const name = condition.name.value;
    if (name !== 'options' && name !== 'option') continue;
    checkCombination(
      context,
      node,
      condition,
      condition.values.flatMap(({ value }) => value.split(',')),
    );
    for (const value of condition.values)
      for (const option of value.value.split(','))
        if (option && !mountOptions.has(option))
          context.report('bad-mount', value, `“${option}” is no mount option known here.`);
  }
}
