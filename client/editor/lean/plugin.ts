/**
 * Leaves out of the bundle the parts of Monaco that its core pulls in and this page never uses: the diff
 * editors, drawing by GPU, tree-sitter, Monarch (tokenize.ts colours the text), quick input with its lists and
 * trees (the page has its own command palette), select boxes, Markdown, the minimap, and the worker that finds
 * links and compares texts (the page has its own). Together a third of it.
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
  'editor/standalone/common/monarch/monarchCompile.js': absent('Compiler').concat(
    '\nexport const compile = () => new Compiler();',
  ),
  'editor/standalone/common/monarch/monarchLexer.js': absent('MonarchTokenizer'),
  'base/browser/ui/selectBox/selectBox.js': absent('SelectBox', 'SeparatorSelectOption'),
  'base/common/observableInternal/logging/debugger/devToolsLogger.js': absent('DevToolsLogger'),
  'editor/common/model/tokens/treeSitter/treeSitterSyntaxTokenBackend.js': absent(
    'TreeSitterSyntaxTokenBackend',
  ),
};

const listService = 'platform/list/browser/listService.js';

/** Module under monaco-editor/esm/vs to the file here that stands in for it. */
const files: Record<string, string> = {
  'base/browser/markdownRenderer.js': 'markdownRenderer.ts',
  'editor/browser/services/editorWorkerService.js': 'editorWorker.ts',
  'editor/browser/viewParts/minimap/minimap.js': 'minimap.ts',
  'editor/standalone/browser/quickInput/standaloneQuickInputService.js': 'quickInput.ts',
  'platform/hover/browser/hoverService.js': 'hoverService.ts',
  [listService]: 'listService.ts',
};

/** Modules whose texts describe settings and colours to a settings editor, which this page has not: 60 kB of prose. */
const describing =
  /^editor\/common\/(?:config\/(?:editorOptions|editorConfigurationSchema)|core\/editorColorRegistry)\.js$|^platform\/theme\/common\/colors\//;
const description = /\blocalize\(\d+, (?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:, [^()]*)?\)/g;

/** The icons (of 600) that the remaining code names, by the property that it names them by. */
const icons =
  /^(?:symbol\w+|account|arrow(?:Down|Left|Up)|caseSensitive|check|chevron(?:Down|Right)|close|dash|error|file|folder|info|issues|list(?:Filter|Selection)|loading|more|preserveCase|regex|replace|replaceAll|searchFuzzy|selection|sync|tools|triangle\w+|warning|wholeWord)$/;
/** Derived from others in the same breath, by Monaco itself. */
const derivedIcons = /^(?:dialog|tree|menu|scrollbarButton|toolBar)\w+$/;

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
      // What is fetched later, with the language features (language/parts.ts), does show lists.
      if (module === listService && importer.includes('/editor/contrib/gotoSymbol/')) return null;
      const file = files[module];
      return file === undefined ? null : new URL(file, import.meta.url).pathname;
    },
    load(id) {
      return id.startsWith(prefix) ? sources[id.slice(prefix.length)] : null;
    },
    transform(code, id) {
      const module = id.split('/monaco-editor/esm/vs/')[1];
      if (module === undefined) return null;
      for (const [, name] of code.matchAll(/\bCodicon\.(\w+)/g))
        if (!icons.test(name!) && !derivedIcons.test(name!))
          this.error(`${module} uses the icon “${name}”, which client/editor/lean leaves out`);
      if (module === 'base/common/codiconsLibrary.js') return { code: onlyIcons(code), map: null };
      return describing.test(module) ? { code: code.replace(description, "''"), map: null } : null;
    },
  };
}

function onlyIcons(code: string): string {
  return code
    .split('\n')
    .filter((line) => icons.test(/^\s+(\w+): register\(/.exec(line)?.[1] ?? 'check'))
    .join('\n');
}
