/** The editor, as one piece to be loaded beside the page: Monaco, the texts, the view. */
import './editor.css';
import { registerLanguage } from './language.ts';
import { Texts, type TextsListener } from './texts.ts';
import { applyEditorTheme } from './theme.ts';
import { EditorView, type ViewListener } from './view.ts';

export { applyEditorTheme };

export function createEditor(host: HTMLElement, listener: TextsListener & ViewListener) {
  registerLanguage();
  const texts = new Texts(listener);
  return { texts, view: new EditorView(host, texts, listener) };
}
