/** Which word begins which rule. */
import type { Context, RuleStart } from '../context.ts';
import type { Rule } from '../nodes.ts';
import { parseConditionedRule } from './conditioned.ts';
import { parseFileRule, parseLinkRule } from './file.ts';
import { parseMountRule, parsePivotRoot } from './mount.ts';
import { parseNetworkRule } from './network.ts';
import { parseAll, parseCapability, parseChangeProfile, parseRlimit } from './simple.ts';

type RuleParser = (context: Context, rule: RuleStart) => Rule;

const table: Record<string, RuleParser> = {
  all: parseAll,
  capability: parseCapability,
  change_profile: parseChangeProfile,
  dbus: parseConditionedRule('dbus'),
  file: (context, rule) => parseFileRule(context, rule)!,
  io_uring: parseConditionedRule('io_uring'),
  link: parseLinkRule,
  mount: parseMountRule('mount'),
  mqueue: parseConditionedRule('mqueue'),
  network: parseNetworkRule,
  pivot_root: parsePivotRoot,
  ptrace: parseConditionedRule('ptrace'),
  remount: parseMountRule('remount'),
  set: parseRlimit,
  signal: parseConditionedRule('signal'),
  umount: parseMountRule('umount'),
  unix: parseConditionedRule('unix'),
  unmount: parseMountRule('umount'),
  userns: parseConditionedRule('userns'),
};

/** Looked up by words of the text, so nothing is inherited. */
export const ruleParsers: Readonly<Record<string, RuleParser | undefined>> = Object.assign(
  Object.create(null),
  table,
);
