import { ownRules } from '../rules.ts';
import { allows, listed, type Sample, SampleMatcher } from '../samples.ts';
import type { Check, Finding, LintContext } from '../types.ts';

const samples: readonly Sample[] = [
  ...['.bashrc', '.profile', '.bash_profile', '.zshrc'].map((name) => ({
    path: `/home/u/${name}`,
    what: 'shell start-up files (~/.bashrc)',
  })),
  { path: '/home/u/.config/autostart/x.desktop', what: 'autostart entries (~/.config/autostart)' },
  { path: '/home/u/.config/systemd/user/x.service', what: 'services of the user (~/.config/systemd)' },
  { path: '/home/u/.ssh/authorized_keys', what: 'who may log in with ssh (~/.ssh/authorized_keys)' },
  { path: '/root/.bashrc', what: 'root’s shell start-up files' },
];

/**
 * What is written to these files runs later, outside of the profile. False alarm: a program whose work it is to write
 * them, such as an editor or a backup. Deny rules of the profile are taken into account.
 * Example: `owner @{HOME}/** rw,`
 */
export const homeWrite: Check = {
  code: 'home-write',
  severity: 'warning',
  title: 'Files may be written that run outside of the profile later',
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
        message: `This lets the program write ${listed(found.map(({ what }) => what))}: what it puts there runs later, outside of this profile. Name the files it needs; [^.]* leaves hidden ones out.`,
      };
    }
  },
};
