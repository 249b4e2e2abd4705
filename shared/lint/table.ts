/** Every check: of what a profile grants (generalChecks.ts), and of traps (trapChecks.ts). */
import { generalChecks } from './generalChecks.ts';
import { unusedIgnore } from './ignore.ts';
import { trapChecks } from './trapChecks.ts';
import type { Check, CheckFacts } from './types.ts';

export const checks: readonly Check[] = [...generalChecks, ...trapChecks];

/** What lists and pages tell of every code that a finding may have. */
export const checkFacts: readonly CheckFacts[] = [...checks, unusedIgnore].map(
  ({ code, severity, title }) => ({ code, severity, title }),
);

export const knownCodes: ReadonlySet<string> = new Set(checkFacts.map(({ code }) => code));
