/** Findings about a text, and the positions they use (the same shape on the wire and in the editor). */

/** Zero-based line, and UTF-16 character in that line. */
export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** A finding of the syntax library: offsets, a code of `codes.ts`, and words that say what was expected. */
export interface SyntaxDiagnostic {
  start: number;
  end: number;
  severity: Severity;
  code: string;
  message: string;
}
