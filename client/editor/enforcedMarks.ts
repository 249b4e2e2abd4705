/** What is enforced otherwise than written: words after the lines, and a wave in the margin for other targets. */
import type { EnforcedMark } from '../service/enforced.ts';
import type { Problem } from '../store/types.ts';
import { monaco } from './monaco.ts';

/** Characters after a line; all of it stands in the list and in the card. */
const longest = 64;
/** What remains of it where the pane ends too soon. */
const short: Record<string, string> = { more: 'wider', nothing: 'nothing', refused: 'refused' };
/** Pixels that a letter of a hint takes on average, and what stands around it. */
const letter = 6.3;
const around = 40;

export class EnforcedMarks {
  private readonly hints: monaco.editor.IEditorDecorationsCollection;
  private readonly waves: monaco.editor.IEditorDecorationsCollection;
  private own: readonly EnforcedMark[] = [];
  private path: string | undefined;
  /** What other targets than the chosen one do otherwise. */
  elsewhere: readonly Problem[] = [];

  constructor(private readonly editor: monaco.editor.ICodeEditor) {
    this.hints = editor.createDecorationsCollection();
    this.waves = editor.createDecorationsCollection();
    editor.onDidLayoutChange(() => this.drawHints());
  }

  set(own: readonly EnforcedMark[], elsewhere: readonly Problem[]): void {
    this.own = own;
    this.elsewhere = elsewhere;
  }

  /** Draw what belongs to the shown file; lines (from 0) with a glyph already get no wave. */
  draw(path: string | undefined, taken: ReadonlySet<number>): void {
    const model = this.editor.getModel();
    if (!model) return;
    this.path = path;
    this.drawHints();
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

  /** Behind the rule and before a comment, which may be far to the right; in fewer words where there is less room. */
  private drawHints(): void {
    const model = this.editor.getModel();
    if (!model) return;
    const { contentWidth, verticalScrollbarWidth } = this.editor.getLayoutInfo();
    const { typicalHalfwidthCharacterWidth: cell } = this.editor.getOption(
      monaco.editor.EditorOption.fontInfo,
    );
    const drawn = new Set<number>();
    this.hints.set(
      this.own.flatMap(({ file, range: { end }, brief, effect }) => {
        const line = end.line + 1;
        if (file !== this.path || !brief || line > model.getLineCount() || drawn.has(line)) return [];
        drawn.add(line);
        const column = Math.min(end.character + 1, model.getLineMaxColumn(line));
        const room = contentWidth - verticalScrollbarWidth - (column - 1) * cell - around;
        const forms = [`enforced: ${clipped(brief)}`, clipped(brief), short[effect] ?? effect];
        const words = forms.find(({ length }) => length * letter <= room) ?? '';
        return {
          range: new monaco.Range(line, column, line, column),
          options: {
            showIfCollapsed: true,
            after: {
              content: `\u2002${['≈', words].join(' ').trimEnd()}\u2002`,
              inlineClassName: 'wb-enforced',
              inlineClassNameAffectsLetterSpacing: true,
              cursorStops: monaco.editor.InjectedTextCursorStops.None,
            },
          },
        };
      }),
    );
  }
}

function clipped(words: string): string {
  return words.length > longest ? `${words.slice(0, longest - 1).trimEnd()}…` : words;
}
