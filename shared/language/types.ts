/** What the language features answer with: plain values, offsets in UTF-16 characters, no editor's types. */
import type { FileEdit, Span } from '../syntax/index.ts';

/** A place in a file; the path is relative to /etc/apparmor.d. */
export interface Location extends Span {
  path: string;
}

/** A change that is offered: its words say what it does, its edits may be in several files. */
export interface Fix {
  title: string;
  edits: FileEdit[];
  /** The one to take where several are offered. */
  preferred?: true;
}

/** Words in Markdown of the plainest kind: paragraphs, lists, `code` and fenced code; no HTML, no links out. */
export type Markdown = string;

export interface Hover extends Span {
  contents: Markdown;
}

export interface Completion {
  label: string;
  kind: 'keyword' | 'value' | 'permission' | 'variable' | 'file' | 'folder' | 'profile' | 'snippet';
  /** One line beside the label. */
  detail?: string;
  documentation?: Markdown;
  /** What takes the place of `replace`; a `$0` of a snippet is where the caret goes. */
  insert: string;
  replace: Span;
  /** What the typed word is matched with, where not the label. */
  filter?: string;
  /** Sorts before others with a higher rank; then by label. */
  rank?: number;
}

export interface DocumentSymbol extends Span {
  name: string;
  kind: 'profile' | 'child' | 'hat' | 'variable' | 'boolean' | 'include' | 'abi' | 'group';
  detail?: string;
  /** What is selected when the symbol is gone to. */
  selection: Span;
  children: DocumentSymbol[];
}

/** Zero-based lines, both included. */
export interface FoldingRange {
  startLine: number;
  endLine: number;
  kind?: 'comment' | 'includes' | 'region';
}

export const tokenTypes = [
  'keyword',
  'comment',
  'path',
  'variable',
  'permission',
  'profile',
  'include',
  'capability',
  'number',
  'operator',
  'value',
  'glob',
] as const;
export const tokenModifiers = ['declaration', 'deny', 'dangerous', 'undeclared'] as const;

export interface SemanticToken extends Span {
  type: (typeof tokenTypes)[number];
  modifiers: (typeof tokenModifiers)[number][];
}

export interface CodeLens extends Span {
  title: string;
  /** Where it leads, if anywhere. */
  target?: Location;
}

/** Why something cannot be done, in words for the person who asked. */
export interface Refusal {
  refused: string;
}

export interface FormatOptions {
  /** Rules of a run, between blank lines and comments, in canonical order; off by default. */
  sort?: boolean;
  /** Spaces of one level. */
  indent?: number;
}
