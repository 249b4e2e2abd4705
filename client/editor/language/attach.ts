/**
 * Monaco takes its parts when the first editor is made; these come later, so that typing need not wait for them.
 * What a late part registers (services, contributions, actions, keys) is handed here to the editor that stands.
 *
 * This reaches into Monaco where it offers no door: `_contributions`, `_actions`, `_services`. The browser tests
 * use every part, so that a version of Monaco which is made otherwise fails them.
 */
import { EditorExtensionsRegistry } from 'monaco-editor/editor/browser/editorExtensions.js';
import { InternalEditorAction } from 'monaco-editor/editor/common/editorAction.js';
import { getEditorFeatures } from 'monaco-editor/editor/common/editorFeatures.js';
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices.js';
import { SyncDescriptor } from 'monaco-editor/platform/instantiation/common/descriptors.js';
import { getSingletonServiceDescriptors } from 'monaco-editor/platform/instantiation/common/extensions.js';
import { IListService, ListService } from 'monaco-editor/platform/list/browser/listService.js';
import type { monaco } from '../monaco.ts';

interface Inside {
  _contributions: {
    _pending: Map<string, unknown>;
    _instances: { get(id: string): unknown };
    get(id: string): unknown;
  };
  _actions: Map<string, unknown>;
  _contextKeyService: unknown;
  _instantiationService: { invokeFunction<T>(run: (accessor: unknown) => T): T };
  _standaloneKeybindingService: { updateResolver(): void };
}

interface Contribution {
  id: string;
}
interface Action {
  id: string;
  label: string;
  alias: string;
  metadata: unknown;
  precondition: unknown;
  runEditorCommand(accessor: unknown, editor: unknown, args: unknown): unknown;
}

/** Fetch the late parts (parts.ts) and give them to the editor. Call it once. */
export async function attachLateParts(editor: monaco.editor.IStandaloneCodeEditor): Promise<void> {
  const featuresBefore = new Set<unknown>(getEditorFeatures());
  await import('./parts.ts');
  const inside = editor as unknown as Inside;
  const services = StandaloneServices.initialize({});
  for (const [id, descriptor] of getSingletonServiceDescriptors())
    if (!services._services.get(id)) services._services.set(id, descriptor);
  // The stand-in of lean/plugin.ts knows no list; now there will be some.
  services._services.set(IListService, new SyncDescriptor(ListService));

  const { _contributions: contributions } = inside;
  const late = (EditorExtensionsRegistry.getEditorContributions() as Contribution[]).filter(
    ({ id }) => !contributions._pending.has(id) && !contributions._instances.get(id),
  );
  for (const contribution of late) contributions._pending.set(contribution.id, contribution);
  for (const action of EditorExtensionsRegistry.getEditorActions() as Action[])
    if (!inside._actions.has(action.id)) inside._actions.set(action.id, internal(inside, action));
  for (const { id } of late) contributions.get(id);
  for (const feature of getEditorFeatures())
    if (!featuresBefore.has(feature)) services.createInstance(feature);
  inside._standaloneKeybindingService.updateResolver();
}

function internal(editor: Inside, action: Action): unknown {
  return new InternalEditorAction(
    action.id,
    action.label,
    action.alias,
    action.metadata,
    action.precondition ?? undefined,
    (args: unknown) =>
      editor._instantiationService.invokeFunction((accessor) =>
        Promise.resolve(action.runEditorCommand(accessor, editor, args)),
      ),
    editor._contextKeyService,
  );
}
