/** Light and dark: as chosen, or as the system says. */
import { workbench } from '../store/store.ts';
import type { ThemeChoice } from '../store/types.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Called after the page's theme changed; the editor, once loaded, hangs itself in here. */
export const themeListeners = new Set<(theme: 'light' | 'dark') => void>();

export function applyTheme(theme: ThemeChoice): void {
  const appliedTheme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset.theme = appliedTheme;
  workbench.setState({ theme, appliedTheme });
  for (const listener of themeListeners) listener(appliedTheme);
}

export function followSystemTheme(): void {
  dark.addEventListener('change', () => {
    const { theme } = workbench.getState();
    if (theme === 'system') applyTheme(theme);
  });
}
