// The yardstick for first load: a page with the editor's core, its worker and its style, and nothing else.
import * as monaco from 'monaco-editor/editor/editor.api.js';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };
monaco.editor.create(document.getElementById('editor')!, {
  value: '# an empty policy\n',
  language: 'plaintext',
});
