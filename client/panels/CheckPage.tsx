import { use, useEffect, useRef } from 'react';
import { markdownElements } from '../editor/markdown.ts';
import { useWorkbench, workbench } from '../store/index.ts';
import { Dialog } from './Dialog.tsx';

/** The pages of docs/checks, each fetched when it is first opened. */
const pages = import.meta.glob<string>('../../docs/checks/*.md', { query: '?raw', import: 'default' });
const fetched = new Map<string, Promise<string>>();

function page(code: string): Promise<string> {
  let text = fetched.get(code);
  if (!text) {
    const load = pages[`../../docs/checks/${code}.md`];
    text = load ? load() : Promise.resolve(`There is no page about “${code}” yet.`);
    fetched.set(code, text);
    text.catch(() => fetched.delete(code));
  }
  return text;
}

/** Why a check objects, what to write instead, and when it may be silenced. */
export function CheckPage() {
  const code = useWorkbench((state) => state.checkShown) ?? '';
  const text = use(page(code));
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Its heading is the dialog's.
    body.current?.replaceChildren(...markdownElements(text.replace(/^# .*\n/, '')));
  }, [text]);
  return (
    <Dialog
      title={
        <>
          Check <code>{code}</code>
        </>
      }
      onClose={() => workbench.setState({ checkShown: undefined })}
    >
      <div ref={body} />
    </Dialog>
  );
}
