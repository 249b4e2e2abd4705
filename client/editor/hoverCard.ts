/** What stands against a place, and what the text there means, as a card beside it: on pointing, and by key. */
import type { Fix, Hover } from '../../shared/language/types.ts';
import { hasPage } from '../service/enforced.ts';
import type { Problem } from '../store/types.ts';
import { markdownElements } from './markdown.ts';
import { monaco } from './monaco.ts';

const severityWords = { error: 'Error', warning: 'Warning', info: 'Note', hint: 'Hint' };
/** Milliseconds until a card comes, and goes, after the pointer. */
const delay = { come: 300, go: 200 };

/** What is written at a place, in words, and the place they are about. */
export interface HoverWords {
  contents: Hover['contents'];
  range: monaco.IRange;
}

export interface HoverListener {
  /** The problems at a place, or of a whole line where no column is given; from 1. */
  find(line: number, column?: number): Problem[];
  applyFix(fix: Fix): void;
  /** Open the page about a check. */
  showCheck(code: string): void;
  /** The text that a problem is about. */
  written(problem: Problem): string | undefined;
}

/** A place that the card was asked about; from 1. */
interface Asked {
  line: number;
  column: number | undefined;
}

export class HoverCard implements monaco.editor.IContentWidget {
  readonly allowEditorOverflow = true;
  private readonly node = document.createElement('div');
  /** The editor sets a width on the widget itself; the card has its own. */
  private readonly card = document.createElement('div');
  private position: monaco.IPosition | null = null;
  private shown: readonly Problem[] = [];
  private words: HoverWords | undefined;
  private asked: Asked | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private explain: ((line: number, column: number) => Promise<HoverWords | undefined>) | undefined;

