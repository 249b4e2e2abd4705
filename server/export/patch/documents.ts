/** Sections of documents in Markdown. */
import { lineBreakOf, linesOf, textOf } from '../place.ts';

/**
 * Puts a section (its heading in the first line) behind the section whose heading matches, else at the end, and its
 * heading into the table of contents. Unchanged where there is a section of that heading.
 */
export function addSection(document: string, section: string, behind: RegExp): string {
  const lines = linesOf(document);
  const added = linesOf(section.trim());
  const heading = headingOf(added[0]!)!;
  const headings = headingsOf(lines);
  if (headings.some(({ title }) => title === heading.title)) return document;
  const before = headings.find(({ title, level }) => level === heading.level && behind.test(title));
  const next = before && headings.find(({ line, level }) => line > before.line && level <= before.level);
  const at = next?.line ?? lines.length;
  while (at === lines.length && lines.at(-1)?.trim() === '') lines.pop();
  if (next) lines.splice(at, 0, ...added, '');
  else lines.push('', ...added);
  return textOf(addToContents(lines, heading.title, before?.title), lineBreakOf(document));
}

interface Heading {
  line: number;
  level: number;
  title: string;
}

function headingOf(text: string): Omit<Heading, 'line'> | undefined {
  const match = /^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(text);
  return match ? { level: match[1]!.length, title: match[2]!.replace(/<[^>]*>/g, '').trim() } : undefined;
}

/** The headings outside of code blocks. */
function headingsOf(lines: readonly string[]): Heading[] {
  const found: Heading[] = [];
  let fence: string | undefined;
  for (const [line, text] of lines.entries()) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(text)?.[1];
    if (mark && fence === undefined) fence = mark;
    else if (mark && fence && mark.startsWith(fence)) fence = undefined;
    const heading = fence === undefined && headingOf(text);
    if (heading) found.push({ line, ...heading });
  }
  return found;
}

/** Behind the entry of the section before, in its manner; unchanged where the contents do not list that one. */
function addToContents(lines: string[], title: string, before: string | undefined): string[] {
  if (before === undefined) return lines;
  const entry = lines.findIndex(
    (line) => line.includes(`](#${anchorOf(before)})`) && /^\s*[-*+] /.test(line),
  );
  if (entry < 0) return lines;
  const mark = /^\s*[-*+] /.exec(lines[entry]!)![0];
  const indent = mark.search(/\S/);
  let at = entry + 1;
  while (at < lines.length && lines[at]!.search(/\S/) > indent) at++;
  return lines.toSpliced(at, 0, `${mark}[${title}](#${anchorOf(title)})`);
}

/** The anchor that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
