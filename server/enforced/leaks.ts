/** Rules whose conditions are compiled and still do not hold: the kernel lets other requests through all the same. */

import type { ApartRule } from '../../shared/policy/apart.ts';
import { decide } from '../../shared/policy/decide.ts';
import { kernelOf } from '../../shared/policy/kernel.ts';
import { enforce } from '../../shared/policy/permissions.ts';
import type { CompiledProfile } from '../../shared/policy/profile.ts';
import type { NetworkRequest } from '../../shared/policy/requests.ts';
import type { NetworkRule } from '../../shared/syntax/index.ts';
import type { TargetFacts } from '../../shared/targets/targets.ts';
import type { Judgement } from './words.ts';

/** Addresses kept for documentation (RFC 5737, RFC 3849): no rule means them. */
const elsewhere = { inet: '203.0.113.77', inet6: '2001:db8::77' } as const;
/** Ports that rules rarely mean. */
const unlikelyPorts = [6, 7, 65_001] as const;

/** What a network rule with a condition on the peer lets through although it does not say so; undefined for others. */
export function leakOf(rule: ApartRule, alone: CompiledProfile, target: TargetFacts): Judgement | undefined {
  if (rule.kind !== 'network' || rule.deny) return undefined;
  const node = rule.node as NetworkRule;
  const named = conditionsOf(node);
  if (!named || (named.port === undefined && named.ip === undefined) || named.ip === 'none') return undefined;
  const kernel = kernelOf(target.kernel, target.features.tree);
  if (!kernel.inetAddresses) return undefined;
  const profile = enforce({ ...alone, mode: 'enforce' }, kernel);
  for (const request of otherRequests(node, named))
    if (decide(profile, request, [alone]).verdict === 'allow')
      return {
        effect: 'more',
        words: `On ${target.title} the condition on the peer does not hold: the rule lets ${told(request)} through too. With “port=0” for the own end it holds.`,
        brief: `also ${told(request)}`,
        check: 'peer-only-inet',
      };
  return undefined;
}

interface PeerNamed {
  port: string | undefined;
  ip: string | undefined;
}

function conditionsOf({ peer }: NetworkRule): PeerNamed | undefined {
  if (!peer) return undefined;
  const value = (name: string) =>
    peer.conditions.find((condition) => condition.name.value === name)?.values[0]?.value;
  return { port: value('port'), ip: value('ip') };
}

/** Requests that the rule does not speak of: another port, another host. */
function* otherRequests(node: NetworkRule, { port, ip }: PeerNamed): Generator<NetworkRequest> {
  const families = node.family?.value === 'inet6' ? ['inet6'] : node.family?.value === 'inet' ? ['inet'] : [];
  const type = node.type?.value ?? 'dgram';
  const words = node.access?.words.map(({ value }) => value);
  const access = ['connect', 'send'].filter((word) => !words || words.includes(word));
  for (const family of families as ('inet' | 'inet6')[])
    for (const one of access) {
      if (port !== undefined)
        for (const other of unlikelyPorts)
          if (!covers(port, other))
            yield {
              op: 'network',
              family,
              type,
              access: [one],
              peer: { ip: ip && ip !== 'any' ? ip : elsewhere[family], port: other },
            };
      if (ip !== undefined && ip !== 'any')
        yield {
          op: 'network',
          family,
          type,
          access: [one],
          peer: { ip: elsewhere[family], port: Number.parseInt(port ?? '9', 10) },
        };
    }
}

/** Whether a port condition, `53` or `1000-2000`, takes a port in. */
function covers(condition: string, port: number): boolean {
  const [low, high = low] = condition.split('-').map(Number);
  return low! <= port && port <= high!;
}

function told({ access, peer }: NetworkRequest): string {
  const { ip = '', port = 0 } = peer === 'none' || !peer ? {} : peer;
  return `${access.join(', ')} to ${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
}
