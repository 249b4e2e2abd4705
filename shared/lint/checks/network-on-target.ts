import type { NetworkRule } from '../../syntax/index.ts';
import { mediates } from '../abi.ts';
import { allowedConditionals, conditionNamed, inetConditions, socketsOf } from '../inet.ts';
import { locationOf, type RuleIn } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * No mainline kernel up to 7.2 compares addresses and ports, and so none of Debian's: there such a rule is compiled
 * as if the conditions were not written. False alarm: a profile that accepts this on older systems.
 * Example: `network inet dgram port=0 peer=(port=53),` for Debian.
 */
export const networkOnTarget: Check = {
  code: 'network-on-target',
  severity: 'info',
  title: 'Conditions on addresses or ports that the target’s kernel cannot compare',
  *run(context: LintContext): Generator<Finding> {
    const rules = allowedConditionals(context);
    if (rules.length === 0) return;
    const { title, features } = context.workspace.target;
    const source = features.source === 'approximated' ? ', as far as is known,' : '';
    if (!mediates(context, 'inet').kernel) {
      const byProfile = new Map<unknown, RuleIn<NetworkRule>[]>();
      for (const rule of rules) {
        const those = byProfile.get(rule.profile);
        if (those) those.push(rule);
        else byProfile.set(rule.profile, [rule]);
      }
      for (const [first, ...others] of byProfile.values())
        yield finding(
          context,
          first!,
          others,
          `The kernel of ${title} cannot compare addresses and ports${source || ','} so this allows all of ${socketsOf(first!.node) || 'network'} there${others.length > 0 ? `, and the same holds for ${others.length} more rule${others.length > 1 ? 's' : ''} of this profile` : ''}. AppArmor cannot say more on that kernel.`,
        );
    } else if (!mediates(context, 'interface').kernel)
      for (const rule of rules) {
        const condition = conditionNamed(inetConditions(rule.node).local, 'interface');
        if (condition)
          yield {
            start: condition.start,
            end: condition.end,
            message: `The kernel of ${title} cannot tell interfaces apart${source || ','} so this condition is dropped without a word.`,
          };
      }
  },
};

function finding(
  context: LintContext,
  first: RuleIn<NetworkRule>,
  others: RuleIn<NetworkRule>[],
  message: string,
): Finding {
  return {
    start: first.node.start,
    end: first.node.end,
    message,
    related: others.map((rule) => ({
      ...locationOf(context, rule),
      message: 'Its conditions are dropped too.',
    })),
  };
}
