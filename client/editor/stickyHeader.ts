/** The header of the profile one reads in stays in view at the top of the editor, with its mode beside it. */
import type { ModeName } from '../../shared/kits/state.ts';
import type { ProfileSpan } from '../worker/protocol.ts';
import { coloured, span } from './coloured.ts';
import { monaco } from './monaco.ts';

/** What a profile in this mode does, beside its flags. */
export const modeWords: Record<ModeName, string> = {
  enforce: 'blocks and logs',
  complain: 'logs; only deny rules block',
  kill: 'kills what oversteps',
  unconfined: 'confines nothing',
  prompt: 'asks before it blocks',
  default_allow: 'allows what no rule denies',
};

export class StickyHeader implements monaco.editor.IOverlayWidget {
  private readonly node = document.createElement('div');
  private profiles: readonly ProfileSpan[] = [];
  private drawn = '';

  constructor(private readonly editor: monaco.editor.IStandaloneCodeEditor) {
    this.node.className = 'wb-sticky';
    // The line itself is in the text: a screen reader must not read it twice.
    this.node.setAttribute('aria-hidden', 'true');
    this.node.hidden = true;
    this.node.addEventListener('click', () => this.goToHeader());
    editor.addOverlayWidget(this);
    editor.onDidScrollChange(() => this.draw());
    editor.onDidLayoutChange(() => this.draw());
    editor.onDidChangeModel(() => this.draw());
    editor.onDidChangeModelContent(() => this.draw());
  }

  getId(): string {
    return 'workbench.stickyHeader';
  }
  getDomNode(): HTMLElement {
    return this.node;
  }
  getPosition(): monaco.editor.IOverlayWidgetPosition | null {
    return { preference: { top: 0, left: 0 } };
  }

  setProfiles(profiles: readonly ProfileSpan[]): void {
    this.profiles = profiles;
    this.draw();
  }

  /** The innermost profile whose header is above the first line in view. */
  private current(): ProfileSpan | undefined {
    const top = this.editor.getScrollTop();
    const height = this.editor.getOption(monaco.editor.EditorOption.lineHeight);
    // Its header goes under the edge at this very scroll position.
    const gone = (line: number) => this.editor.getTopForLineNumber(line + 1) + height / 2 < top;
    const covered = (line: number) => this.editor.getTopForLineNumber(line + 1) < top + height;
    return this.profiles.findLast(({ headerLine, lastLine }) => gone(headerLine) && !covered(lastLine));
  }

  private draw(): void {
    const model = this.editor.getModel();
    const profile = model ? this.current() : undefined;
    this.node.hidden = !profile || profile.headerLine >= model!.getLineCount();
    if (this.node.hidden || !profile) {
      this.drawn = '';
      return;
    }
    const text = model!.getLineContent(profile.headerLine + 1);
    const layout = this.editor.getLayoutInfo();
    const key = [profile.headerLine, profile.mode, text, layout.contentLeft, layout.width].join('\n');
    if (key === this.drawn) return;
    this.drawn = key;
    this.node.style.width = `${layout.width}px`;
    this.node.dataset.line = String(profile.headerLine + 1);
    const number = span('wb-sticky-number', String(profile.headerLine + 1));
    number.style.left = `${layout.lineNumbersLeft}px`;
    number.style.width = `${layout.lineNumbersWidth}px`;
    const code = document.createElement('code');
    code.style.left = `${layout.contentLeft}px`;
    code.append(...coloured(text), span(`wb-mode ${profile.mode}`, `\u2002${modeWords[profile.mode]}\u2002`));
    this.node.replaceChildren(number, code);
  }

  private goToHeader(): void {
    const lineNumber = Number(this.node.dataset.line);
    this.editor.setPosition({ lineNumber, column: 1 });
    this.editor.revealLineNearTop(lineNumber);
    this.editor.focus();
  }
}
