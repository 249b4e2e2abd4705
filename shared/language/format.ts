/** Formatting: the canonical layout as minimal edits, with the rules sorted where that is asked for. */
import {
  applyEdits,
  LineIndex,
  type PolicyFile,
  type Span,
  type TextEdit,
  type Token,
  walk,
} from '../syntax/index.ts';
import { parseText } from '../syntax/parser.ts';
import { layoutEdits } from './format/layout.ts';
import { sortEdits } from './format/sort.ts';
import type { FormatOptions, Refusal } from './types.ts';
import type { PolicyDocument } from './workspace.ts';

/** Why a text is not formatted, and the place that stands in the way. */
export interface FormatRefusal extends Refusal, Span {}

/** Edits that give a document its canonical layout; none where it has it. Comments are kept, what compiles does too. */
export function format(document: PolicyDocument, options: FormatOptions = {}): TextEdit[] | FormatRefusal {
  return formatText(document.text, document.within, options);
}

/**
 * The same for a text. Refused, with the place, where the text has a syntax error: there the layout cannot be told.
 * @param within whether it is a file of profiles, or is included between a profile's braces
 */
export function formatText(
  text: string,
  within: 'file' | 'profile',
  { sort = false, indent = 2 }: FormatOptions = {},
): TextEdit[] | FormatRefusal {
  const reading = parseText(text, within === 'profile');
  const error = reading.diagnostics.find(({ severity, code }) => severity === 'error' && !mended.has(code));
  if (error) {
    const { line, character } = new LineIndex(text).positionAt(error.start);
    return {
      start: error.start,
      end: error.end,
      refused: `Line ${line + 1}, column ${character + 1}: ${error.message} It is formatted once this is mended.`,
    };
  }
  // A text of mixed line ends gets plain ones: they are never wrong.
  const newline = /(?<!\r)\n/.test(text) || !text.includes('\r\n') ? '\n' : '\r\n';
  const edits = spared(text, within, layoutEdits(reading, { within, indent, newline }));
  const laidOut = applyEdits(text, edits);
  if (!sameMeaning(reading, parseText(laidOut, within === 'profile')))
    return { start: 0, end: 0, refused: 'It is left alone: another layout could change what it means.' };
  return sort ? withSorted(laidOut, edits, within) : edits;
}

/** What the layout itself mends: it ends the last line. */
const mended: ReadonlySet<string> = new Set(['unfinished-comment']);

/**
 * Before Windows line ends some rules need a space that elsewhere is superfluous: apparmor_parser takes the carriage
 * return for a part of the last word.
 */
function spared(text: string, within: 'file' | 'profile', edits: TextEdit[]): TextEdit[] {
  if (!text.includes('\r\n')) return edits;
  const { diagnostics } = parseText(applyEdits(text, edits), within === 'profile');
  const places = new Set(
    diagnostics.filter(({ code }) => code === 'carriage-return').map(({ start }) => start),
  );
  if (places.size === 0) return edits;
  let moved = 0;
  return edits.map((edit) => {
    const place = edit.start + moved;
    moved += edit.text.length - (edit.end - edit.start);
    return places.has(place) ? { ...edit, text: ` ${edit.text}` } : edit;
  });
}

interface Reading {
  tree: PolicyFile;
  tokens: readonly Token[];
}

/** Whether two texts have the same words and the same items. */
function sameMeaning(a: Reading, b: Reading): boolean {
  return same(wordsOf(a), wordsOf(b)) && same(kindsOf(a.tree), kindsOf(b.tree));
}

function* wordsOf({ tree, tokens }: Reading): Generator<string> {
  for (const { kind, start, end } of tokens) {
    if (kind === 'space') continue;
    const word = tree.text.slice(start, end);
    yield kind === 'comment' ? word.trimEnd() : word;
  }
}

function* kindsOf({ items }: PolicyFile): Generator<string> {
  for (const { kind } of walk(items)) yield kind;
}

function same(a: Iterator<string>, b: Iterator<string>): boolean {
  for (;;) {
    const [one, other] = [a.next(), b.next()];
    if (one.done || other.done) return one.done === other.done;
    if (one.value !== other.value) return false;
  }
}

/** Edits of the first text that give the layout and the order. Runs that change their order are edited as a whole. */
function withSorted(laidOut: string, layout: readonly TextEdit[], within: 'file' | 'profile'): TextEdit[] {
  const { tree } = parseText(laidOut, within === 'profile');
  const runs = sortEdits(tree).sort((a, b) => a.start - b.start);
  const edits: TextEdit[] = [];
  let at = 0;
  let moved = 0;
  for (const run of runs) {
    for (; at < layout.length && layout[at]!.start + moved < run.start; at++) {
      const edit = layout[at]!;
      edits.push(edit);
      moved += edit.text.length - (edit.end - edit.start);
    }
    const start = run.start - moved;
    for (; at < layout.length && layout[at]!.start + moved < run.end; at++)
      moved += layout[at]!.text.length - (layout[at]!.end - layout[at]!.start);
    edits.push({ start, end: run.end - moved, text: run.text });
  }
  return [...edits, ...layout.slice(at)];
}
