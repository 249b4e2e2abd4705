/** Stands in for Monaco's hovers over its own buttons (find, folding): the browser's tooltip says the same. */
import { IHoverService } from 'monaco-editor/platform/hover/browser/hover.js';
import { registerSingleton } from 'monaco-editor/platform/instantiation/common/extensions.js';

type Content = string | { value: string } | HTMLElement | undefined;
type Options = { content: Content } | (() => { content: Content });

function setTitle(target: HTMLElement, content: Content): void {
  const text = typeof content === 'object' && 'value' in content ? content.value : content;
  if (typeof text === 'string') target.title = text;
}

export class HoverService {
  showInstantHover() {}
  showDelayedHover() {}
  showManagedHover() {}
  showAndFocusLastHover() {}
  hideHover() {}

  setupDelayedHover(target: HTMLElement, options: Options) {
    const refresh = () => setTitle(target, (typeof options === 'function' ? options() : options).content);
    target.addEventListener('pointerenter', refresh);
    return { dispose: () => target.removeEventListener('pointerenter', refresh) };
  }
  setupDelayedHoverAtMouse(target: HTMLElement, options: Options) {
    return this.setupDelayedHover(target, options);
  }
  setupManagedHover(_delegate: unknown, target: HTMLElement, content: Content) {
    setTitle(target, content);
    return {
      show() {},
      hide() {},
      update: (next: Content) => setTitle(target, next),
      dispose: () => target.removeAttribute('title'),
    };
  }
}

registerSingleton(IHoverService, HoverService, 1);
