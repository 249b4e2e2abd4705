import { accessOf, ownRules } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * What is mounted over a path is found there instead: over /etc or /usr, and under paths that the profile allows.
 * Rules look at paths, so mounting anywhere undoes them. Mounting needs the capability sys_admin too. False alarm:
 * tools that set up containers. Example: `mount,`
 */
export const mountWide: Check = {
  code: 'mount-wide',
  severity: 'warning',
  title: 'Anything may be mounted anywhere',
  *run(context: LintContext): Generator<Finding> {
    for (const rule of ownRules(context)) {
      const { node } = rule;
      if (node.kind !== 'mount') continue;
      if (accessOf(rule) !== 'allow' || !isAnywhere(node.target?.value)) continue;
      if (node.source && !isAnywhere(node.source.value)) continue;
      // Changing how a mount spreads, or making one read-only, brings nothing new to a path.
      if (node.conditions.some(({ name, values }) => name.value === 'fstype' || harmless(values))) continue;
      yield {
        start: node.start,
        end: node.end,
        message:
          'This allows to mount anything anywhere: over /etc, or what the profile hides under a path that it allows. Say what may be mounted where: mount fstype=… source -> /place/.',
      };
    }
  },
};

function isAnywhere(path: string | undefined): boolean {
  return path === undefined || /^(?:\/?\*\*|\/\{,\*\*\})$/.test(path);
}

const spreading = /^(?:make-)?r?(?:private|shared|slave|unbindable)$/;

function harmless(values: readonly { value: string }[]): boolean {
  const words = values.map(({ value }) => value);
  return words.some((word) => spreading.test(word)) || (words.includes('remount') && !words.includes('bind'));
}
