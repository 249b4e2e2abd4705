import { replace } from '../edits.ts';
import { expandedPath, ownersOf, ownRules } from '../rules.ts';
import { allows } from '../samples.ts';
import type { Check, Finding, LintContext } from '../types.ts';
import { mayOverride } from './override-wide-write.ts';

/**
 * Everybody may create files in /tmp: another user can put a file of the expected name there first and read what is
 * written to it. `owner` lets the program write its own files only. False alarm: programs that run as root, change to
 * a user and go on with the file; profiles with dac_override are left alone for that. Example: `/tmp/** rw,`
 */
export const tmpRace: Check = {
  code: 'tmp-race',
  severity: 'info',
  title: 'Files of other users in /tmp may be written',
  *run(context: LintContext): Generator<Finding> {
    for (const rule of ownRules(context, 'file')) {
      if (!allows(rule, 'w', 'a') || !ownersOf(rule).others || rule.node.prefix?.owner) continue;
      const { path, prefix } = rule.node;
      if (!path!.value.includes('tmp')) continue;
      const text = expandedPath(context, path!, rule, rule.profile);
      // A directory of its own name is made by mkdir, which fails where there is one.
      if (!text || !/^\/(?:var\/|\{[^{}]*\})?tmp\/./.test(text) || text.endsWith('/')) continue;
      // To speak to a socket or pipe takes w too; these stand in directories that their service makes.
      if (/tmp\/\.(?:X11|ICE|font)-unix\/|pipe|sock/.test(text)) continue;
      if (mayOverride(rule.profile)) continue;
      const at = prefix
        ? Math.max(prefix.access?.end ?? 0, prefix.audit?.end ?? 0, prefix.priority?.end ?? 0)
        : 0;
      const edit =
        at > 0
          ? replace(context.document, { start: at, end: at }, ' owner')
          : replace(context.document, { start: rule.node.start, end: rule.node.start }, 'owner ');
      yield {
        start: path!.start,
        end: path!.end,
        message:
          'Everybody may create files here: another user can be first with this name, and then the program writes into a file of theirs. With owner it writes its own files only.',
        fixes: [{ title: 'Write owner before the rule', edits: [edit] }],
      };
    }
  },
};
