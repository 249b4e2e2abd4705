/** Network rules: access, family, type or protocol, and conditions on both ends. */
import type { Context, RuleStart } from '../context.ts';
import type { Condition, NetworkRule } from '../nodes.ts';
import {
  conditionWords,
  networkAccess,
  networkFamilies,
  networkLocalOnly,
  networkProtocols,
  networkTypes,
} from '../vocabulary.ts';

export function parseNetworkRule(context: Context, rule: RuleStart): NetworkRule {
  context.takeKey();
  const node: NetworkRule = {
    kind: 'network',
    start: rule.start,
    end: rule.start,
    terminated: false,
    conditions: [],
    ...(rule.prefix ? { prefix: rule.prefix } : {}),
  };
  const access = context.access(networkAccess);
  if (access) node.access = access;
  takeNames(context, node);
  const { conditions, peer } = context.conditions(conditionWords.network, conditionWords.networkPeer);
  node.conditions = conditions;
  if (peer) node.peer = peer;
  if (rule.prefix?.owner) context.report('bad-prefix', rule.prefix.owner, 'A network rule takes no owner.');
  if (rule.prefix?.priority)
    context.report('bad-prefix', rule.prefix.priority, 'A network rule takes no priority.');
  checkProtocol(context, node);
  checkConditions(context, node);
  node.terminated = context.endRule();
  node.end = context.lastEnd();
  return node;
}

function takeNames(context: Context, node: NetworkRule): void {
  for (let count = 0; count < 3; count++) {
    context.trivia();
    if (!/^[A-Za-z]/.test(context.peek()) || context.isCondition()) return;
    const name = context.takeKey()!;
    const isType = networkTypes.has(name.value);
    const isProtocol = networkProtocols.has(name.value);
    if (count === 0 && networkFamilies.has(name.value)) node.family = name;
    else if (count === 0 && isProtocol) node.protocol = name;
    else if (count === 0 && isType) node.type = name;
    else if (count > 0 && !node.type && isType) node.type = name;
    else if (count > 0 && !node.protocol && isProtocol) node.protocol = name;
    else {
      context.report(
        'bad-network',
        name,
        count === 0
          ? `“${name.value}” is no network family.`
          : `“${name.value}” is no socket type or protocol that can stand here.`,
      );
      return;
    }
  }
}

const protocolTypes: Record<string, string> = { tcp: 'stream', udp: 'dgram', icmp: 'raw' };

function checkProtocol(context: Context, { type, protocol }: NetworkRule): void {
  const needs = protocol && protocolTypes[protocol.value];
  if (type && needs && type.value !== needs)
    context.report(
      'bad-network',
      protocol,
      `“${protocol.value}” goes with ${needs}, not with ${type.value}.`,
    );
}

const addressFamilies = new Set(['inet', 'inet6']);
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;

function checkConditions(context: Context, node: NetworkRule): void {
  const all: [Condition, boolean][] = [
    ...node.conditions.map((condition): [Condition, boolean] => [condition, false]),
    ...(node.peer?.conditions ?? []).map((condition): [Condition, boolean] => [condition, true]),
  ];
  const seen = new Set<string>();
  for (const [condition, isPeer] of all) {
    const name = condition.name.value;
    if (condition.operator === 'in' || condition.values.length > 1)
      context.report('bad-condition', condition, `${name} with several values`);
    const value = condition.values[0]?.value ?? '';
    if (seen.has(`${isPeer}${name}`)) context.report('repeated-condition', condition, name);
    seen.add(`${isPeer}${name}`);
    if (name === 'ip' && value && value !== 'none' && !isIp(value))
      context.report(
        'bad-network',
        condition,
        `“${value}” is no IP address. Ranges and host names cannot be given.`,
      );
    if (name === 'port' && value && !isPort(value))
      context.report(
        'bad-network',
        condition,
        `“${value}” is no port: expected 0 to 65535, or a range such as 80-90.`,
      );
  }
  const addresses = all.some(
    ([condition]) => condition.name.value === 'ip' || condition.name.value === 'port',
  );
  if (addresses && node.family && !addressFamilies.has(node.family.value))
    context.report(
      'bad-network',
      node.family,
      `“${node.family.value}” has no addresses and ports to compare: only inet and inet6 do.`,
    );
  if (node.peer && node.peer.conditions.length > 0) {
    const local = node.access?.words.find((word) => networkLocalOnly.has(word.value));
    if (local)
      context.report('access-conflict', local, `“${local.value}” knows no peer: give it a rule of its own.`);
  }
}

function isPort(value: string): boolean {
  const match = /^(\d+)(?:-(\d+))?$/.exec(value);
  if (!match) return false;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to && to <= 65535;
}

function isIp(value: string): boolean {
  if (ipv4.test(value)) return true;
  if (!/^[0-9a-fA-F:.]+$/.test(value) || !value.includes(':')) return false;
  const halves = value.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half ? half.split(':') : []));
  const last = groups.at(-1) ?? '';
  const width = groups.length + (last.includes('.') ? 1 : 0);
  const good = groups.every(
    (group, at) => /^[0-9a-fA-F]{1,4}$/.test(group) || (at === groups.length - 1 && ipv4.test(group)),
  );
  return good && (halves.length === 2 ? width < 8 : width === 8);
}
