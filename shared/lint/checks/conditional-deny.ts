import { remove } from '../edits.ts';
import { conditionalRules, socketsOf } from '../inet.ts';
import { accessOf } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * Where addresses and ports are not compared, the conditions are dropped and the deny is of the whole family. Where
 * they are, AppArmor 5.0 denies nearly all of it too, and 6.0 alpha denies nothing: only 4.1 does as written.
 * No false alarm is known. Example: `deny network inet dgram peer=(port=123),`
 */
export const conditionalDeny: Check = {
  code: 'conditional-deny',
  severity: 'warning',
  title: 'A deny of network with conditions, which denies something else',
  *run(context: LintContext): Generator<Finding> {
    for (const rule of conditionalRules(context)) {
      if (accessOf(rule) !== 'deny') continue;
      const { node } = rule;
      const sockets = socketsOf(node) || 'all network sockets';
      yield {
        start: node.start,
        end: node.end,
        message: `This does not deny what it says: most kernels and parsers drop the conditions, and then all of ${sockets} is denied; others deny nothing. Leave it out: what no rule allows is denied anyway.`,
        fixes: [{ title: 'Remove the rule', edits: [remove(context.document, node)] }],
      };
    }
  },
};
