import type { Rule, RuleKind } from '../../syntax/index.ts';
import { abiOf, type Mediated, mediates } from '../abi.ts';
import { accessOf, type EvaluatedProfile, locationOf, ownRules, type RuleIn } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

const classes: readonly (readonly [RuleKind, Mediated])[] = [
  ['network', 'network'],
  ['unix', 'unix'],
  ['dbus', 'dbus'],
  ['mount', 'mount'],
  ['remount', 'mount'],
  ['umount', 'mount'],
  ['pivot_root', 'mount'],
  ['ptrace', 'ptrace'],
  ['signal', 'signal'],
  ['userns', 'userns'],
  ['io_uring', 'io_uring'],
  ['mqueue', 'mqueue'],
];

/**
 * A kind of rule that kernel and abi do not both list is dropped by apparmor_parser, or never asked for, and what it
 * is about is allowed to everybody. unix rules become `network unix` rules without their conditions; such a deny is dropped. False alarm:
 * a profile that accepts this on older systems. Example, for Debian 12: `deny dbus,`
 */
export const unmediatedRule: Check = {
  code: 'unmediated-rule',
  severity: 'info',
  title: 'Rules that the target’s kernel does not know',
  *run(context: LintContext): Generator<Finding> {
    const rules = new Map<EvaluatedProfile, Map<Mediated, RuleIn[]>>();
    for (const [kind, what] of classes) {
      const own: readonly RuleIn[] = ownRules(context, kind as 'network');
      if (own.length === 0 || mediates(context, what).both) continue;
      for (const rule of own.filter(({ node }) => matters(node))) {
        const those = rules.get(rule.profile) ?? new Map<Mediated, RuleIn[]>();
        rules.set(rule.profile, those);
        const known = those.get(what);
        if (known) known.push(rule);
        else those.set(what, [rule]);
      }
    }
    // An abi that is none is told by a check of its own.
    if (rules.size === 0 || isEmpty(abiOf(context)?.features)) return;
    for (const byClass of rules.values())
      for (const [what, those] of byClass) {
        yield finding(context, what, those, mediates(context, what).kernel);
      }
  },
};

function isEmpty(features: object | undefined): boolean {
  return features !== undefined && Object.keys(features).length === 0;
}

/** A unix rule without conditions says the same as the `network unix` rule that it becomes. */
function matters(node: Rule): boolean {
  return node.kind !== 'unix' || node.conditions.length > 0 || node.peer !== undefined;
}

function finding(context: LintContext, what: Mediated, rules: RuleIn[], fromAbi: boolean): Finding {
  const denies = rules.filter((rule) => accessOf(rule) === 'deny');
  const first = denies[0] ?? rules[0]!;
  const { title, features } = context.workspace.target;
  const who = fromAbi
    ? `The abi “${abiOf(context)!.name}” does not list ${what} as the kernel of ${title} knows it`
    : `The kernel of ${title} does not mediate ${what}${features.source === 'approximated' ? ', as far as is known' : ''}`;
  const effect =
    what === 'unix'
      ? 'so conditions on unix sockets are dropped: a rule that allows then allows all of them, one that denies denies nothing'
      : 'so these rules count for nothing, and all of it is allowed';
  return {
    start: first.node.start,
    end: first.node.end,
    ...(denies.length > 0 || fromAbi ? { severity: 'warning' as const } : {}),
    message: `${who}, ${effect}.`,
    related: rules
      .filter((rule) => rule !== first)
      .map((rule) => ({ ...locationOf(context, rule), message: 'This rule too.' })),
  };
}
