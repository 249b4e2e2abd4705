import { replace } from '../edits.ts';
import { accessOf, ownRules, permissionsOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

const explained =
  'variables such as LD_PRELOAD and LD_LIBRARY_PATH reach the new program, so whoever starts it can make it run code of their own with its rights';

/**
 * px, cx and ux in lower case, and the word unsafe, leave the environment as it is. (ix never cleans it: the rights
 * stay the same.) False alarm: programs that need such a variable. Example: `/usr/bin/helper px,`
 */
export const unsafeExec: Check = {
  code: 'unsafe-exec',
  severity: 'warning',
  title: 'A program is run without cleaning its environment',
  *run(context: LintContext): Generator<Finding> {
    const { document } = context;
    for (const rule of ownRules(context)) {
      const { node } = rule;
      if (accessOf(rule) !== 'allow') continue;
      if (node.kind === 'change_profile' && node.safety?.value === 'unsafe') {
        const { start, end } = node.safety;
        yield {
          start,
          end,
          message: `With “unsafe” ${explained}.`,
          fixes: [{ title: 'Clean the environment (safe)', edits: [replace(document, node.safety, 'safe')] }],
        };
      }
      if (node.kind !== 'file' || !node.perms) continue;
      const { exec, scrubs } = permissionsOf(node);
      if (!exec || exec === 'ix' || exec === 'x' || scrubs) continue;
      if (node.safety) {
        yield {
          start: node.safety.start,
          end: node.safety.end,
          message: `With “unsafe” ${explained}.`,
          fixes: [{ title: 'Clean the environment (safe)', edits: [replace(document, node.safety, 'safe')] }],
        };
        continue;
      }
      const scrubbing = node.perms.value.replace(/[pcu](?=[iu]?[xX])/, (letter) => letter.toUpperCase());
      yield {
        start: node.perms.start,
        end: node.perms.end,
        message: `With “${exec}” in lower case ${explained}.`,
        fixes: [
          {
            title: `Clean the environment (${spelled(scrubbing)})`,
            edits: [replace(document, node.perms, spelled(scrubbing))],
          },
        ],
      };
    }
  },
};

/** As the manual writes the mode with a fallback to no profile: PUx, CUx. */
function spelled(permissions: string): string {
  return permissions.replace(/([PC])ux/, '$1Ux');
}
