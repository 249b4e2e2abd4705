/**
 * Leaves out of the bundle the parts of Monaco that its core pulls in and this page never uses: the diff
 * editors, drawing by GPU, tree-sitter, quick input with its lists and trees (the page has its own command
 * palette), Markdown, the minimap. Together 190 kB gzipped of 685.
 *
 * Each replaced module keeps the exports that the remaining code imports, so that a missing one fails the build.
 */
import type { Plugin } from 'vite';

/** A class that nothing constructs here; it says so if that ever changes. */
const absent = (...names: string[]) =>
  names
    .map(
      (name) =>
        `export class ${name} { constructor() { throw new Error('${name} is left out of this page'); } }`,
    )
    .join('\n');

/** Module under monaco-editor/esm/vs to the source it becomes. */
const sources: Record<string, string> = {
  'editor/browser/widget/diffEditor/diffEditorWidget.js': absent('DiffEditorWidget'),
  'editor/browser/widget/multiDiffEditor/multiDiffEditorWidget.js': absent('MultiDiffEditorWidget'),
  'editor/browser/gpu/viewGpuContext.js': absent('ViewGpuContext'),
  'editor/browser/viewParts/viewLinesGpu/viewLinesGpu.js': absent('ViewLinesGpu'),
  'editor/browser/viewParts/rulersGpu/rulersGpu.js': absent('RulersGpu'),
  'editor/browser/viewParts/gpuMark/gpuMark.js': absent('GpuMarkOverlay'),
  'editor/common/model/tokens/treeSitter/treeSitterSyntaxTokenBackend.js': absent(
    'TreeSitterSyntaxTokenBackend',
  ),
};

/** Module under monaco-editor/esm/vs to the file here that stands in for it. */
const files: Record<string, string> = {
  'base/browser/markdownRenderer.js': 'markdownRenderer.ts',
  'editor/browser/viewParts/minimap/minimap.js': 'minimap.ts',
  'editor/standalone/browser/quickInput/standaloneQuickInputService.js': 'quickInput.ts',
  'platform/hover/browser/hoverService.js': 'hoverService.ts',
  'platform/list/browser/listService.js': 'listService.ts',
};

const prefix = '\0lean-monaco:';

export function leanMonaco(): Plugin {
  return {
    name: 'lean-monaco',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!importer?.includes('monaco-editor')) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      const module = resolved?.id.split('/monaco-editor/esm/vs/')[1];
      if (module === undefined) return null;
      if (module in sources) return prefix + module;
      const file = files[module];
      return file === undefined ? null : new URL(file, import.meta.url).pathname;
    },
    load(id) {
      return id.startsWith(prefix) ? sources[id.slice(prefix.length)] : null;
    },
  };
}
