/** The way in: parse a text, then check what it means. */
import { analyse, type IncludedText, type PolicyDiagnostic, type ResolveInclude } from './analyse/index.ts';
import type { Policy } from './analyse/policy.ts';
import { parseText, type ParseResult as Reading } from './parser.ts';

export interface ParseResult extends Reading {
  /** In order of their place. */
  diagnostics: PolicyDiagnostic[];
}

export interface ParseOptions {
  /** Where the text is read: as a file of profiles, or (abstractions, local overrides) inside a profile's braces. */
  within?: 'file' | 'profile';
  /**
   * Finds included files. With it, a text is judged together with them: that they are there, what they declare and
   * grant. Without it, what they would decide is left open.
   */
  resolveInclude?: ResolveInclude;
  /** Reads included files; to be given by callers that remember their readings. */
  parseIncluded?: (included: IncludedText, within: 'file' | 'profile') => Reading;
}

/** What is read, and the policy that it comes to. */
export interface Evaluation {
  result: ParseResult;
  policy: Policy;
}

/**
 * Read a policy text. Never throws; time grows linearly with the text.
 * @returns the tree, the tokens (joined, they are the text) and every finding in order of place
 */
export function parse(text: string, options: ParseOptions = {}): ParseResult {
  return evaluate(text, options).result;
}

/** The same, for who asks further questions about the policy. */
export function evaluate(text: string, options: ParseOptions = {}): Evaluation {
  const { within = 'file', resolveInclude, parseIncluded } = options;
  const reading = parseText(text, within === 'profile');
  const policy = analyse(reading, {
    within,
    ...(resolveInclude ? { resolveInclude } : {}),
    parse: parseIncluded ?? ((included, place) => parseText(included.text, place === 'profile')),
  });
  const diagnostics: PolicyDiagnostic[] = [...reading.diagnostics, ...policy.diagnostics];
  diagnostics.sort((a, b) => a.start - b.start || a.end - b.end);
  return { result: { ...reading, diagnostics }, policy };
}
