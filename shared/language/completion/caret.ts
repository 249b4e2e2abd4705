/** What every part of completion is given, and how it answers. */
import type { Scope } from '../scope.ts';
import type { Completion, Markdown } from '../types.ts';
import type { PolicyDocument, Workspace } from '../workspace.ts';
import type { Piece, Statement } from './statement.ts';

export interface Caret extends Statement {
  workspace: Workspace;
  document: PolicyDocument;
  offset: number;
  /** What counts here; evaluated when it is asked for. */
  scope(): Scope;
  /** The statement without the prefix of its rule. */
  rest: readonly Piece[];
}

/** A suggestion: a completion that knows its place only where it is not the word at the caret. */
export type Suggestion = Pick<Completion, 'label' | 'kind'> & Partial<Completion>;

export function complete(caret: Pick<Caret, 'word'>, suggestions: readonly Suggestion[]): Completion[] {
  return suggestions.map((suggestion) => ({
    insert: suggestion.label,
    replace: caret.word,
    ...suggestion,
  }));
}

/** One suggestion for each word of a table, in its order. */
export function fromWords(
  words: Readonly<Record<string, string>>,
  { kind = 'value' as Completion['kind'], but = [] as readonly string[] } = {},
): Suggestion[] {
  return Object.entries(words)
    .filter(([label]) => !but.includes(label))
    .map(([label, detail], rank) => ({ label, kind, detail, rank }));
}

export function markdown(...paragraphs: (string | undefined)[]): Markdown {
  return paragraphs.filter(Boolean).join('\n\n');
}
