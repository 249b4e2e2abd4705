/** Stands in for Monaco's minimap, which this page never shows: a view part that draws nothing. */
import { ViewPart } from 'monaco-editor/editor/browser/view/viewPart.js';

export class Minimap extends ViewPart {
  private readonly domNode = document.createElement('div');

  getDomNode() {
    return { domNode: this.domNode };
  }
  prepareRender(): void {}
  render(): void {}
}
