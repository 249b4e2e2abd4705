/** Checks of what a profile grants, of rules that do nothing, and of how it is written. */
import { coveredRule } from './checks/covered-rule.ts';
import { dangerousCapability } from './checks/dangerous-capability.ts';
import { denyKillsAllow } from './checks/deny-kills-allow.ts';
import { duplicateRule } from './checks/duplicate-rule.ts';
import { unconfinedExec } from './checks/unconfined-exec.ts';
import { unsafeExec } from './checks/unsafe-exec.ts';
import { widePath } from './checks/wide-path.ts';
import { writeAndExecute } from './checks/write-and-execute.ts';
import type { Check } from './types.ts';

export const generalChecks: readonly Check[] = [
  widePath,
  writeAndExecute,
  dangerousCapability,
  unconfinedExec,
  unsafeExec,
  denyKillsAllow,
  duplicateRule,
  coveredRule,
];
