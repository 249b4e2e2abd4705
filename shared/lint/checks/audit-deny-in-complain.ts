import { replace } from '../edits.ts';
import { accessOf, isOwn, ownRulesOf, profilesOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * In complain mode the kernel refuses only what a rule denies quietly (security/apparmor/lib.c: aa_check_perms). A
 * plain deny is quiet and so is enforced; `audit deny` is not, and with flags=(complain,audit) none is.
 * False alarm: none, but a profile in complain mode is not meant to deny much. Example:
 * `profile example flags=(complain) { audit deny /etc/shadow r, }`
 */
export const auditDenyInComplain: Check = {
  code: 'audit-deny-in-complain',
  severity: 'warning',
  title: 'A deny that complain mode does not enforce',
  *run(context: LintContext): Generator<Finding> {
    for (const profile of profilesOf(context)) {
      if (!isOwn(profile)) continue;
      const flags = profile.node.flags?.values.map(({ value }) => value) ?? [];
      if (!flags.includes('complain')) continue;
      const auditsAll = flags.includes('audit');
      for (const rule of ownRulesOf(profile)) {
        const { node } = rule;
        if (accessOf(rule) !== 'deny') continue;
        const audit = node.prefix?.audit;
        if (!audit && !auditsAll) continue;
        yield {
          start: audit?.start ?? node.prefix?.access?.start ?? node.start,
          end: node.prefix?.access?.end ?? audit?.end ?? node.end,
          message: auditsAll
            ? 'With flags=(complain, audit) this deny is logged but not enforced: the program may do it. Without “audit” among the flags a plain deny holds in complain mode too.'
            : 'In complain mode an “audit deny” is logged but not enforced: the program may do it. A plain deny holds in complain mode too.',
          ...(audit && !auditsAll
            ? {
                fixes: [
                  {
                    title: 'Deny without audit',
                    edits: [
                      replace(
                        context.document,
                        { start: audit.start, end: rule.node.prefix!.access!.start },
                        '',
                      ),
                    ],
                  },
                ],
              }
            : {}),
        };
      }
    }
  },
};
