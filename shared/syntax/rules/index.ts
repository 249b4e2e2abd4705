/** Which word begins which rule. */
import type { Context, RuleStart } from '../context.ts';
import type { Rule } from '../nodes.ts';
import {
  parseDbus,
  parseIoUring,
  parseMqueue,
  parsePtrace,
  parseSignal,
  parseUnix,
  parseUserns,
} from './conditioned.ts';
import { parseFileRule, parseLinkRule } from './file.ts';
import { parseMountRule, parsePivotRoot } from './mount.ts';
import { parseNetworkRule } from './network.ts';
import { parseAll, parseCapability, parseChangeProfile, parseRlimit } from './simple.ts';

type RuleParser = (context: Context, rule: RuleStart) => Rule;

const table: Record<string, RuleParser> = {
  all: parseAll,
  capability: parseCapability,
  change_profile: parseChangeProfile,
  dbus: parseDbus,
  file: (context, rule) => parseFileRule(context, rule)!,
  io_uring: parseIoUring,
  link: parseLinkRule,
  mount: parseMountRule('mount'),
  mqueue: parseMqueue,
  network: parseNetworkRule,
  pivot_root: parsePivotRoot,
  ptrace: parsePtrace,
  remount: parseMountRule('remount'),
  set: parseRlimit,
  signal: parseSignal,
  umount: parseMountRule('umount'),
  unix: parseUnix,
  unmount: parseMountRule('umount'),
  userns: parseUserns,
};

/** Looked up by words of the text, so nothing is inherited. */
export const ruleParsers: Readonly<Record<string, RuleParser | undefined>> = Object.assign(
  Object.create(null),
  table,
);
