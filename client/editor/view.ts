/**
 * The editor on the page: shows one of the texts, tells where the caret is, marks lines. It changes no text by
 * itself; texts.ts does.
 */
import { TabFocus } from 'monaco-editor/editor/browser/config/tabFocus.js';
import type { Fix } from '../../shared/language/types.ts';
import type { Position } from '../../shared/syntax/diagnostics.ts';
import type { EnforcedMark } from '../service/enforced.ts';
import type { Problem } from '../store/types.ts';
import type { ProfileSpan } from '../worker/protocol.ts';
import { addEditorActions } from './editorActions.ts';
import { EnforcedMarks } from './enforcedMarks.ts';
import { HoverCard } from './hoverCard.ts';
import { monaco, RedoCommand, UndoCommand } from './monaco.ts';
import { options } from './options.ts';
import { modeWords, StickyHeader } from './stickyHeader.ts';
import type { ChangedLines, Texts } from './texts.ts';

export interface ViewListener {
  caretMoved(path: string, caret: Position, selectedCharacters: number): void;
  tabMovesFocus(on: boolean): void;
  /** Ctrl+Z and Ctrl+Shift+Z while the editor has the focus. */
  undo(): void;
  redo(): void;
  showCommands(): void;
  /** Ctrl+. where there is nothing to say. */
  noProblemHere(): void;
  applyFix(fix: Fix): void;
  /** Open the page about a check. */
  showCheck(code: string): void;
}

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
  hint: monaco.MarkerSeverity.Hint,
};
/** How long changed lines stand out, milliseconds. */
const flashTime = { moving: 1200, steady: 2000 };

/** Where cards and lists float: over all panes, not cut off at the editor's own. */
function floats(): HTMLElement {
  const node = document.createElement('div');
  node.className = 'wb-floats monaco-editor monaco-component';
  document.body.append(node);
  return node;
}

export class EditorView {
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  private readonly viewStates = new Map<string, monaco.editor.ICodeEditorViewState | null>();
  private readonly flashing: monaco.editor.IEditorDecorationsCollection;
  private readonly optionLines: monaco.editor.IEditorDecorationsCollection;
  private readonly glyphs: monaco.editor.IEditorDecorationsCollection;
  private readonly enforced: EnforcedMarks;
  private readonly badges: monaco.editor.IEditorDecorationsCollection;
  private readonly sticky: StickyHeader;
  readonly hover: HoverCard;
  private readOnly = false;
  private flashTimer: ReturnType<typeof setTimeout> | undefined;
  private problems: readonly Problem[] = [];
  private profiles: readonly ProfileSpan[] = [];
  private optionPlaces: readonly { path: string; line: number; lastLine: number }[] = [];

