import { remove } from '../edits.ts';
import { isOwn, profilesOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * In complain mode what no rule allows is logged and allowed. Many profiles are shipped so on purpose, hence a hint.
 * Example: `profile example flags=(complain) { … }`
 */
export const complainLeftOn: Check = {
  code: 'complain-left-on',
  severity: 'hint',
  title: 'A profile in complain mode protects nothing',
  *run(context: LintContext): Generator<Finding> {
    for (const profile of profilesOf(context)) {
      const { flags } = profile.node;
      const flag = flags?.values.find(({ value }) => value === 'complain');
      if (!flag || !isOwn(profile)) continue;
      const whole = flags!.values.length === 1;
      yield {
        start: flag.start,
        end: flag.end,
        message:
          'In complain mode what the profile does not allow is logged and happens all the same. Take the flag away once the log stays quiet.',
        ...(whole
          ? { fixes: [{ title: 'Enforce the profile', edits: [remove(context.document, flags!)] }] }
          : {}),
      };
    }
  },
};
