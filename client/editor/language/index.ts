/** The language features in the editor, as one piece that is fetched after everything else. */
import './language.css';
import { addColours } from '../theme.ts';
import { attachLateParts } from './attach.ts';
import { parts, tokens } from './colours.ts';
import { addCompletion } from './completion.ts';
import { addExplanations } from './explain.ts';
import { addFormatting } from './format.ts';
import type { LanguageHost } from './host.ts';
import { addNavigation } from './navigation.ts';
import { addNotes } from './notes.ts';
import { addRename } from './rename.ts';
import { addStructure } from './structure.ts';

export async function installLanguage(host: LanguageHost): Promise<void> {
  const { editor } = host.view;
  await attachLateParts(editor);
  addColours({ tokens, parts });
  addCompletion(host);
  addExplanations(host);
  addNavigation(host);
  addRename(host);
  addStructure(host);
  addNotes(host);
  addFormatting(host);
  editor.updateOptions({
    quickSuggestions: { other: 'on', comments: 'off', strings: 'on' },
    suggestOnTriggerCharacters: true,
    // Enter ends a line far more often than it takes a suggestion that changes nothing.
    acceptSuggestionOnEnter: 'smart',
    acceptSuggestionOnCommitCharacter: false,
    'semanticHighlighting.enabled': true,
  });
}
