/** No two profiles of one name in one place. */
import type { Item, Profile } from '../nodes.ts';
import type { EvaluatedProfile, Origin, Policy } from './policy.ts';

export function checkNames(policy: Policy): void {
  checkSiblings(policy, policy.profiles);
  for (const { children } of policy.everyProfile()) checkSiblings(policy, children);
}

/** Names are compared as written: apparmor_parser does so before it expands variables. */
function checkSiblings(policy: Policy, siblings: readonly EvaluatedProfile[]): void {
  const seen = new Set<string>();
  for (const { node, origin, maybe } of siblings) if (!maybe) checkName(policy, node, origin, seen);
}

/** The same for items that do not count, which are read together all the same. */
export function checkDuplicates(policy: Policy, items: readonly Item[], origin: Origin): void {
  const seen = new Set<string>();
  for (const item of items) if (item.kind === 'profile') checkName(policy, item, origin, seen);
}

function checkName(policy: Policy, { name, namespace }: Profile, origin: Origin, seen: Set<string>): void {
  if (!name) return;
  const key = `:${namespace?.value ?? ''}:${name.value}`;
  if (seen.has(key)) policy.report('duplicate-profile', name, name.value, origin);
  seen.add(key);
}
