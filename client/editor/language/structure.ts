/** What follows from how a text is built: its colours, folds and selections. */
import { tokenModifiers, tokenTypes } from '../../../shared/language/types.ts';
import { languageId } from '../language.ts';
import { monaco } from '../monaco.ts';
import { type LanguageHost, placeAt } from './host.ts';

export function addStructure(host: LanguageHost): void {
  addFolding(host);
  addSelection(host);
  addColours(host);
}

function addFolding({ texts, ask }: LanguageHost): void {
  const { FoldingRangeKind } = monaco.languages;
  const kinds = {
    comment: FoldingRangeKind.Comment,
    includes: FoldingRangeKind.Imports,
    region: FoldingRangeKind.Region,
  };
  monaco.languages.registerFoldingRangeProvider(languageId, {
    async provideFoldingRanges(model) {
      const path = texts.pathOf(model);
      if (path === undefined) return [];
      const found = await ask('folding', path);
      return found.map(({ startLine, endLine, kind }) => ({
        start: startLine + 1,
        end: endLine + 1,
        ...(kind && { kind: kinds[kind] }),
      }));
    },
  });
}

function addSelection(host: LanguageHost): void {
  monaco.languages.registerSelectionRangeProvider(languageId, {
    provideSelectionRanges: (model, positions) =>
      Promise.all(
        positions.map(async (position) => {
          const place = placeAt(host, model, position);
          if (!place) return [];
          const found = await host.ask('selectionRanges', place.path, place.offset);
          return found
            .flatMap(({ start, end }) => host.texts.range(place.path, start, end) ?? [])
            .map((range) => ({ range }));
        }),
      ),
  });
}

/** Five numbers a token: lines and characters from the one before, length, type, modifiers. */
function addColours({ texts, ask }: LanguageHost): void {
  monaco.languages.registerDocumentSemanticTokensProvider(languageId, {
    getLegend: () => ({ tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] }),
    releaseDocumentSemanticTokens() {},
    async provideDocumentSemanticTokens(model) {
      const path = texts.pathOf(model);
      const version = model.getVersionId();
      const found = path === undefined ? [] : await ask('semanticTokens', path);
      // Monaco asks again for the text as it is now.
      if (path === undefined || model.isDisposed() || model.getVersionId() !== version) return null;
      const data = new Uint32Array(found.length * 5);
      let line = 1;
      let column = 1;
      let at = 0;
      for (const { start, end, type, modifiers } of found) {
        const range = texts.range(path, start, end);
        // A token of several lines has the colours of its lines.
        if (!range || range.startLineNumber !== range.endLineNumber) continue;
        const sameLine = range.startLineNumber === line;
        data[at++] = range.startLineNumber - line;
        data[at++] = range.startColumn - (sameLine ? column : 1);
        data[at++] = range.endColumn - range.startColumn;
        data[at++] = tokenTypes.indexOf(type);
        data[at++] = modifiers.reduce((bits, one) => bits | (1 << tokenModifiers.indexOf(one)), 0);
        line = range.startLineNumber;
        column = range.startColumn;
      }
      return { data: data.subarray(0, at) };
    },
  });
}
