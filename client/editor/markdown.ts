/** Words in Markdown of the plainest kind as elements: headings, paragraphs, lists, `code`, **strong**, fenced code. */
import { coloured } from './coloured.ts';
import { startOfFile, tokenizeLine } from './tokenize.ts';

/** Nothing of the text is ever taken for HTML, and there are no links. */
export function markdownElements(text: string): HTMLElement[] {
  const blocks: HTMLElement[] = [];
  // Fences part the text into prose and code by turns.
  for (const [i, part] of text.split(/^```.*\n?/m).entries()) {
    if (i % 2 === 1) blocks.push(element('pre', [element('code', policy(part.replace(/\n$/, '')))]));
    else for (const paragraph of part.split(/\n\s*\n/)) blocks.push(...proseBlocks(paragraph.trim()));
  }
  return blocks;
}

function proseBlocks(paragraph: string): HTMLElement[] {
  if (paragraph === '') return [];
  // The title of what they stand in is the heading above them.
  const heading = /^(#{1,5}) +(.*)$/.exec(paragraph);
  if (heading) return [element(`h${heading[1]!.length + 1}`, inline(heading[2]!))];
  const at = paragraph.search(/^[-*] /m);
  if (at < 0) return [element('p', inline(paragraph))];
  const before = paragraph.slice(0, at).trim();
  const items = paragraph
    .slice(at)
    .split(/^[-*] /m)
    .slice(1);
  return [
    ...(before ? [element('p', inline(before))] : []),
    element(
      'ul',
      items.map((item) => element('li', inline(item.trim()))),
    ),
  ];
}

/** Lines of policy in the editor's colours. */
function policy(text: string): (HTMLElement | string)[] {
  let state = startOfFile;
  return text.split('\n').flatMap((line, i) => {
    const before = state;
    state = tokenizeLine(line, before).state;
    return [...(i > 0 ? ['\n'] : []), ...coloured(line, before)];
  });
}

function inline(text: string): (HTMLElement | string)[] {
  return text
    .split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/)
    .filter(Boolean)
    .map((part) =>
      part.startsWith('`') && part.length > 2
        ? element('code', [part.slice(1, -1)])
        : part.startsWith('**') && part.length > 4
          ? element('b', [part.slice(2, -2)])
          : part,
    );
}

function element(name: string, children: (HTMLElement | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}
