/** What the editor's language features need of the page. */
import type { FileEdit } from '../../../shared/syntax/edits.ts';
import type { Questions } from '../../worker/language.ts';
import type { monaco } from '../monaco.ts';
import type { Texts } from '../texts.ts';
import type { EditorView } from '../view.ts';

export interface LanguageHost {
  texts: Texts;
  view: EditorView;
  /** Ask the analysis worker about the texts as they are now. Rejects in words where it cannot answer. */
  ask<Q extends keyof Questions>(
    question: Q,
    ...args: Parameters<Questions[Q]>
  ): Promise<Awaited<ReturnType<Questions[Q]>>>;
  /** Have it called whenever the texts around those under edit are others. */
  treeChanged(listener: () => void): void;
  /** Change texts as one undo step that is called by `label`. */
  apply(edits: readonly FileEdit[], label: string): void;
  /** Show a place of an open file, or of a file of the policy tree, and select it. */
  open(path: string, range: monaco.IRange): void;
  /** Say something to the person. */
  tell(text: string): void;
}

/** Where an editor's place is in the files. */
export interface Place {
  path: string;
  offset: number;
}

export function placeAt(
  { texts }: LanguageHost,
  model: monaco.editor.ITextModel,
  { lineNumber, column }: monaco.IPosition,
): Place | undefined {
  const path = texts.pathOf(model);
  return path === undefined ? undefined : { path, offset: texts.offset(path, lineNumber - 1, column - 1) };
}

/** Have the texts of these files at hand as models, so that the editor can show places in them. */
export async function bringModels(host: LanguageHost, paths: Iterable<string>): Promise<void> {
  const missing = [...new Set(paths)].filter((path) => !host.texts.model(path));
  const found = await Promise.all(missing.map((path) => host.ask('text', path)));
  for (const [i, text] of found.entries()) if (text !== undefined) host.texts.addTreeFile(missing[i]!, text);
}
