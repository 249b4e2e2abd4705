import { replace } from '../edits.ts';
import { accessOf, ownRules, permissionsOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * ux and Ux run a program with no profile at all; pux and cux do so where the profile they name is not loaded.
 * False alarm: programs that need full rights, and are trusted with them. Example: `/usr/bin/helper Ux,`
 */
export const unconfinedExec: Check = {
  code: 'unconfined-exec',
  severity: 'warning',
  title: 'A program is run without any confinement',
  *run(context: LintContext): Generator<Finding> {
    for (const rule of ownRules(context, 'file')) {
      const { node } = rule;
      const { exec } = permissionsOf(node);
      if (!node.perms || !exec?.endsWith('ux') || accessOf(rule) !== 'allow') continue;
      const fallback = exec !== 'ux';
      const confined = withMode(node.perms.value, fallback ? exec[0]!.toUpperCase() : 'P');
      yield {
        start: node.perms.start,
        end: node.perms.end,
        severity: fallback ? 'info' : 'warning',
        message: fallback
          ? `Where the profile for this program is not loaded, “${exec}” runs it without any confinement: it may do all that the user may.`
          : `“${exec}” runs this program without any confinement: whoever takes over the confined program can do through it all that the user may.`,
        fixes: [
          {
            title: `Run it in a profile of its own (${confined})`,
            edits: [replace(context.document, node.perms, confined)],
          },
        ],
      };
    }
  },
};

/** The permissions with the exec mode `Px` or `Cx`. */
function withMode(permissions: string, kind: string): string {
  return permissions.replace(/[PpCc]?[Uu][Xx]/g, `${kind}x`);
}
