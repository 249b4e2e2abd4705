/** The language service's completions as the editor's suggestions. */
import type { Completion } from '../../../shared/language/types.ts';
import { languageId } from '../language.ts';
import { monaco } from '../monaco.ts';
import { type LanguageHost, placeAt } from './host.ts';

const { CompletionItemKind: Kind, CompletionItemInsertTextRule: Rule } = monaco.languages;

const kinds: Record<Completion['kind'], monaco.languages.CompletionItemKind> = {
  keyword: Kind.Keyword,
  value: Kind.Value,
  permission: Kind.EnumMember,
  variable: Kind.Variable,
  file: Kind.File,
  folder: Kind.Folder,
  profile: Kind.Class,
  snippet: Kind.Snippet,
};

/** Where a word of another kind may begin: paths, variables, includes, lists. */
const triggers = ['/', '<', '@', '{', '=', '(', ',', ' '];

export function addCompletion(host: LanguageHost): void {
  monaco.languages.registerCompletionItemProvider(languageId, {
    triggerCharacters: triggers,
    async provideCompletionItems(model, position, _context, token) {
      const place = placeAt(host, model, position);
      if (!place) return undefined;
      const found = await host.ask('completion', place.path, place.offset);
      if (token.isCancellationRequested) return undefined;
      return {
        suggestions: found.map((one) =>
          suggestion(one, host.texts.range(place.path, one.replace.start, one.replace.end)!),
        ),
      };
    },
  });
}

function suggestion(
  { label, kind, detail, documentation, insert, filter, rank = 0 }: Completion,
  range: monaco.IRange,
): monaco.languages.CompletionItem {
  return {
    label,
    kind: kinds[kind],
    insertText: insert,
    range,
    // By rank, the highest first, then by the label.
    sortText: `${String(9999 - rank).padStart(5, '0')} ${label}`,
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation: { value: documentation } }),
    ...(filter !== undefined && { filterText: filter }),
    ...(insert.includes('$0') && { insertTextRules: Rule.InsertAsSnippet }),
  };
}
