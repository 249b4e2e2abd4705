/** Checks of traps: what is written is not what a parser compiles or a kernel enforces. */
import type { Check } from './types.ts';

export const trapChecks: readonly Check[] = [];
