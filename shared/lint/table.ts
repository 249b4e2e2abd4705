/** Every check, in the order of the pages about them. */

import { unconfinedExec } from './checks/unconfined-exec.ts';
import { unusedIgnore } from './ignore.ts';
import type { Check, CheckFacts } from './types.ts';

export const checks: readonly Check[] = [unconfinedExec];

/** What lists and pages tell of every code that a finding may have. */
export const checkFacts: readonly CheckFacts[] = [...checks, unusedIgnore].map(
  ({ code, severity, title }) => ({ code, severity, title }),
);

export const knownCodes: ReadonlySet<string> = new Set(checkFacts.map(({ code }) => code));
