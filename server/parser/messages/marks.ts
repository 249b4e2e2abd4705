/** Test support: texts with places marked by « and ». */
import type { Diagnostic } from '../../../shared/api/schemas.ts';
import { Lines } from '../lines.ts';

export interface MarkedFile {
  path: string;
  text: string;
  /** The marked places, as `path:line:character-line:character`. */
  marks: string[];
}

/** Takes the marks out of a text and notes where they were. */
export function readMarks(path: string, marked: string): MarkedFile {
  const parts = marked.split(/[«»]/);
  const text = parts.join('');
  const lines = new Lines(text);
  const marks: string[] = [];
  let at = 0;
  parts.forEach((part, index) => {
    if (index % 2 === 1) marks.push(placeName(path, lines.range(at, at + part.length)));
    at += part.length;
  });
  return { path, text, marks };
}

/** The place of a finding in the form of a mark. */
export function placeOf(diagnostic: Diagnostic): string {
  return placeName(diagnostic.file, diagnostic.range);
}

function placeName(path: string, { start, end }: Diagnostic['range']): string {
  return `${path}:${start.line}:${start.character}-${end.line}:${end.character}`;
}
