/**
 * Rules that were switched off in place. A comment that begins with a mark holds the rule as it was written, so that
 * switching it on brings it back byte for byte:
 *
 *     # off: audit capability bpf,     the rule begins here
 *     # off| peer=(label=x),           and goes on here (a rule of several lines)
 *     # off&: capability bpf,          as above, but more code shared its line: it follows on the next one
 */

import type { TextEdit } from '../syntax/edits.ts';
import type { Comment, Item } from '../syntax/nodes.ts';
import { endsLine, lineBreak, lineEnd, lineStart, nextLine } from './lines.ts';

const MARK = '# off: ';
const MARK_SHARED = '# off&: ';
const MARK_MORE = '# off| ';

/** A rule that stands in comments. */
export interface MarkedRule {
  /** From the first comment's `#` to the end of the last one. */
  start: number;
  end: number;
  /** The rule as it was written. */
  code: string;
  comments: Comment[];
}

/** The marked rules among the items of one body, in order. */
export function markedRules(items: readonly Item[], text: string): MarkedRule[] {
  const found: MarkedRule[] = [];
  for (let at = 0; at < items.length; at++) {
    const first = items[at]!;
    if (first.kind !== 'comment') continue;
    const mark = markOf(first);
    if (!mark) continue;
    const comments = [first];
    for (let next = items[at + 1]; next?.kind === 'comment' && continues(next, text, comments.at(-1)!); ) {
      comments.push(next);
      at++;
      next = items[at + 1];
    }
    const code = comments.map((comment, i) => comment.text.slice(i === 0 ? mark.length : MARK_MORE.length));
    found.push({ start: first.start, end: comments.at(-1)!.end, code: code.join('\n'), comments });
  }
  return found;
}

function markOf(comment: Comment): string | undefined {
  return [MARK, MARK_SHARED].find((mark) => comment.text.startsWith(mark));
}

/** Whether a comment goes on with the marked rule of the comment before: its mark, on the very next line. */
function continues(comment: Comment, text: string, before: Comment): boolean {
  return comment.text.startsWith(MARK_MORE) && lineStart(text, comment.start) === nextLine(text, before.end);
}

/** The edits that comment a rule out. At one offset, edits of others go between the breaks and the marks. */
export interface MarkEdits {
  marks: TextEdit[];
  /** Line breaks behind a rule that shared its line. */
  breaks: TextEdit[];
}

/** Comments a rule out where it stands. `end` is after the rule's comma. */
export function markOff(text: string, start: number, end: number): MarkEdits {
  const shared = !endsLine(text, end);
  const marks: TextEdit[] = [{ start, end: start, text: shared ? MARK_SHARED : MARK }];
  for (let line = nextLine(text, start); line < end; line = nextLine(text, line)) {
    const indent = /^[ \t]*/.exec(text.slice(line, lineEnd(text, line)))![0];
    marks.push({ start: line + indent.length, end: line + indent.length, text: MARK_MORE });
  }
  return { marks, breaks: shared ? [{ start: end, end, text: lineBreak(text) }] : [] };
}

/** Whether what follows on the next line shared the rule's line. */
export function sharedItsLine(rule: MarkedRule): boolean {
  return rule.comments[0]!.text.startsWith(MARK_SHARED);
}

/** Undoes `markOff`. */
export function markOn(text: string, rule: MarkedRule): TextEdit[] {
  const edits = rule.comments.map((comment, i): TextEdit => {
    const mark = i === 0 ? markOf(comment)! : MARK_MORE;
    return { start: comment.start, end: comment.start + mark.length, text: '' };
  });
  if (sharedItsLine(rule)) {
    const end = lineEnd(text, rule.end);
    edits.push({ start: end, end: nextLine(text, rule.end), text: '' });
  }
  return edits;
}
