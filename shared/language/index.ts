/**
 * The language service: what an editor asks about policy text. Plain values in and out, offsets in UTF-16
 * characters; a feature is a file of its own. Nothing here throws on any text.
 */
import type { FileEdit, PolicyDiagnostic, Span, TextEdit } from '../syntax/index.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { fixes } from './fixes.ts';
import { folding } from './folding.ts';
import { type FormatRefusal, format } from './format.ts';
import { hover } from './hover.ts';
import { codeLenses } from './lenses.ts';
import { references } from './references.ts';
import { prepareRename, type RenameTarget, rename } from './rename.ts';
import { selectionRanges } from './selection.ts';
import { semanticTokens } from './semanticTokens.ts';
import { symbols } from './symbols.ts';
import type {
  CodeLens,
  Completion,
  DocumentSymbol,
  Fix,
  FoldingRange,
  FormatOptions,
  Hover,
  Location,
  Refusal,
  SemanticToken,
} from './types.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

export type { FormatRefusal } from './format.ts';
export type { RenameTarget } from './rename.ts';
export * from './types.ts';
export {
  emptyTree,
  type PolicyDocument,
  type PolicyText,
  type PolicyTree,
  treeOf,
  Workspace,
} from './workspace.ts';

/** Paths are relative to /etc/apparmor.d. A path that is not there gives the empty answer. */
export interface LanguageService {
  /** What may be written at the offset, best first. */
  completion(path: string, offset: number): Completion[];
  /** What stands at the offset, in words. */
  hover(path: string, offset: number): Hover | undefined;
  /** Where the name at the offset is declared; the files that an include names. */
  definition(path: string, offset: number): Location[];
  /** Where the name at the offset is used, the given file first; with `declarations` (the default) declared, too. */
  references(path: string, offset: number, options?: { declarations?: boolean }): Location[];
  /** The characters that a rename at the offset would replace, or why there is none. */
  prepareRename(path: string, offset: number): RenameTarget | Refusal;
  /** Edits of the files under edit that give the name at the offset a new one. */
  rename(path: string, offset: number, newName: string): FileEdit[] | Refusal;
  symbols(path: string): DocumentSymbol[];
  folding(path: string): FoldingRange[];
  semanticTokens(path: string): SemanticToken[];
  /** Ranges around the offset, from the innermost to the whole text. */
  selectionRanges(path: string, offset: number): Span[];
  codeLenses(path: string): CodeLens[];
  /** Changes that mend a finding of the syntax library in this file, the likeliest first. */
  fixes(path: string, finding: Pick<PolicyDiagnostic, 'code' | 'start' | 'end' | 'origin'>): Fix[];
  /** Edits to the canonical layout; refused, with the place, where the file has a syntax error. */
  format(path: string, options?: FormatOptions): TextEdit[] | FormatRefusal;
}

/** The service over a workspace. Making one costs nothing: documents are read when they are asked for. */
export function languageService(workspace: Workspace): LanguageService {
  const on = <Answer>(path: string, ask: (document: PolicyDocument) => Answer, otherwise: Answer): Answer => {
    const document = workspace.document(path);
    return document ? ask(document) : otherwise;
  };
  return {
    completion: (path, offset) => on(path, (document) => completion(workspace, document, offset), []),
    hover: (path, offset) => on(path, (document) => hover(workspace, document, offset), undefined),
    definition: (path, offset) => on(path, (document) => definition(workspace, document, offset), []),
    references: (path, offset, options) =>
      on(path, (document) => references(workspace, document, offset, options), []),
    prepareRename: (path, offset) =>
      on(path, (document) => prepareRename(workspace, document, offset), notThere(path)),
    rename: (path, offset, newName) =>
      on(path, (document) => rename(workspace, document, offset, newName), notThere(path)),
    symbols: (path) => on(path, symbols, []),
    folding: (path) => on(path, folding, []),
    semanticTokens: (path) => on(path, semanticTokens, []),
    selectionRanges: (path, offset) => on(path, (document) => selectionRanges(document, offset), []),
    codeLenses: (path) => on(path, (document) => codeLenses(workspace, document), []),
    fixes: (path, finding) => on(path, (document) => fixes(workspace, document, finding), []),
    format: (path, options) => on(path, (document) => format(document, options), []),
  };
}

function notThere(path: string): Refusal {
  return { refused: `There is no file ${path} here.` };
}
