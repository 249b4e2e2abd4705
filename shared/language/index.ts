/**
 * The language service: what an editor asks about policy text. Plain values in and out, offsets in UTF-16
 * characters; a feature is a file of its own. Nothing here throws on any text.
 */
import { completion } from './completion.ts';
import { hover } from './hover.ts';
import type { Completion, Hover } from './types.ts';
import type { PolicyDocument, Workspace } from './workspace.ts';

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
  };
}