  constructor(
    container: HTMLElement,
    private readonly texts: Texts,
    private readonly listener: ViewListener,
  ) {
    this.editor = monaco.editor.create(container, { ...options, overflowWidgetsDomNode: floats() });
    this.flashing = this.editor.createDecorationsCollection();
    this.optionLines = this.editor.createDecorationsCollection();
    this.glyphs = this.editor.createDecorationsCollection();
    this.badges = this.editor.createDecorationsCollection();
    this.enforced = new EnforcedMarks(this.editor);
    this.sticky = new StickyHeader(this.editor);
    addEditorActions(this.editor, {
      showProblems: () => void this.showFixesAtCaret(),
      showCommands: () => listener.showCommands(),
    });
    this.hover = new HoverCard(this.editor, {
      find: (line, column) => this.problemsAt(line, column),
      applyFix: (fix) => listener.applyFix(fix),
      showCheck: (code) => listener.showCheck(code),
      written: ({ range: { start, end } }) =>
        this.editor
          .getModel()
          ?.getValueInRange(
            new monaco.Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1),
          ),
    });
    this.editor.onDidChangeCursorSelection((event) => {
      if (event.reason === monaco.editor.CursorChangeReason.Explicit) texts.breakTyping();
      this.tellCaret();
    });
    this.editor.onDidBlurEditorText(() => texts.breakTyping());
    TabFocus.onDidChangeTabFocus((on: boolean) => listener.tabMovesFocus(on));
    // Before Monaco's own, which knows one text only. Its find box keeps the browser's undo.
    const whenTyping = (run: () => void) => () => {
      if (!this.editor.hasTextFocus()) return false;
      run();
      return true;
    };
    UndoCommand.addImplementation(
      20_000,
      'workbench',
      whenTyping(() => listener.undo()),
    );
    RedoCommand.addImplementation(
      20_000,
      'workbench',
      whenTyping(() => listener.redo()),
    );
  }

  get path(): string | undefined {
    return this.texts.pathOf(this.editor.getModel());
  }

  show(path: string): void {
    const model = this.texts.model(path);
    if (!model || this.editor.getModel() === model) return;
    const old = this.path;
    if (old) this.viewStates.set(old, this.editor.saveViewState());
    this.editor.setModel(model);
    this.applyReadOnly();
    const state = this.viewStates.get(path);
    if (state) this.editor.restoreViewState(state);
    this.hover.hide();
    this.redraw();
    this.tellCaret();
  }

  /** Other files were opened: nothing remembered of the old ones holds. */
  forget(): void {
    this.viewStates.clear();
    this.problems = [];
    this.enforced.set([], []);
    this.profiles = [];
    this.optionPlaces = [];
  }

  setReadOnly(readOnly: boolean): void {
    this.readOnly = readOnly;
    this.applyReadOnly();
  }

  private applyReadOnly(): void {
    const { path } = this;
    const readOnly = this.readOnly || (path !== undefined && this.texts.isTreeFile(path));
    this.editor.updateOptions({ readOnly, renderValidationDecorations: 'on' });
  }

  setTabMovesFocus(on: boolean): void {
    TabFocus.setTabFocusMode(on);
  }

  focus(): void {
    this.editor.focus();
  }

  /** Scroll lines into view; caret and focus stay. */
  reveal(first: number, last: number): void {
    this.editor.revealLinesInCenterIfOutsideViewport(first + 1, last + 1, monaco.editor.ScrollType.Smooth);
  }

  /** Select a range of the shown text, scroll to it and take the focus. */
  select(range: monaco.IRange): void {
    this.editor.setSelection(range);
    this.editor.revealRangeInCenterIfOutsideViewport(range, monaco.editor.ScrollType.Immediate);
    this.editor.focus();
  }

  /** Put the caret on a line (from 1) and show it, without taking the focus. */
  caretTo(lineNumber: number): void {
    this.editor.setPosition({ lineNumber, column: 1 });
    this.editor.revealLineInCenterIfOutsideViewport(lineNumber, monaco.editor.ScrollType.Immediate);
  }

  /** Put the caret where an undo step left the text. */
  caretAfter({ last }: ChangedLines): void {
    const line = Math.min(last + 1, this.editor.getModel()?.getLineCount() ?? 1);
    const position = this.editor.getPosition();
    if (position?.lineNumber !== line)
      this.editor.setPosition({
        lineNumber: line,
        column: this.editor.getModel()?.getLineMaxColumn(line) ?? 1,
      });
    this.editor.revealPositionInCenterIfOutsideViewport(this.editor.getPosition()!);
  }

  /** Let lines of the shown file stand out for a moment. */
  flash(changed: readonly ChangedLines[]): void {
    const lines = changed.filter(({ path }) => path === this.path);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    clearTimeout(this.flashTimer);
    this.flashing.clear();
    if (lines.length === 0) return;
    // A frame later, so that a second flash of the same lines begins anew.
    requestAnimationFrame(() => {
      this.flashing.set(
        lines.map(({ first, last }) => ({
          range: new monaco.Range(first + 1, 1, last + 1, 1),
          options: {
            isWholeLine: true,
            className: `wb-flash ${still ? 'still' : ''}`,
            linesDecorationsClassName: 'wb-flash-bar',
            overviewRuler: { color: { id: 'focusBorder' }, position: monaco.editor.OverviewRulerLane.Full },
            stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
          },
        })),
      );
    });
    this.flashTimer = setTimeout(() => this.flashing.clear(), still ? flashTime.steady : flashTime.moving);
  }

  /** Mark the lines of the selected option beside their numbers. */
  markOption(places: readonly { path: string; line: number; lastLine: number }[]): void {
    this.optionPlaces = places;
    this.drawOption();
  }

  setProblems(problems: readonly Problem[]): void {
    this.problems = problems;
    for (const { path } of this.texts.files) {
      const model = this.texts.model(path);
      if (!model) continue;
      monaco.editor.setModelMarkers(
        model,
        'workbench',
        problems.filter(({ file }) => file === path).map((problem) => this.markerOf(problem, model)),
      );
    }
    this.drawGlyphs();
    this.hover.refresh();
  }

  /** Show what the chosen target does not enforce as written, and where others do otherwise. */
  setEnforced(own: readonly EnforcedMark[], elsewhere: readonly Problem[]): void {
    this.enforced.set(own, elsewhere);
    this.drawGlyphs();
    this.hover.refresh();
  }

  setProfiles(profiles: readonly ProfileSpan[]): void {
    this.profiles = profiles;
    this.drawProfiles();
  }

  /** Show what stands at the caret's place, as hovering would. Answers whether there is anything. */
  async showCardAtCaret(): Promise<boolean> {
    const position = this.editor.getPosition();
    return position !== null && (await this.hover.show(position.lineNumber, position.column));
  }

  /** The same by key: the focus goes to the first fix. */
  private async showFixesAtCaret(): Promise<void> {
    if (await this.showCardAtCaret()) this.hover.focus();
    else this.listener.noProblemHere();
  }

  remeasureFonts(): void {
    monaco.editor.remeasureFonts();
  }

  /** Everything the editor can do, for the command palette. */
  get commands(): { id: string; label: string; keys?: string; run: () => void }[] {
    const keybindings = (
      this.editor as unknown as {
        _standaloneKeybindingService?: {
          lookupKeybinding(id: string): { getLabel(): string | null } | undefined;
        };
      }
    )._standaloneKeybindingService;
    return this.editor
      .getSupportedActions()
      .filter(({ label }) => label)
      .map((action) => ({
        id: action.id,
        label: action.label,
        keys: keybindings?.lookupKeybinding(action.id)?.getLabel() ?? undefined,
        run: () => {
          this.editor.focus();
          void action.run();
        },
      }));
  }

  private redraw(): void {
    this.drawOption();
    this.drawGlyphs();
    this.drawProfiles();
  }

  private drawOption(): void {
    this.optionLines.set(
      this.optionPlaces
        .filter(({ path }) => path === this.path)
        .map(({ line, lastLine }) => ({
          range: new monaco.Range(line + 1, 1, lastLine + 1, 1),
          options: {
            isWholeLine: true,
            linesDecorationsClassName: 'wb-option-line',
            overviewRuler: { color: { id: 'focusBorder' }, position: monaco.editor.OverviewRulerLane.Left },
          },
        })),
    );
  }

  private drawGlyphs(): void {
    const worst = new Map<number, Problem>();
    const order = ['error', 'warning', 'info', 'hint'];
    for (const problem of this.problems) {
      if (problem.file !== this.path) continue;
      const { line } = problem.range.start;
      const other = worst.get(line);
      if (!other || order.indexOf(problem.severity) < order.indexOf(other.severity)) worst.set(line, problem);
    }
    this.glyphs.set(
      [...worst].map(([line, { severity }]) => ({
        range: new monaco.Range(line + 1, 1, line + 1, 1),
        options: { glyphMarginClassName: `wb-glyph ${severity}` },
      })),
    );
    this.enforced.draw(this.path, new Set(worst.keys()));
  }

  private drawProfiles(): void {
    const model = this.editor.getModel();
    const own = this.profiles.filter(({ path }) => path === this.path);
    this.badges.set(
      own
        .filter(({ headerLine }) => model && headerLine < model.getLineCount())
        .map(({ headerLine, mode }) => {
          const end = model!.getLineMaxColumn(headerLine + 1);
          return {
            range: new monaco.Range(headerLine + 1, end, headerLine + 1, end),
            options: {
              showIfCollapsed: true,
              after: {
                content: `\u2002${modeWords[mode]}\u2002`,
                inlineClassName: `wb-mode ${mode}`,
                inlineClassNameAffectsLetterSpacing: true,
                cursorStops: monaco.editor.InjectedTextCursorStops.None,
              },
            },
          };
        }),
    );
    this.sticky.setProfiles(own);
  }

  private markerOf(problem: Problem, model: monaco.editor.ITextModel): monaco.editor.IMarkerData {
    const { start, end } = problem.range;
    const range = model.validateRange(
      new monaco.Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1),
    );
    // An empty range would draw nothing: take the word there, or the letter before the end of the line.
    const word = range.isEmpty() ? model.getWordAtPosition(range.getStartPosition()) : null;
    const from = word
      ? word.startColumn
      : range.isEmpty()
        ? Math.max(1, range.startColumn - 1)
        : range.startColumn;
    return {
      severity: severities[problem.severity],
      code: problem.code,
      message: problem.message,
      source: problem.source,
      startLineNumber: range.startLineNumber,
      startColumn: from,
      endLineNumber: range.endLineNumber,
      endColumn: word ? word.endColumn : range.endColumn,
    };
  }

  private problemsAt(lineNumber: number, column: number | undefined): Problem[] {
    const path = this.path;
    return [...this.problems, ...this.enforced.elsewhere].filter(({ file, range: { start, end } }) => {
      if (file !== path || lineNumber - 1 < start.line || lineNumber - 1 > end.line) return false;
      if (column === undefined) return lineNumber - 1 === start.line;
      const behindStart = lineNumber - 1 > start.line || column - 1 >= start.character - 1;
      const beforeEnd =
        lineNumber - 1 < end.line || column - 1 <= Math.max(end.character, start.character + 1);
      return behindStart && beforeEnd;
    });
  }

  private tellCaret(): void {
    const path = this.path;
    const selection = this.editor.getSelection();
    const model = this.editor.getModel();
    if (!path || !selection || !model) return;
    const { lineNumber, column } = selection.getPosition();
    this.listener.caretMoved(
      path,
      { line: lineNumber - 1, character: column - 1 },
      model.getValueLengthInRange(selection),
    );
  }
}
