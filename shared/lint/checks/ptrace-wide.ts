import { accessOf, ownRules } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * Whoever traces a process can make it do anything: without a peer that may be an unconfined process of the same
 * user. `read` and `readby` look only; `tracedby` is about who traces this one. False alarm: debuggers.
 * Example: `ptrace,`
 */
export const ptraceWide: Check = {
  code: 'ptrace-wide',
  severity: 'warning',
  title: 'Any process may be traced',
  *run(context: LintContext): Generator<Finding> {
    for (const rule of ownRules(context, 'ptrace')) {
      const { node } = rule;
      if (accessOf(rule) !== 'allow' || !traces(node.access?.words.map(({ value }) => value))) continue;
      const peer = node.peer?.value?.value;
      if (peer !== undefined && peer !== 'unconfined' && !/^\**$/.test(peer)) continue;
      yield {
        start: node.start,
        end: node.end,
        message: `The program may take over ${peer === 'unconfined' ? 'unconfined processes' : 'any process'} of its user by tracing, and act through it without this profile. Where it only looks at processes, “ptrace read” is enough; else name the peer.`,
      };
    }
  },
};

/** Whether an access list, or none, takes in trace. */
function traces(words: string[] | undefined): boolean {
  return !words || words.some((word) => word === 'trace' || word === 'write' || /^r*w[rw]*$/.test(word));
}
