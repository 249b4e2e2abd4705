/** The canonical layout of the shown text, as one undo step. */
import { monaco } from '../monaco.ts';
import type { LanguageHost } from './host.ts';

export function addFormatting(host: LanguageHost): void {
  const { editor } = host.view;
  const format = async (sort: boolean) => {
    const { path } = host.view;
    if (path === undefined) return;
    const found = await host.ask('format', path, { sort });
    if ('refused' in found) host.tell(found.refused);
    else if (found.length === 0) host.tell('The text is laid out so already.');
    else
      host.apply(
        found.map((edit) => ({ path, ...edit })),
        sort ? 'Formatted and sorted' : 'Formatted',
      );
  };
  editor.addAction({
    id: 'workbench.format',
    label: 'Format the text',
    keybindings: [monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF],
    precondition: '!editorReadonly',
    contextMenuGroupId: '1_modification',
    run: () => format(false),
  });
  editor.addAction({
    id: 'workbench.formatAndSort',
    label: 'Format the text and sort the rules',
    precondition: '!editorReadonly',
    run: () => format(true),
  });
}
