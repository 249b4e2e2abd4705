/** mount, remount, umount and pivot_root. */
import type { Context, RuleStart } from '../context.ts';
import type { MountRule, PivotRootRule, Word } from '../nodes.ts';
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

function checkOptions(context: Context, node: MountRule): void {
  for (const condition of node.conditions) {
    const name = condition.name.value;
    if (name !== 'options' && name !== 'option') continue;
    for (const value of condition.values)
      for (const option of value.value.split(','))
        if (option && !mountOptions.has(option))
          context.report('bad-mount', value, `“${option}” is no mount option known here.`);
  }
}
