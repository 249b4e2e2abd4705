import { remembered } from '../../syntax/remembered.ts';
import { accessOf, type EvaluatedProfile, ownersOf, ownRules } from '../rules.ts';
import { allows, listed, type Sample, SampleMatcher } from '../samples.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/** Names that nobody would write a rule for: a pattern that takes one in takes in nearly all there. */
const samples: readonly Sample[] = [
  { path: '/home/u/q7/q7', what: 'of all users' },
  { path: '/etc/q7/q7', what: 'of the system (/etc)' },
  { path: '/usr/bin/q7', what: 'with programs (/usr/bin)' },
  { path: '/var/lib/q7/q7', what: 'of other services (/var/lib)' },
];

/**
 * dac_override lets root's programs pass over the owner and mode of files; then the profile's paths are all that
 * stands between. False alarm: package managers and the like. Example: `capability dac_override,` with
 * `@{HOME}/** rw,`
 */
export const overrideWideWrite: Check = {
  code: 'override-wide-write',
  severity: 'warning',
  title: 'dac_override together with wide write rules',
  *run(context: LintContext): Generator<Finding> {
    const matcher = new SampleMatcher(context);
    for (const rule of ownRules(context, 'file')) {
      if (!allows(rule, 'w') || !ownersOf(rule).others || !/\*\*/.test(rule.node.path!.value)) continue;
      if (!mayOverride(rule.profile)) continue;
      const found = matcher.matched(rule, samples);
      if (found.length === 0) continue;
      const { start, end } = rule.node.path!;
      yield {
        start,
        end,
        message: `With capability dac_override this holds for files of any owner and mode: the program may change nearly all files ${listed(found.map(({ what }) => what))}. Narrow the path, or write owner before the rule.`,
      };
    }
  },
};

/** Whether the profile allows the capability, in an own or an included rule, and denies it nowhere. */
export const mayOverride = remembered((profile: EvaluatedProfile): boolean => {
  let allowed = false;
  for (const rule of profile.rules) {
    if (rule.node.kind !== 'capability') continue;
    const { names } = rule.node;
    if (names.length > 0 && !names.some(({ value }) => value === 'dac_override')) continue;
    if (accessOf(rule) === 'deny') return false;
    allowed = true;
  }
  return allowed;
});
