/** The text again, from its tokens. */
import type { ParseResult } from './parser.ts';

export function printFile({ tree, tokens }: ParseResult): string {
  return tokens.map(({ start, end }) => tree.text.slice(start, end)).join('');
}
