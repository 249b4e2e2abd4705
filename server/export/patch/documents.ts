/** Sections of documents in Markdown. */
import { CannotPlace, lineBreakOf, linesOf, textOf } from '../place.ts';
import { wrap } from './wrap.ts';

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

/** Whether a document has a section of that heading, in these words or in others. */
export function sectionIn(document: string, section: string): 'same' | 'other' | undefined {
  const lines = linesOf(section.trim());
  const { title } = headingOf(lines[0]!)!;
  if (!headingsOf(linesOf(document)).some((heading) => heading.title === title)) return undefined;
  return textOf(linesOf(document), '\n').includes(textOf(lines, '\n')) ? 'same' : 'other';
}

/**
 * Adds an entry to what a change log (in the form of keepachangelog.com) lists as added and not released. Unchanged where
 * the log has its first words, in bold, anywhere. Throws CannotPlace where it has no section for what is not released.
 */
export function addToChangelog(document: string, entry: string): string {
  const bold = /^\*\*[^*]+\*\*/.exec(entry)![0];
  if (document.includes(bold)) return document;
  const lines = linesOf(document);
  const headings = headingsOf(lines);
  const unreleased = headings.find(({ level, title }) => level === 2 && /^\[?unreleased\b/i.test(title));
  if (!unreleased) throw new CannotPlace('it has no section “Unreleased”');
  const behind = (from: Heading) =>
    headings.find(({ line, level }) => line > from.line && level <= from.level)?.line ?? lines.length;
  const end = behind(unreleased);
  const added = headings.find(
    ({ line, level, title }) => line > unreleased.line && line < end && level === 3 && /^added$/i.test(title),
  );
  let at = added ? behind(added) : end;
  while (lines[at - 1]!.trim() === '') at--;
  const mark = /^\s*([-*+]) /m.exec(document)?.[1] ?? '-';
  const item = wrap(entry, { first: `${mark} `, further: '  ' }).split('\n');
  const gap = lines[at]?.trim() === '' || at === lines.length ? [] : [''];
  lines.splice(at, 0, ...(added ? [] : ['', '### Added']), ...item, ...gap);
  return textOf(lines, lineBreakOf(document));
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
