/** The outline of the shown file, kept while its tab is open. */
import type { DocumentSymbol } from '../../shared/language/types.ts';
import type { Texts } from '../editor/texts.ts';
import { workbench } from '../store/store.ts';
import type { OutlineItem } from '../store/types.ts';
import { currentFiles, type Session } from './session.ts';

/** Milliseconds without a newer reason to ask. */
const pause = 100;
let later: ReturnType<typeof setTimeout> | undefined;

/** Ask for the outline when its tab is opened, another file is shown, or a text has been analysed. */
export function followOutline(session: Session): void {
  workbench.subscribe((now, before) => {
    const reason =
      now.leftTab !== before.leftTab ||
      now.activePath !== before.activePath ||
      now.languageReady !== before.languageReady ||
      (before.analysing && !now.analysing);
    if (!reason || now.leftTab !== 'outline' || !now.languageReady) return;
    clearTimeout(later);
    later = setTimeout(() => void takeOutline(session), pause);
  });
}

async function takeOutline(session: Session): Promise<void> {
  const { activePath: path } = workbench.getState();
  const texts = session.editor?.texts;
  if (!texts) return;
  const symbols = await session.analysis.ask(currentFiles(session), 'symbols', path).catch(() => undefined);
  if (symbols && workbench.getState().activePath === path)
    workbench.setState({ outline: { path, items: symbols.flatMap((one) => itemOf(one, path, texts)) } });
}

function itemOf(symbol: DocumentSymbol, path: string, texts: Texts): OutlineItem[] {
  const whole = texts.range(path, symbol.start, symbol.end);
  if (!whole) return [];
  const { name, kind, detail, selection } = symbol;
  return [
    {
      id: `${symbol.start} ${kind} ${name}`,
      name,
      kind,
      detail,
      firstLine: whole.startLineNumber - 1,
      lastLine: whole.endLineNumber - 1,
      place: { path, ...selection },
      children: symbol.children.flatMap((child) => itemOf(child, path, texts)),
    },
  ];
}
