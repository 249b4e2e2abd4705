/** Actions on the page itself: theme, tabs, folds, and what is remembered of them. */
import { rememberLayout } from '../persistence/layout.ts';
import { workbench } from '../store/store.ts';
import type { Actions } from '../store/types.ts';
import { dismissToast, lower, toast } from './notices.ts';
import { applyTheme } from './theme.ts';

type Interface = Pick<
  Actions,
  | 'setTheme'
  | 'showLeftTab'
  | 'showRightTab'
  | 'showPane'
  | 'setProblemsOpen'
  | 'setFilter'
  | 'focusFilter'
  | 'setFolded'
  | 'toast'
  | 'dismissToast'
  | 'dismissBanner'
  | 'copy'
  | 'showCheck'
  | 'showKeys'
  | 'setSeverityShown'
  | 'setEnforcedHints'
>;

export function interfaceActions(): Interface {
  return {
    setTheme(theme) {
      applyTheme(theme);
      rememberLayout({ theme });
    },
    showLeftTab(leftTab) {
      workbench.setState({ leftTab, pane: 'left' });
      rememberLayout({ leftTab });
    },
    showRightTab(rightTab) {
      workbench.setState({ rightTab, pane: 'right' });
      rememberLayout({ rightTab });
    },
    showPane: (pane) => workbench.setState({ pane }),
    setProblemsOpen(problemsOpen) {
      workbench.setState({ problemsOpen });
      rememberLayout({ problemsOpen });
    },
    showCheck: (checkShown) => workbench.setState({ checkShown }),
    showKeys: () => workbench.setState({ keysShown: true }),
    setSeverityShown(severity, shown) {
      workbench.setState(({ hiddenSeverities: hidden }) => ({
        hiddenSeverities: shown
          ? hidden.filter((one) => one !== severity)
          : [...new Set([...hidden, severity])],
      }));
    },
    setEnforcedHints(enforcedHints) {
      workbench.setState({ enforcedHints });
      rememberLayout({ enforcedHints });
    },
    setFilter: (filter) => workbench.setState({ filter }),
    focusFilter() {
      workbench.setState({ leftTab: 'rules', pane: 'left' });
      requestAnimationFrame(() => {
        const box = document.getElementById('rules-filter');
        box?.focus();
        if (box instanceof HTMLInputElement) box.select();
      });
    },
    setFolded(group, folded) {
      workbench.setState((state) => ({
        folded: folded ? [...new Set([...state.folded, group])] : state.folded.filter((id) => id !== group),
      }));
      rememberLayout({ folded: workbench.getState().folded });
    },
    toast,
    dismissToast,
    dismissBanner: (id) => lower(id),
    async copy(text, what) {
      try {
        await navigator.clipboard.writeText(text);
        toast({ tone: 'ok', text: `${what} copied.` });
      } catch {
        toast({
          tone: 'bad',
          text: `${what} could not be copied: the browser does not let this page write to the clipboard.`,
        });
      }
    },
  };
}
