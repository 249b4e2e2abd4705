import { isOwn, profilesOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * A file that cannot be reached from the program's root, such as one handed over from another mount namespace, has
 * no path that rules could be held against; with this flag its path is taken from where its mount ends, as if that
 * were /. False alarm: programs of services with PrivateTmp= and the like need it. Hence a hint.
 * Example: `profile example flags=(attach_disconnected) { … }`
 */
export const attachDisconnected: Check = {
  code: 'attach-disconnected',
  severity: 'hint',
  title: 'Files from elsewhere count as if they lay under /',
  *run(context: LintContext): Generator<Finding> {
    for (const profile of profilesOf(context)) {
      const flag = profile.node.flags?.values.find(({ value }) => value === 'attach_disconnected');
      if (!flag || !isOwn(profile)) continue;
      yield {
        start: flag.start,
        end: flag.end,
        message:
          'With “attach_disconnected” a file from outside of the program’s own directory tree counts as if it lay under /: a rule for /etc/passwd then also holds for an etc/passwd of another tree. AppArmor 4.0 can attach it elsewhere: attach_disconnected.path=/somewhere.',
      };
    }
  },
};
