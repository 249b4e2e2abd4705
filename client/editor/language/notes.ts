/**
 * What an include brings and how often a name is used, in faint words behind the line. Lines of their own over the text,
 * as Monaco's lenses are, would move it under the reader's eyes when they come.
 */
import { monaco } from '../monaco.ts';
import { bringModels, type LanguageHost } from './host.ts';

interface Note {
  title: string;
  /** Where a click leads. */
  to?: { path: string; range: monaco.IRange };
}

/** Milliseconds without a change before they are looked up anew. */
const pause = 300;

export function addNotes(host: LanguageHost): void {
  const { editor } = host.view;
  const shown = editor.createDecorationsCollection();
  let notes: Note[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = async () => {
    const model = editor.getModel();
    const path = model ? host.texts.pathOf(model) : undefined;
    if (!model || path === undefined) return;
    const version = model.getVersionId();
    const found = await host.ask('codeLenses', path).catch(() => undefined);
    if (!found || editor.getModel() !== model || model.getVersionId() !== version) return;
    await bringModels(
      host,
      found.flatMap(({ target }) => target?.path ?? []),
    ).catch(() => {});
    if (editor.getModel() !== model || model.getVersionId() !== version) return;
    const placed = found.flatMap(({ start, end, title, target }) => {
      const line = host.texts.range(path, start, end)?.endLineNumber;
      const range = target && host.texts.range(target.path, target.start, target.end);
      return line ? [{ line, title, ...(range && { to: { path: target.path, range } }) }] : [];
    });
    notes = placed;
    shown.set(
      placed.map(({ line, title, to }) => {
        const column = model.getLineMaxColumn(line);
        return {
          range: new monaco.Range(line, column, line, column),
          options: {
            showIfCollapsed: true,
            after: {
              content: `\u2003${title}`,
              inlineClassName: to ? 'wb-note to' : 'wb-note',
              inlineClassNameAffectsLetterSpacing: true,
              cursorStops: monaco.editor.InjectedTextCursorStops.None,
            },
          },
        };
      }),
    );
  };
  const drawSoon = (wait = pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => void draw(), wait);
  };

  editor.onDidChangeModel(() => {
    shown.clear();
    drawSoon(0);
  });
  editor.onDidChangeModelContent(() => drawSoon());
  host.treeChanged(() => drawSoon(0));
  editor.onMouseDown(({ target }) => {
    const { element, position } = target;
    if (!position || !element?.classList.contains('wb-note')) return;
    const at = notes.findIndex(
      ({ title }, i) =>
        shown.getRange(i)?.startLineNumber === position.lineNumber &&
        element.textContent?.includes(words(title)),
    );
    const to = notes[at]?.to;
    if (to) host.open(to.path, to.range);
  });
  drawSoon(0);
}

/** As Monaco draws them: with hard spaces. */
function words(title: string): string {
  return title.replaceAll(' ', '\u00a0');
}
