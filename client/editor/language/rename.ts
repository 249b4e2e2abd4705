/** F2: a new name for a variable or a profile, typed in a box at its place. One undo step, whatever it touches. */
import { monaco } from '../monaco.ts';
import { type LanguageHost, type Place, placeAt } from './host.ts';

export function addRename(host: LanguageHost): void {
  const { editor } = host.view;
  const box = new RenameBox(host);
  editor.addAction({
    id: 'workbench.rename',
    label: 'Rename',
    keybindings: [monaco.KeyCode.F2],
    precondition: '!editorReadonly',
    contextMenuGroupId: '1_modification',
    run: async () => {
      const model = editor.getModel();
      const position = editor.getPosition();
      const place = model && position && placeAt(host, model, position);
      if (!place) return;
      const target = await host.ask('prepareRename', place.path, place.offset);
      if ('refused' in target) return host.tell(target.refused);
      const range = host.texts.range(place.path, target.start, target.end);
      if (range) box.open(place, target.name, range.getStartPosition());
    },
  });
}

class RenameBox implements monaco.editor.IContentWidget {
  readonly allowEditorOverflow = true;
  private readonly node = document.createElement('div');
  private readonly input = document.createElement('input');
  private readonly refusal = document.createElement('p');
  private position: monaco.IPosition | null = null;
  private place: Place | undefined;

  constructor(private readonly host: LanguageHost) {
    const { editor } = host.view;
    this.node.className = 'wb-rename';
    this.input.setAttribute('aria-label', 'New name. Enter renames, Escape leaves everything as it is.');
    this.input.spellcheck = false;
    this.input.autocomplete = 'off';
    this.refusal.setAttribute('role', 'alert');
    this.refusal.id = 'rename-refusal';
    this.input.setAttribute('aria-describedby', this.refusal.id);
    this.node.append(this.input, this.refusal);
    this.input.addEventListener('keydown', (event) => {
      // The editor's own keys must not act on what is typed here.
      event.stopPropagation();
      if (event.key === 'Escape') this.close();
      else if (event.key === 'Enter') void this.rename();
      else return;
      event.preventDefault();
    });
    this.input.addEventListener('input', () => this.refuse(''));
    this.input.addEventListener('blur', () => this.close(false));
    editor.onDidChangeModel(() => this.close(false));
  }

  getId(): string {
    return 'workbench.rename';
  }
  getDomNode(): HTMLElement {
    return this.node;
  }
  getPosition(): monaco.editor.IContentWidgetPosition | null {
    const { BELOW, ABOVE } = monaco.editor.ContentWidgetPositionPreference;
    return this.position && { position: this.position, preference: [BELOW, ABOVE] };
  }

  open(place: Place, name: string, position: monaco.IPosition): void {
    this.close(false);
    this.place = place;
    this.position = position;
    this.input.value = name;
    this.input.size = Math.max(20, name.length + 4);
    this.refuse('');
    this.host.view.editor.addContentWidget(this);
    // The editor places it in its next frame; focused before that it would scroll the page.
    requestAnimationFrame(() => {
      this.input.focus({ preventScroll: true });
      this.input.select();
    });
  }

  private close(backToText = true): void {
    if (!this.place) return;
    this.place = undefined;
    this.position = null;
    this.host.view.editor.removeContentWidget(this);
    if (backToText) this.host.view.focus();
  }

  private refuse(words: string): void {
    this.refusal.textContent = words;
    this.input.setAttribute('aria-invalid', String(words !== ''));
  }

  private async rename(): Promise<void> {
    const { place } = this;
    if (!place) return;
    const name = this.input.value;
    const found = await this.host.ask('rename', place.path, place.offset, name);
    if ('refused' in found) return this.refuse(found.refused);
    this.close();
    if (found.length > 0) this.host.apply(found, `Renamed to ${name.trim()}`);
  }
}
