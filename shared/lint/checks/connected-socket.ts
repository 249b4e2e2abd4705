import type { NetworkRule } from '../../syntax/index.ts';
import { mediates } from '../abi.ts';
import { indentBefore } from '../edits.ts';
import {
  accessWordsOf,
  allowedConditionals,
  conditionNamed,
  coversSockets,
  givesConnection,
  inetConditions,
  isConditional,
} from '../inet.ts';
import { accessOf, type EvaluatedProfile, type RuleIn } from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

/**
 * send() and recv() on a connected socket name no address, and recvmsg() knows none yet when it is judged: the
 * kernel then asks for the peer `none`. False alarm: a program that only uses sendto() and never reads.
 * Example: `network (connect, send, receive) inet dgram port=0 peer=(port=53),` alone.
 */
export const connectedSocket: Check = {
  code: 'connected-socket',
  severity: 'info',
  title: 'Sending on a connected socket is not allowed',
  *run(context: LintContext): Generator<Finding> {
    const rules = allowedConditionals(context).filter(limitsPeer);
    if (rules.length === 0 || !mediates(context, 'inet').both) return;
    const told = new Set<string>();
    const numbers = new Map<EvaluatedProfile, number>();
    const numberOf = (profile: EvaluatedProfile) => {
      if (!numbers.has(profile)) numbers.set(profile, numbers.size);
      return numbers.get(profile)!;
    };
    for (const rule of rules) {
      const { node } = rule;
      const { family, type, protocol } = node;
      const kind = [family, type ?? protocol].map((word) => word?.value ?? '').join(' ');
      const key = `${kind} ${numberOf(rule.profile)}`;
      if (told.has(key)) continue;
      told.add(key);
      if (answered(rule)) continue;
      const sockets = kind.trim();
      const indent = indentBefore(context.document, node.start);
      const text = `\n${indent}network (send, receive) ${sockets} port=0 peer=(ip=none),`;
      yield {
        start: node.start,
        end: node.end,
        message: `Once connected, this socket can neither send nor receive: a connected socket carries no address, which the kernel asks for as peer=(ip=none). Add a rule for it.`,
        fixes: [
          {
            title: 'Add the rule for connected sockets',
            edits: [{ path: context.document.path, start: node.end, end: node.end, text }],
          },
        ],
      };
    }
  },
};

/** A rule that lets data flow with some peers only, and holds. */
function limitsPeer({ node }: RuleIn<NetworkRule>): boolean {
  const { local, remote } = inetConditions(node);
  const words = accessWordsOf(node);
  const flows = !words || words.has('send') || words.has('receive');
  const address = conditionNamed(remote, 'ip') ?? conditionNamed(remote, 'port');
  return flows && local.length > 0 && address !== undefined && !isNone(node);
}

function isNone(node: NetworkRule): boolean {
  return conditionNamed(inetConditions(node).remote, 'ip')?.values[0]?.value === 'none';
}

/** Whether a rule of the profile, own or included, gives connected sockets of this kind their data. */
function answered({ node, profile }: RuleIn<NetworkRule>): boolean {
  return profile.rules.some((rule) => {
    if (rule.node.kind === 'all') return true;
    if (rule.node.kind !== 'network' || accessOf(rule) !== 'allow' || !coversSockets(rule.node, node))
      return false;
    return isNone(rule.node) || (!isConditional(rule.node) && givesConnection(rule.node));
  });
}
