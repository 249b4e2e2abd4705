/** Network rules: access, family, type or protocol, and conditions on both ends (parser/network.cc). */
import { atCondition, takeConditions } from '../conditions.ts';
import type { Context, RuleStart } from '../context.ts';
import type { Condition, NetworkRule, Word } from '../nodes.ts';
import {
  conditionWords,
  networkAccess,
  networkFamilies,
  networkLocalOnly,
  networkProtocols,
  networkTypes,
} from '../vocabulary.ts';
import { operandEnd } from '../words.ts';
import { accessOf, finish, refusePrefix, ruleBase, takeRuleAccess } from './common.ts';

export function parseNetworkRule(context: Context, rule: RuleStart): NetworkRule {
  context.takeKey();
  const node: NetworkRule = { kind: 'network', ...ruleBase(rule), conditions: [] };
  const access = takeRuleAccess(context, networkAccess);
  if (access) node.access = access;
  takeNames(context, node);
  const { conditions, peer } = takeConditions(context, {
    known: conditionWords.network,
    peer: conditionWords.networkPeer,
  });
  node.conditions = conditions;
  if (peer) node.peer = peer;
  refusePrefix(context, rule, 'A network rule', 'owner', 'priority');
  checkConditions(context, node);
  return finish(context, node);
}

/** Protocols stand for a socket type; inet6 knows fewer of them. */
const protocolsOf: Readonly<Record<string, ReadonlySet<string>>> = {
  inet: networkProtocols,
  inet6: new Set(['tcp', 'udp']),
};

/** A family, a family and a type or protocol, or a type or protocol alone. */
function takeNames(context: Context, node: NetworkRule): void {
  const names: Word[] = [];
  for (;;) {
    context.ruleSpace();
    if (names.length === 2 || context.peek() === ',' || atCondition(context)) break;
    const name = context.word(operandEnd);
    if (!name) break;
    if (!name.quoted) context.wordBreak(name, 'rule');
    names.push(name);
  }
  const [first, second] = names;
  if (!first) return;
  if (networkFamilies.has(first.value)) node.family = first;
  else if (!second && networkTypes.has(first.value)) node.type = first;
  else if (!second && networkProtocols.has(first.value)) node.protocol = first;
  else {
    const what = networkTypes.has(first.value) || networkProtocols.has(first.value);
    context.report(
      'bad-network',
      what ? second! : first,
      what
        ? `Nothing can follow “${first.value}”: the family stands before it, as in inet ${first.value}.`
        : `“${first.value}” is no network family, socket type or protocol known here.`,
    );
    return;
  }
  if (!second) return;
  if (networkTypes.has(second.value)) node.type = second;
  else if (protocolsOf[first.value]?.has(second.value)) node.protocol = second;
  else
    context.report(
      'bad-network',
      second,
      `“${second.value}” is no socket type or protocol of ${first.value}.`,
    );
}

const addressFamilies = new Set(['inet', 'inet6']);

function checkConditions(context: Context, node: NetworkRule): void {
  const peers = node.peer?.conditions ?? [];
  for (const conditions of [node.conditions, peers]) {
    const seen = new Set<string>();
    for (const condition of conditions) {
      const name = condition.name.value;
      if (seen.has(name)) context.report('repeated-condition', condition, name);
      seen.add(name);
      checkValue(context, condition);
    }
  }
  // Whose label the other end has is asked of all families; all else is known of inet only.
  const isAddress = ({ name }: Condition) => name.value === 'ip' || name.value === 'port';
  const addressed = node.conditions.length > 0 || peers.some(isAddress);
  if (addressed && node.family && !addressFamilies.has(node.family.value))
    context.report(
      'bad-network',
      node.family,
      `“${node.family.value}” has no addresses and ports to compare: only inet and inet6 do.`,
    );
  const local = accessOf(node.access).find(({ name }) => networkLocalOnly.has(name));
  if (local && peers.some(isAddress))
    context.report(
      'access-conflict',
      local.word,
      `“${local.name}” knows no peer: give it a rule of its own.`,
    );
}

function checkValue(context: Context, condition: Condition): void {
  const { name, operator, values } = condition;
  const allowed = operator === '=' || (operator === ':=' && name.value === 'label');
  if (!allowed) context.report('bad-operator', condition, operator);
  const value = values[0]?.value;
  if (value === undefined) return;
  if (name.value === 'ip' && value !== 'none' && !isIp(value))
    context.report(
      'bad-network',
      condition,
      `“${value}” is no IP address. Ranges and host names cannot be given.`,
    );
  if (name.value === 'port' && !isPort(value))
    context.report(
      'bad-network',
      condition,
      `“${value}” is no port: expected 0 to 65535, or a range such as 80-90.`,
    );
}

function isPort(value: string): boolean {
  const match = /^\s*\+?(\d+)(?:-\s*\+?(\d+))?$/.exec(value);
  if (!match) return false;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to && to <= 65535;
}

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;

/** As inet_pton(3) reads addresses. */
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
