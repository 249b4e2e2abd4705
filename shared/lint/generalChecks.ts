/** Checks of what a profile grants, of rules that do nothing, and of how it is written. */
import { abiNotOnTarget } from './checks/abi-not-on-target.ts';
import { broadAbstraction } from './checks/broad-abstraction.ts';
import { coveredRule } from './checks/covered-rule.ts';
import { dangerousCapability } from './checks/dangerous-capability.ts';
import { denyKillsAllow } from './checks/deny-kills-allow.ts';
import { directorySlash } from './checks/directory-slash.ts';
import { duplicateRule } from './checks/duplicate-rule.ts';
import { lookAlike } from './checks/look-alike.ts';
import { missingLocalInclude } from './checks/missing-local-include.ts';
import { misspelledVariable } from './checks/misspelled-variable.ts';
import { mixedIndentation } from './checks/mixed-indentation.ts';
import { newerThanParser } from './checks/newer-than-parser.ts';
import { noAbi } from './checks/no-abi.ts';
import { ownerUnderRoot } from './checks/owner-under-root.ts';
import { unconfinedExec } from './checks/unconfined-exec.ts';
import { unsafeExec } from './checks/unsafe-exec.ts';
import { unusedVariable } from './checks/unused-variable.ts';
import { widePath } from './checks/wide-path.ts';
import { writeAndExecute } from './checks/write-and-execute.ts';
import type { Check } from './types.ts';

export const generalChecks: readonly Check[] = [
  widePath,
  writeAndExecute,
  dangerousCapability,
  unconfinedExec,
  unsafeExec,
  broadAbstraction,
  denyKillsAllow,
  duplicateRule,
  coveredRule,
  ownerUnderRoot,
  directorySlash,
  noAbi,
  abiNotOnTarget,
  newerThanParser,
  missingLocalInclude,
  unusedVariable,
  misspelledVariable,
  mixedIndentation,
  lookAlike,
];
