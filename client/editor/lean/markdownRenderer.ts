/** Stands in for Monaco's Markdown: the few texts that reach it here are shown as they are. */

type Markdown = string | { value: string };

export function renderAsPlaintext(markdown: Markdown): string {
  return typeof markdown === 'string' ? markdown : markdown.value;
}

export function renderMarkdown(markdown: Markdown, _options?: unknown, target?: HTMLElement) {
  const element = target ?? document.createElement('div');
  element.textContent = renderAsPlaintext(markdown);
  return { element, dispose() {} };
}
