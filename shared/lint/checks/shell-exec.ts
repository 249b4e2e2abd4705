import { accessOf, ownRules, permissionsOf } from '../rules.ts';
import { type Sample, SampleMatcher } from '../samples.ts';
import type { Check, Finding, LintContext } from '../types.ts';

const samples: readonly Sample[] = ['bash', 'dash', 'sh', 'zsh', 'busybox', 'python3', 'perl'].flatMap(
  (name) => ['/usr/bin', '/bin'].map((folder) => ({ path: `${folder}/${name}`, what: name })),
);

/**
 * With ix a shell or an interpreter runs with all that the profile allows, and does whatever it is told. A rule that
 * names one is meant so, hence a hint; a pattern that takes one in perhaps is not. False alarm: programs that run
 * scripts by design. Example: `/usr/bin/* ix,`
 */
export const shellExec: Check = {
  code: 'shell-exec',
  severity: 'info',
  title: 'A shell may be run with all that the profile allows',
  *run(context: LintContext): Generator<Finding> {
    const matcher = new SampleMatcher(context);
    for (const rule of ownRules(context, 'file')) {
      const { node } = rule;
      if (!node.path || !node.perms || !/ix/i.test(node.perms.value)) continue;
      if (accessOf(rule) !== 'allow' || permissionsOf(node).exec !== 'ix') continue;
      const found = matcher.matched(rule, samples);
      if (found.length === 0) continue;
      const named = found.some(({ what }) => node.path!.value.includes(what));
      yield {
        start: node.path.start,
        end: node.path.end,
        ...(named ? { severity: 'hint' as const } : {}),
        message: `${named ? 'This runs a shell or an interpreter in this profile' : `This pattern also takes in shells and interpreters, such as ${found[0]!.path}, and runs them in this profile`}: whoever can tell it what to do has all that the profile allows. A child profile (Cx) can give it less.`,
      };
    }
  },
};
