import { ownRules } from '../rules.ts';
import { allows, listed, type Sample, SampleMatcher } from '../samples.ts';
import type { Check, Finding, LintContext } from '../types.ts';

const samples: readonly Sample[] = [
  { path: '/proc/sys/kernel/core_pattern', what: 'core_pattern' },
  { path: '/proc/sys/kernel/modprobe', what: 'modprobe' },
  { path: '/sys/kernel/uevent_helper', what: 'uevent_helper' },
  { path: '/proc/sysrq-trigger', what: 'sysrq-trigger' },
  { path: '/sys/kernel/security/apparmor/.replace', what: 'AppArmor’s own profiles' },
];

/**
 * Some files under /proc/sys and /sys name a program that the kernel itself starts, as root and unconfined. False
 * alarm: tools that set up the system. Example: `@{PROC}/sys/** rw,`
 */
export const kernelSettingsWrite: Check = {
  code: 'kernel-settings-write',
  severity: 'warning',
  title: 'Settings of the kernel may be written that give full control',
  *run(context: LintContext): Generator<Finding> {
    const matcher = new SampleMatcher(context);
    for (const rule of ownRules(context, 'file')) {
      if (!allows(rule, 'w', 'a')) continue;
      const found = matcher
        .matched(rule, samples)
        .filter(({ path }) => !matcher.denied(rule.profile, path, 'w'));
      if (found.length === 0) continue;
      const { start, end } = rule.node.path!;
      yield {
        start,
        end,
        message: `As root the program may then write ${listed(found.map(({ what }) => what))}: through these it takes over or stops the whole machine. Name the settings it needs.`,
      };
    }
  },
};
