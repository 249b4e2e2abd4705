/**
 * Silencing a check at a rule: `# aa-workbench: ignore CODE (reason)`, several codes parted by commas. The comment
 * stands behind the rule on its line, or on a line of its own before it. At the header of a profile it counts for
 * the header, not for the rules inside.
 */
import type { PolicyDocument } from '../language/workspace.ts';
import { bodiesOf, type Comment, type Item, type Span, walk } from '../syntax/index.ts';
import type { CheckFacts, LintDiagnostic } from './types.ts';

export const unusedIgnore: CheckFacts = {
  code: 'unused-ignore',
  severity: 'warning',
  title: 'An ignore comment that silences nothing',
};

const marker = 'aa-workbench:';

interface Ignore {
  comment: Comment;
  /** A code as written, and where; empty where none is. */
  code: string;
  span: Span;
  used: boolean;
}

/** The findings without those that comments silence, and one more for every comment that silences nothing. */
export function silence(
  document: PolicyDocument,
  found: readonly LintDiagnostic[],
  known: ReadonlySet<string>,
): LintDiagnostic[] {
  if (!document.text.includes(marker)) return [...found];
  const ignores = new Ignores(document);
  const kept = found.filter((finding) => !ignores.covers(finding));
  return [...kept, ...ignores.unused(known)];
}

class Ignores {
  readonly #all: Ignore[] = [];
  /** By the line that they speak about. */
  readonly #byLine = new Map<number, Ignore[]>();

  constructor(readonly document: PolicyDocument) {
    const waiting: Ignore[] = [];
    const heads: Span[] = [];
    for (const item of walk(document.tree.items)) {
      if (item.kind !== 'comment') {
        const head = headOf(item);
        heads.push(head);
        for (const ignore of waiting.splice(0)) this.#put(head, ignore);
        continue;
      }
      const written = readIgnores(item);
      this.#all.push(...written);
      if (!item.trailing) waiting.push(...written);
      // The last thing before it on its line; a rule of several lines is meant as a whole.
      else for (const ignore of written) this.#put(heads.at(-1) ?? item, ignore);
    }
  }

  #put(span: Span, ignore: Ignore): void {
    const last = this.document.lines.lineAt(span.end);
    for (let line = this.document.lines.lineAt(span.start); line <= last; line++) {
      const there = this.#byLine.get(line);
      if (there) there.push(ignore);
      else this.#byLine.set(line, [ignore]);
    }
  }

  covers({ start, code }: LintDiagnostic): boolean {
    const here = this.#byLine.get(this.document.lines.lineAt(start))?.filter((each) => each.code === code);
    for (const ignore of here ?? []) ignore.used = true;
    return here !== undefined && here.length > 0;
  }

  unused(known: ReadonlySet<string>): LintDiagnostic[] {
    const { code, severity } = unusedIgnore;
    return this.#all
      .filter((ignore) => !ignore.used)
      .map(({ comment, code: named, span }) => ({
        ...span,
        code,
        severity,
        message: wordsFor(named, known),
        fixes: [
          {
            title: 'Remove the comment',
            edits: [{ path: this.document.path, ...trimmed(this.document, comment), text: '' }],
          },
        ],
      }));
  }
}

function wordsFor(code: string, known: ReadonlySet<string>): string {
  if (code === '') return 'Expected the code of a check here, such as wide-path.';
  if (!known.has(code)) return `There is no check “${code}”, so this comment silences nothing.`;
  return `The check “${code}” finds nothing at this rule, so this comment silences nothing.`;
}

/** What is written of an item before its braces. */
function headOf(item: Item): Span {
  const body = bodiesOf(item)[0];
  return body ? { start: item.start, end: body.start } : item;
}

function readIgnores(comment: Comment): Ignore[] {
  const match = /^#\s*aa-workbench:\s*ignore\b\s*([^(]*)/.exec(comment.text);
  if (!match) return [];
  const from = match[0].length - match[1]!.length;
  const ignores: Ignore[] = [];
  for (const part of match[1]!.matchAll(/[^\s,]+/g)) {
    const start = comment.start + from + part.index;
    ignores.push({ comment, code: part[0], span: { start, end: start + part[0].length }, used: false });
  }
  return ignores.length > 0
    ? ignores
    : [{ comment, code: '', span: { start: comment.start, end: comment.end }, used: false }];
}

/** The comment with the blanks before it; with its whole line where it stands alone. */
function trimmed({ text, lines }: PolicyDocument, comment: Comment): Span {
  const line = lines.lineAt(comment.start);
  if (!comment.trailing) {
    const next = lines.lineStart(line + 1);
    return { start: lines.lineStart(line), end: next };
  }
  let start = comment.start;
  while (/[ \t]/.test(text[start - 1] ?? '')) start--;
  return { start, end: comment.end };
}
