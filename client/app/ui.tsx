/** The page around the editor: all that needs React. */
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';

export function showPage(): void {
  createRoot(document.getElementById('root')!).render(<App />);
}
