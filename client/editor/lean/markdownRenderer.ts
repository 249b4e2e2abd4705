/** Stands in for Monaco's Markdown, which brings a parser and a sanitiser along: the plainest kind is enough here. */
import { markdownElements } from '../markdown.ts';

type Markdown = string | { value: string };

export function renderAsPlaintext(markdown: Markdown): string {
  return typeof markdown === 'string' ? markdown : markdown.value;
}

export function renderMarkdown(markdown: Markdown, _options?: unknown, target?: HTMLElement) {
  const element = target ?? document.createElement('div');
  element.replaceChildren(...markdownElements(renderAsPlaintext(markdown)));
  return { element, dispose() {} };
}
