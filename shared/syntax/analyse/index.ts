/**
 * What is wrong with a policy beyond its grammar, as apparmor_parser finds once it has read everything: included
 * files, conditions, variables and what they expand to, names, patterns, exec modes that exclude each other.
 */
import type { ParseResult } from '../parser.ts';
import { checkExec } from './exec.ts';
import { checkNames } from './names.ts';
import { checkPatterns } from './patterns.ts';
import {
  type IncludedText,
  Policy,
  type PolicyDiagnostic,
  type RelatedPlace,
  type ResolveInclude,
} from './policy.ts';

export type { IncludedText, PolicyDiagnostic, RelatedPlace, ResolveInclude };

export interface AnalyseOptions {
  /** Where the text is read: as a file of profiles, or inside a profile's braces. */
  within: 'file' | 'profile';
  /**
   * Finds what an include or abi names; without it, what included files would decide is not judged.
   * @see ResolveInclude
   */
  resolveInclude?: ResolveInclude;
  /** Reads an included text. The caller may remember readings: many profiles include the same files. */
  parse: (included: IncludedText, within: 'file' | 'profile') => ParseResult;
}

/**
 * The policy as it is evaluated; its findings are in no particular order, placed in the analysed text. Never throws;
 * includes are read at most so often.
 */
export function analyse(result: ParseResult, options: AnalyseOptions): Policy {
  const policy = new Policy(result, options);
  checkNames(policy);
  checkPatterns(policy);
  checkExec(policy);
  return policy;
}
