/** Text in the editor's colours, outside the editor. */
import { type LineState, startOfFile, tokenizeLine } from './tokenize.ts';

/** A line as one element a token; `before` is the state that the line before it left. */
export function coloured(line: string, before: LineState = startOfFile): HTMLElement[] {
  const { tokens } = tokenizeLine(line, before);
  const starts = tokens[0]?.start === 0 ? tokens : [{ start: 0, kind: 'text' as const }, ...tokens];
  return starts.map(({ start, kind }, i) => span(`tk-${kind}`, line.slice(start, starts[i + 1]?.start)));
}

export function span(className: string, text: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}