  constructor(
    private readonly editor: monaco.editor.IStandaloneCodeEditor,
    private readonly listener: HoverListener,
  ) {
    this.card.className = 'wb-hover';
    this.card.setAttribute('aria-label', 'At this place');
    this.node.append(this.card);
    this.node.hidden = true;
    this.card.addEventListener('pointerenter', () => clearTimeout(this.timer));
    this.card.addEventListener('pointerleave', () => this.later(undefined));
    this.card.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      this.hide();
      editor.focus();
    });
    editor.addContentWidget(this);
    editor.onMouseMove(({ target }) => this.pointed(target));
    editor.onMouseLeave(() => this.later(undefined));
    editor.onDidChangeModelContent(() => this.hide());
    editor.onDidScrollChange(({ scrollTopChanged }) => scrollTopChanged && this.hide());
    editor.onKeyDown((event) => {
      if (event.keyCode === monaco.KeyCode.Escape && !this.node.hidden) {
        this.hide();
        event.stopPropagation();
      }
    });
  }

  /** Where the words about a text come from, once that is loaded. */
  setExplainer(explain: (line: number, column: number) => Promise<HoverWords | undefined>): void {
    this.explain = explain;
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

  /** Show the card of a place; false where there is nothing to say about it. */
  async show(line: number, column?: number): Promise<boolean> {
    const asked = { line, column };
    this.asked = asked;
    const problems = this.listener.find(line, column);
    if (problems.length > 0) this.draw(asked, problems, undefined);
    const words =
      column === undefined ? undefined : await this.explain?.(line, column).catch(() => undefined);
    if (this.asked !== asked) return true;
    if (words) this.draw(asked, problems, words);
    else if (problems.length === 0) this.hide();
    return problems.length > 0 || words !== undefined;
  }

  /** Put the focus on the first thing that can be done here; it stays in the text where nothing can. */
  focus(): void {
    this.card.querySelector('button')?.focus();
  }

  hide(): void {
    clearTimeout(this.timer);
    this.asked = undefined;
    if (this.node.hidden) return;
    const focused = this.node.contains(document.activeElement);
    this.node.hidden = true;
    this.shown = [];
    this.words = undefined;
    this.position = null;
    this.editor.layoutContentWidget(this);
    if (focused) this.editor.focus();
  }

  /** The problems changed: take the card away if what it says is no longer so. */
  refresh(): void {
    const { position } = this;
    if (!position) return;
    const now = new Set(this.listener.find(position.lineNumber).map(({ id }) => id));
    if (!this.shown.every(({ id }) => now.has(id))) this.hide();
  }

  private draw({ line, column }: Asked, problems: readonly Problem[], words: HoverWords | undefined): void {
    const same =
      problems.length === this.shown.length &&
      problems.every((one, i) => one.id === this.shown[i]?.id) &&
      words?.contents === this.words?.contents;
    if (same && !this.node.hidden) return;
    this.shown = problems;
    this.words = words;
    const start = problems[0]?.range.start;
    if (start)
      this.position = {
        lineNumber: line,
        column: start.line + 1 === line ? start.character + 1 : (column ?? 1),
      };
    else if (words)
      this.position = {
        lineNumber: Math.max(words.range.startLineNumber, line),
        column: words.range.startLineNumber === line ? words.range.startColumn : (column ?? 1),
      };
    const entries = problems.map((problem) => this.entryOf(problem));
    if (words) entries.push(wordsEntry(words));
    this.card.replaceChildren(...entries);
    // With something to press in it, it is more than a tip.
    this.card.setAttribute('role', this.card.querySelector('button') ? 'dialog' : 'tooltip');
    this.node.hidden = false;
    this.editor.layoutContentWidget(this);
  }

  private entryOf(problem: Problem): HTMLElement {
    const entry = document.createElement('div');
    entry.className = `wb-hover-entry ${problem.severity}`;
    const about = [
      problem.source === 'syntax'
        ? 'built-in parser'
        : problem.source === 'lint'
          ? undefined
          : problem.source,
      problem.code,
      problem.target,
    ];
    if (problem.source === 'policy') entry.append(...this.enforcedOf(problem));
    else
      entry.append(
        textElement('b', severityWords[problem.severity]),
        textElement('span', problem.message),
        textElement('code', about.filter(Boolean).join(' · ')),
      );
    const doing = document.createElement('div');
    doing.className = 'wb-hover-actions';
    for (const fix of problem.fixes ?? [])
      doing.append(
        button(fix.title, () => {
          this.hide();
          this.listener.applyFix(fix);
        }),
      );
    if (hasPage(problem)) doing.append(button('Why?', () => this.listener.showCheck(problem.code)));
    if (doing.childElementCount > 0) entry.append(doing);
    return entry;
  }

  /** Of a rule that is not enforced as written: what is written beside what is enforced, and where that is so. */
  private enforcedOf(problem: Problem): HTMLElement[] {
    const [first = '', ...rest] = problem.message.split('. ');
    const list = document.createElement('dl');
    list.className = 'wb-enforced-card';
    const written = document.createElement('dd');
    written.append(textElement('code', this.listener.written(problem) ?? ''));
    list.append(
      textElement('dt', 'Written'),
      written,
      textElement('dt', 'Enforced'),
      textElement('dd', rest.join('. ')),
    );
    const about = [hasPage(problem) && problem.code, `seen in the policy compiled for ${problem.target}`];
    const heading = textElement('b', first);
    heading.className = 'wide';
    return [heading, list, textElement('code', about.filter(Boolean).join(' · '))];
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
    const explained = place?.[1] !== undefined && this.explain !== undefined;
    const wanted = place !== undefined && (explained || this.listener.find(...place).length > 0);
    if (!wanted && this.node.hidden) return;
    this.timer = setTimeout(
      () => {
        if (wanted) void this.show(...place);
        else this.hide();
      },
      wanted ? delay.come : delay.go,
    );
  }
}

function wordsEntry({ contents }: HoverWords): HTMLElement {
  const entry = document.createElement('div');
  entry.className = 'wb-hover-words';
  entry.append(...markdownElements(contents));
  return entry;
}

function textElement(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

function button(label: string, run: () => void): HTMLElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'btn small';
  element.textContent = label;
  element.addEventListener('click', run);
  return element;
}
