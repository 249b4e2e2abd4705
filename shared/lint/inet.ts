/** Network rules with conditions on addresses and ports. */
import type { Condition, NetworkRule } from '../syntax/index.ts';
import { accessOf, ownRules, type RuleIn } from './rules.ts';
import type { LintContext } from './types.ts';

/** Accesses that are about the other end only. */
const peerAccess: ReadonlySet<string> = new Set(['connect', 'send', 'receive']);

/** The conditions of a rule on its own end and on the other one. */
export function inetConditions({ conditions, peer }: NetworkRule): {
  local: Condition[];
  remote: Condition[];
} {
  return { local: conditions, remote: peer?.conditions ?? [] };
}

export function conditionNamed(conditions: readonly Condition[], name: string): Condition | undefined {
  return conditions.find((condition) => condition.name.value === name);
}

/** Whether a rule asks for addresses, ports, interfaces or labels. */
export function isConditional(rule: NetworkRule): boolean {
  const { local, remote } = inetConditions(rule);
  return local.length > 0 || remote.length > 0;
}

/** The checked file's own network rules with conditions. */
export function conditionalRules(context: LintContext): RuleIn<NetworkRule>[] {
  return ownRules(context, 'network').filter(({ node }) => isConditional(node));
}

export function allowedConditionals(context: LintContext): RuleIn<NetworkRule>[] {
  return conditionalRules(context).filter((rule) => accessOf(rule) === 'allow');
}

/** The accesses written, letters in words; undefined where all are meant. */
export function accessWordsOf({ access }: NetworkRule): Set<string> | undefined {
  if (!access) return undefined;
  const words = new Set<string>();
  for (const { value } of access.words) {
    if (/^[rw]+$/i.test(value)) {
      if (/r/i.test(value)) words.add('receive');
      if (/w/i.test(value)) words.add('send');
    } else if (value === 'read') words.add('receive');
    else if (value === 'write') words.add('send');
    else words.add(value);
  }
  return words;
}

/** Whether it lists accesses, all of them about the other end. */
export function isPeerOnlyAccess(rule: NetworkRule): boolean {
  const words = accessWordsOf(rule);
  return words !== undefined && [...words].every((word) => peerAccess.has(word));
}

/** Socket types by protocol (parser/network.cc: network_mappings). */
const typeOf: Readonly<Record<string, string>> = { tcp: 'stream', udp: 'dgram', icmp: 'raw' };

/** What kind of sockets a rule is about, such as `inet dgram`; empty for all of them. */
export function socketsOf({ family, type, protocol }: NetworkRule): string {
  const written = type?.value ?? (protocol && typeOf[protocol.value]);
  return [family?.value, written].filter(Boolean).join(' ');
}

/** Whether one rule's sockets are all among the other's. */
export function coversSockets(wide: NetworkRule, narrow: NetworkRule): boolean {
  const [w, n] = [parts(wide), parts(narrow)];
  return (w.family === undefined || w.family === n.family) && (w.type === undefined || w.type === n.type);
}

function parts({ family, type, protocol }: NetworkRule): { family?: string; type?: string } {
  const written = type?.value ?? (protocol && typeOf[protocol.value]);
  return { ...(family ? { family: family.value } : {}), ...(written ? { type: written } : {}) };
}

/** Accesses of a connection; what a rule without conditions gives of them, conditions of others no longer limit. */
export function givesConnection(rule: NetworkRule): boolean {
  const words = accessWordsOf(rule);
  return !words || [...peerAccess].some((word) => words.has(word));
}
