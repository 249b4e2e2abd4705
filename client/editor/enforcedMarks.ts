/** What is enforced otherwise than written: words after the lines, and a wave in the margin for other targets. */
import type { EnforcedMark } from '../service/enforced.ts';
import type { Problem } from '../store/types.ts';
import { monaco } from './monaco.ts';

/** Characters after a line; all of it stands in the list and in the card. */
const longest = 64;

export class EnforcedMarks {
  private readonly hints: monaco.editor.IEditorDecorationsCollection;
  private readonly waves: monaco.editor.IEditorDecorationsCollection;
  private own: readonly EnforcedMark[] = [];
  /** What other targets than the chosen one do otherwise. */
  elsewhere: readonly Problem[] = [];

  constructor(private readonly editor: monaco.editor.ICodeEditor) {
    this.hints = editor.createDecorationsCollection();
    this.waves = editor.createDecorationsCollection();
  }

  set(own: readonly EnforcedMark[], elsewhere: readonly Problem[]): void {
    this.own = own;
    this.elsewhere = elsewhere;
  }

  /** Draw what belongs to the shown file; lines (from 0) with a glyph already get no wave. */
  draw(path: string | undefined, taken: ReadonlySet<number>): void {
    const model = this.editor.getModel();
    if (!model) return;
    const ends = new Map<number, { column: number; brief: string }>();
    for (const { file, range, brief } of this.own)
      if (file === path && brief && range.end.line < model.getLineCount() && !ends.has(range.end.line))
        ends.set(range.end.line, { column: range.end.character + 1, brief });
    this.hints.set(
      [...ends].map(([line, { column: end, brief }]) => {
        // After the rule, before a comment: that may be far to the right.
        const column = Math.min(end, model.getLineMaxColumn(line + 1));
        return {
          range: new monaco.Range(line + 1, column, line + 1, column),
          options: {
            showIfCollapsed: true,
            after: {
              content: `\u2002≈ enforced: ${clipped(brief)}\u2002`,
              inlineClassName: 'wb-enforced',
              inlineClassNameAffectsLetterSpacing: true,
              cursorStops: monaco.editor.InjectedTextCursorStops.None,
            },
          },
        };
      }),
    );
    const lines = new Set(
      this.elsewhere.filter(({ file }) => file === path).map(({ range }) => range.start.line),
    );
    this.waves.set(
      [...lines]
        .filter((line) => !taken.has(line) && line < model.getLineCount())
        .map((line) => ({
          range: new monaco.Range(line + 1, 1, line + 1, 1),
          options: { glyphMarginClassName: 'wb-glyph wave' },
        })),
    );
  }
}

function clipped(words: string): string {
  return words.length > longest ? `${words.slice(0, longest - 1).trimEnd()}…` : words;
}
