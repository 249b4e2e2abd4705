import type { Fix } from '../../language/types.ts';
import type { NetworkRule } from '../../syntax/index.ts';
import { indentBefore, replace } from '../edits.ts';
import { accessWordsOf, allowedConditionals, inetConditions, isPeerOnlyAccess, socketsOf } from '../inet.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * For a rule with conditions on the peer alone, apparmor_parser also writes a pattern for the own end, with all of
 * the rule's permissions and wildcards for type, port and address (parser/network.cc: gen_ip_conds, gen_net_rule).
 * The kernel's step over the peer's address matches that pattern, so every peer is allowed. `port=0` makes the local
 * pattern one of local addresses only. No false alarm is known. Example: `network inet dgram peer=(port=53),`
 */
export const peerOnlyInet: Check = {
  code: 'peer-only-inet',
  severity: 'warning',
  title: 'A network rule whose peer condition restricts nothing',
  *run(context: LintContext): Generator<Finding> {
    for (const { node } of allowedConditionals(context)) {
      const { local, remote } = inetConditions(node);
      if (remote.length === 0 || local.length > 0) continue;
      const fix = rewrite(context, node);
      yield {
        start: node.peer!.start,
        end: node.peer!.end,
        message:
          'This condition restricts nothing: a condition on the peer alone lets every peer through. Give the own end a condition too: port=0, which stands for any port.',
        ...(fix ? { fixes: [fix] } : {}),
      };
    }
  },
};

/**
 * `port=0` goes with accesses to the peer only; others stand in a rule of their own, and a connected socket, which
 * carries no address, in a third.
 */
function rewrite({ document }: LintContext, node: NetworkRule): Fix | undefined {
  const { peer } = node;
  if (isPeerOnlyAccess(node))
    return {
      title: 'Put port=0 (any own port) before the condition',
      edits: [replace(document, { start: peer!.start, end: peer!.start }, 'port=0 ')],
      preferred: true,
    };
  // With a list that has other accesses, which of them belong together is for a person to say.
  if (accessWordsOf(node)) return undefined;
  const indent = indentBefore(document, node.start);
  const before = document.text.slice(node.start, node.end).replace(/\bnetwork[\s\S]*$/, '');
  // Without a family no rule of its own could be written: an address has one.
  const sockets = socketsOf(node);
  if (!sockets) return undefined;
  const rules = [
    `${before}network (create, getattr, setattr, getopt, setopt, shutdown) ${sockets},`,
    `${before}network (connect, send, receive) ${sockets} port=0 ${document.text.slice(peer!.start, peer!.end)},`,
    `${before}network (send, receive) ${sockets} port=0 peer=(ip=none),`,
  ];
  return {
    title: 'Write it as the three rules that hold',
    edits: [replace(document, node, rules.join(`\n${indent}`))],
    preferred: true,
  };
}
