/** What stands against a place, as a card beside it: on pointing at a mark, and on asking for it by key. */
import type { Problem } from '../store/types.ts';
import { monaco } from './monaco.ts';

const severityWords = { error: 'Error', warning: 'Warning', info: 'Note', hint: 'Hint' };
/** Milliseconds until a card comes, and goes, after the pointer. */
const delay = { come: 300, go: 200 };

export class HoverCard implements monaco.editor.IContentWidget {
  readonly allowEditorOverflow = true;
  private readonly node = document.createElement('div');
  /** The editor sets a width on the widget itself; the card has its own. */
  private readonly card = document.createElement('div');
  private position: monaco.IPosition | null = null;
  private shown: readonly Problem[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `find` answers the problems at a place, or of a whole line where no column is given; from 1. */
  constructor(
    private readonly editor: monaco.editor.IStandaloneCodeEditor,
    private readonly find: (line: number, column?: number) => Problem[],
  ) {
    this.card.className = 'wb-hover';
    this.card.setAttribute('role', 'tooltip');
    this.node.append(this.card);
    this.node.hidden = true;
    this.card.addEventListener('pointerenter', () => clearTimeout(this.timer));
    this.card.addEventListener('pointerleave', () => this.later(undefined));
    editor.addContentWidget(this);
    editor.onMouseMove(({ target }) => this.pointed(target));
    editor.onMouseLeave(() => this.later(undefined));
    editor.onDidChangeModelContent(() => this.hide());
    editor.onDidScrollChange(({ scrollTopChanged }) => scrollTopChanged && this.hide());
    editor.onKeyDown((event) => {
      if (event.keyCode === monaco.KeyCode.Escape && this.shown.length > 0) {
        this.hide();
        event.stopPropagation();
        event.preventDefault();
      }
    });
  }

  getId(): string {
    return 'workbench.hoverCard';
  }
  getDomNode(): HTMLElement {
    return this.node;
  }
  getPosition(): monaco.editor.IContentWidgetPosition | null {
    if (!this.position) return null;
    const { BELOW, ABOVE } = monaco.editor.ContentWidgetPositionPreference;
    return { position: this.position, preference: [BELOW, ABOVE] };
  }

  /** Show the card of a place; false where nothing stands against it. */
  show(line: number, column?: number): boolean {
    const problems = this.find(line, column);
    if (problems.length === 0) {
      this.hide();
      return false;
    }
    const same =
      problems.length === this.shown.length && problems.every((one, i) => one.id === this.shown[i]?.id);
    if (same && !this.node.hidden) return true;
    this.shown = problems;
    this.position = { lineNumber: line, column: problems[0]!.range.start.character + 1 };
    if (problems[0]!.range.start.line + 1 !== line) this.position = { lineNumber: line, column: column ?? 1 };
    this.card.replaceChildren(...problems.map(entryOf));
    this.node.hidden = false;
    this.editor.layoutContentWidget(this);
    return true;
  }

  hide(): void {
    clearTimeout(this.timer);
    if (this.node.hidden) return;
    this.node.hidden = true;
    this.shown = [];
    this.position = null;
    this.editor.layoutContentWidget(this);
  }

  /** The problems changed: take the card away if what it says is no longer so. */
  refresh(): void {
    const { position } = this;
    if (!position) return;
    const now = new Set(this.find(position.lineNumber).map(({ id }) => id));
    if (!this.shown.every(({ id }) => now.has(id))) this.hide();
  }

  private pointed(target: monaco.editor.IMouseTarget): void {
    const { MouseTargetType } = monaco.editor;
    const { type, position } = target;
    if (type === MouseTargetType.CONTENT_WIDGET) {
      clearTimeout(this.timer);
      return;
    }
    if (type === MouseTargetType.GUTTER_GLYPH_MARGIN && position)
      this.later([position.lineNumber, undefined]);
    else if (type === MouseTargetType.CONTENT_TEXT && position)
      this.later([position.lineNumber, position.column]);
    else this.later(undefined);
  }

  private later(place: [line: number, column: number | undefined] | undefined): void {
    clearTimeout(this.timer);
    const wanted = place !== undefined && this.find(...place).length > 0;
    if (!wanted && this.node.hidden) return;
    this.timer = setTimeout(
      () => {
        if (wanted) this.show(...place);
        else this.hide();
      },
      wanted ? delay.come : delay.go,
    );
  }
}

function entryOf(problem: Problem): HTMLElement {
  const entry = document.createElement('div');
  entry.className = `wb-hover-entry ${problem.severity}`;
  const head = document.createElement('b');
  head.textContent = severityWords[problem.severity];
  const text = document.createElement('span');
  text.textContent = problem.message;
  const about = document.createElement('code');
  about.textContent = [
    problem.source === 'syntax' ? 'built-in parser' : problem.source,
    problem.code,
    problem.target,
  ]
    .filter(Boolean)
    .join(' · ');
  entry.append(head, text, about);
  return entry;
}
