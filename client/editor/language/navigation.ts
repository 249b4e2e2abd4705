/** Going to definitions and references, and looking at them in place. */
import type { Location } from '../../../shared/language/types.ts';
import { languageId } from '../language.ts';
import { monaco } from '../monaco.ts';
import { bringModels, type LanguageHost, placeAt } from './host.ts';

export function addNavigation(host: LanguageHost): void {
  monaco.languages.registerDefinitionProvider(languageId, {
    async provideDefinition(model, position) {
      const place = placeAt(host, model, position);
      return place && toEditor(host, await host.ask('definition', place.path, place.offset));
    },
  });
  monaco.languages.registerReferenceProvider(languageId, {
    async provideReferences(model, position, { includeDeclaration }) {
      const place = placeAt(host, model, position);
      if (!place) return [];
      const found = await host.ask('references', place.path, place.offset, {
        declarations: includeDeclaration,
      });
      return toEditor(host, found);
    },
  });
  // Its own actions are not among those that the list of commands can see, and their keys differ by system.
  const { editor } = host.view;
  const { KeyMod, KeyCode } = monaco;
  for (const [id, label, key, action] of [
    ['goToDefinition', 'Go to definition', KeyCode.F12, 'editor.action.revealDefinition'],
    ['peekDefinition', 'Look at the definition', KeyMod.Alt | KeyCode.F12, 'editor.action.peekDefinition'],
    ['references', 'Look at all references', KeyMod.Shift | KeyCode.F12, 'editor.action.goToReferences'],
  ] as const)
    editor.addAction({
      id: `workbench.${id}`,
      label,
      keybindings: [key],
      run: () => editor.trigger('workbench', action, {}),
    });
  // Monaco's own way only knows the text that is shown.
  monaco.editor.registerEditorOpener({
    openCodeEditor(_source, resource, at) {
      const path = resource.path.slice(1);
      if (resource.scheme !== 'policy' || !host.texts.model(path)) return false;
      host.open(path, rangeOf(at));
      return true;
    },
  });
}

function rangeOf(at: monaco.IRange | monaco.IPosition | undefined): monaco.IRange {
  if (!at) return new monaco.Range(1, 1, 1, 1);
  return 'startLineNumber' in at ? at : monaco.Range.fromPositions(at);
}

/** Places as the editor takes them; files of the policy tree are fetched for it. */
async function toEditor(
  host: LanguageHost,
  locations: readonly Location[],
): Promise<monaco.languages.Location[]> {
  await bringModels(
    host,
    locations.map(({ path }) => path),
  );
  return locations.flatMap(({ path, start, end }) => {
    const uri = host.texts.model(path)?.uri;
    const range = host.texts.range(path, start, end);
    return uri && range ? [{ uri, range }] : [];
  });
}
