/** The way in: parse a text, then check what needs no other file. */
import { Context } from './context.ts';
import { type ParseResult, parseText } from './parser.ts';
import { validate } from './validate/index.ts';

export type { ParseResult };

export interface ParseOptions {
  /** Where the text is read: as a file of profiles, or (abstractions, local overrides) inside a profile's braces. */
  within?: 'file' | 'profile';
}

/**
 * Read a policy text. Never throws; time grows linearly with the text.
 * @returns the tree, the tokens (joined, they are the text) and every finding in order of place
 */
export function parse(text: string, { within = 'file' }: ParseOptions = {}): ParseResult {
  const result = parseText(text, within === 'profile');
  const findings = new Context(text);
  validate(result.tree, findings.report.bind(findings));
  const diagnostics = result.diagnostics.concat(findings.diagnostics);
  diagnostics.sort((a, b) => a.start - b.start || a.end - b.end);
  return { ...result, diagnostics };
}
