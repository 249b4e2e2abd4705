import { accessOf, ownRules } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * Into any profile means out of this one: `unconfined` is one of those it may choose. False alarm: programs that
 * start others confined, such as login managers and containers. Example: `change_profile,`
 */
export const changeProfileWide: Check = {
  code: 'change-profile-wide',
  severity: 'warning',
  title: 'The program may leave its profile',
  *run(context: LintContext): Generator<Finding> {
    for (const rule of ownRules(context, 'change_profile')) {
      const { node } = rule;
      if (accessOf(rule) !== 'allow') continue;
      const target = node.target?.value;
      if (target !== undefined && target !== 'unconfined' && !/^\/?\*+$/.test(target)) continue;
      const place = node.target ?? node;
      yield {
        start: place.start,
        end: place.end,
        message:
          target === 'unconfined'
            ? 'The program may take off its confinement whenever it likes, and so may whoever takes it over.'
            : 'The program may change into any profile, also into unconfined, whenever it likes, and so may whoever takes it over. Name the profiles it needs after “->”.',
      };
    }
  },
};
