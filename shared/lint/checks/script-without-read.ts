import { replace } from '../edits.ts';
import { accessOf, ownRules, permissionsOf } from '../rules.ts';
import { SampleMatcher } from '../samples.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/** So many are held against the rules of their profile, so that time stays linear. */
const mostScripts = 20;

/**
 * To run a script the kernel starts its interpreter, which opens the script by its path. Where it runs in the same
 * profile, that needs r. Binaries do not. False alarm: a binary whose name ends as a script's.
 * Example: `/usr/share/example/start.sh ix,`
 */
export const scriptWithoutRead: Check = {
  code: 'script-without-read',
  severity: 'warning',
  title: 'A script that may be run, but not read',
  *run(context: LintContext): Generator<Finding> {
    const matcher = new SampleMatcher(context);
    let looked = 0;
    for (const rule of ownRules(context, 'file')) {
      const { node, profile } = rule;
      if (!node.path || !node.perms || !/x/i.test(node.perms.value)) continue;
      if (!/\.(?:sh|py|pl|rb|php|lua|tcl|awk)$/.test(node.path.value) || accessOf(rule) !== 'allow') continue;
      const { letters, exec } = permissionsOf(node);
      if (exec !== 'ix' || letters.has('r')) continue;
      const path = matcher.pattern(rule);
      if (!path) continue;
      if (++looked > mostScripts) return;
      const readable = profile.rules.some((other) => {
        if (other.node.kind !== 'file' || accessOf(other) !== 'allow') return false;
        if (!permissionsOf(other.node).letters.has('r')) return false;
        // A pattern is asked for one of the names that it takes in.
        const pattern = matcher.pattern({ ...other, node: other.node, profile });
        return pattern !== undefined && matcher.takesIn(pattern, path.text.replace(/[*?]+/g, 'x'));
      });
      if (readable) continue;
      yield {
        start: node.path.start,
        end: node.path.end,
        message:
          'A script is read by the interpreter that runs it, so running it fails without r. Add r to its permissions.',
        fixes: [
          {
            title: `Give it r (r${node.perms.value})`,
            edits: [replace(context.document, node.perms, `r${node.perms.value}`)],
            preferred: true,
          },
        ],
      };
    }
  },
};
