import { ownRules } from '../rules.ts';
import { allows, listed, type Sample, SampleMatcher } from '../samples.ts';
import type { Check, Finding, LintContext } from '../types.ts';

const samples: readonly Sample[] = [
  { path: '/etc/shadow', what: 'password hashes (/etc/shadow)', telltale: /shadow/ },
  { path: '/home/u/.ssh/id_ed25519', what: 'private ssh keys', telltale: /ssh/ },
  {
    path: '/home/u/.gnupg/private-keys-v1.d/x.key',
    what: 'private gpg keys',
    telltale: /gnupg|private-keys/,
  },
  { path: '/etc/ssh/ssh_host_ed25519_key', what: 'the machine’s ssh keys', telltale: /ssh/ },
  { path: '/proc/kcore', what: 'the kernel’s memory (/proc/kcore)', telltale: /kcore/ },
  { path: '/dev/sda', what: 'whole disks (/dev/sda)', telltale: /sd|nvme|disk/ },
];

/**
 * A pattern that takes in keys and passwords besides what it was written for. One that names them is meant so and is
 * left alone. False alarm: programs that must read everything, such as a backup. Deny rules are taken into account.
 * Example: `/etc/** r,`
 */
export const secretRead: Check = {
  code: 'secret-read',
  severity: 'warning',
  title: 'Keys and passwords may be read',
  *run(context: LintContext): Generator<Finding> {
    const matcher = new SampleMatcher(context);
    for (const rule of ownRules(context, 'file')) {
      if (!allows(rule, 'r')) continue;
      const { path } = rule.node;
      const found = matcher
        .matched(rule, samples)
        .filter(
          (sample) => !sample.telltale!.test(path!.value) && !matcher.denied(rule.profile, sample.path, 'r'),
        );
      if (found.length === 0) continue;
      yield {
        start: path!.start,
        end: path!.end,
        message: `This also lets the program read ${listed(found.map(({ what }) => what))}, as far as the user may. Name the files it needs, or deny these.`,
      };
    }
  },
};
