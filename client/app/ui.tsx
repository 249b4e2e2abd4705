/** The page around the editor: all that needs React. */
import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';

/** Draw the page in slices, between which the editor goes on taking letters. */
export function showPage(): void {
  const root = createRoot(document.getElementById('root')!);
  startTransition(() => root.render(<App />));
}
