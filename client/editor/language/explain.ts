/** What a text means, for the card beside it. */
import type { HoverWords } from '../hoverCard.ts';
import { type LanguageHost, placeAt } from './host.ts';

export function addExplanations(host: LanguageHost): void {
  const { view, texts } = host;
  view.hover.setExplainer(async (lineNumber, column): Promise<HoverWords | undefined> => {
    const model = view.editor.getModel();
    const place = model && placeAt(host, model, { lineNumber, column });
    if (!place) return undefined;
    const found = await host.ask('hover', place.path, place.offset);
    const range = found && texts.range(place.path, found.start, found.end);
    // The caret may stand beside what is meant, the pointer may not.
    return found && range ? { contents: found.contents, range } : undefined;
  });
}
