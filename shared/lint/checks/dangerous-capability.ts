import { capabilityWords } from '../../language/words/capabilities.ts';
import { accessOf, ownRules } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * Capabilities that reach further than a single program: with some the whole machine can be taken over.
 * False alarm: programs that administer the machine. Example: `capability sys_admin,`
 */
export const dangerousCapability: Check = {
  code: 'dangerous-capability',
  severity: 'warning',
  title: 'A capability that reaches far',
  *run(context: LintContext): Generator<Finding> {
    for (const rule of ownRules(context, 'capability')) {
      const { start, end, names } = rule.node;
      if (accessOf(rule) !== 'allow') continue;
      if (names.length === 0)
        yield {
          start,
          end,
          message:
            'This grants every capability: run by root, the program may do nearly all that root may. Name those that it needs.',
        };
      for (const { value, start: from, end: to } of names) {
        const words = Object.hasOwn(capabilityWords, value) ? capabilityWords[value] : undefined;
        if (!words || words.danger === 'narrow') continue;
        yield {
          start: from,
          end: to,
          message: `“${value}” lets the program ${words.allows}. ${words.note}`,
          severity: words.danger === 'root' ? 'warning' : 'info',
        };
      }
    }
  },
};
