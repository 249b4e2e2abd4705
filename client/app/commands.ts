/** Everything the page can be told to do, for the list of commands. The editor adds its own. */
import { actions } from '../store/actions.ts';
import { workbench } from '../store/store.ts';
import type { Session } from './session.ts';

export interface Command {
  id: string;
  label: string;
  /** As they are written on keys. */
  keys?: string;
  run: () => void;
}

/** Set when the page starts: the list is made when it is opened. */
export let listCommands: () => Command[] = () => [];

export function offerCommands(session: Session): void {
  listCommands = () => [...pageCommands(), ...(session.editor?.view.commands.filter(isOffered) ?? [])];
}

/** The editor's own undo knows one text only; its other commands are fine. */
function isOffered({ id }: { id: string }): boolean {
  return (
    id !== 'undo' &&
    id !== 'redo' &&
    !/accessib|quickCommand|inspectTokens|allCommands|ToggleTabFocus/i.test(id)
  );
}

function pageCommands(): Command[] {
  const { files, kits, kit, targets, target, state, workspace, allTargets, tabMovesFocus, enforcedHints } =
    workbench.getState();
  const other = state?.mode === 'complain' ? 'enforce' : 'complain';
  return [
    { id: 'undo', label: 'Undo', keys: 'Ctrl+Z', run: actions.undo },
    { id: 'redo', label: 'Redo', keys: 'Ctrl+Shift+Z', run: actions.redo },
    { id: 'problem.next', label: 'Go to the next problem', keys: 'F8', run: () => actions.stepProblem(1) },
    {
      id: 'problem.previous',
      label: 'Go to the previous problem',
      keys: 'Shift+F8',
      run: () => actions.stepProblem(-1),
    },
    { id: 'keys', label: 'Show the keys', keys: '?', run: actions.showKeys },
    { id: 'outline', label: 'Show the outline', run: showOutline },
    {
      id: 'all-targets',
      label: allTargets ? 'List problems of the chosen target only' : 'List problems of all targets',
      run: () => actions.setAllTargets(!allTargets),
    },
    {
      id: 'enforced-hints',
      label: enforcedHints
        ? 'Leave out what is not enforced as written'
        : 'Tell what is not enforced as written',
      run: () => actions.setEnforcedHints(!enforcedHints),
    },
    {
      id: 'tab',
      label: tabMovesFocus ? 'Let Tab indent' : 'Let Tab leave the text',
      keys: 'Ctrl+M',
      run: () => actions.setTabMovesFocus(!tabMovesFocus),
    },
    { id: 'filter', label: 'Filter the rules', keys: '/', run: actions.focusFilter },
    { id: 'check', label: 'Check again', run: actions.checkNow },
    { id: 'mode', label: `Switch to ${other} mode`, run: () => actions.setMode(other) },
    { id: 'save', label: 'Save, or download the shown file', keys: 'Ctrl+S', run: () => void actions.save() },
    { id: 'archive', label: 'Download all files as .tar.gz', run: () => void actions.downloadArchive() },
    { id: 'share', label: 'Copy a link to this state', run: () => void actions.share() },
    { id: 'revert', label: 'Revert all files to the shipped text', run: actions.revertAll },
    ...files.map(({ path }) => ({
      id: `file:${path}`,
      label: `Show ${path}`,
      run: () => {
        actions.showFile(path);
        actions.focusEditor();
      },
    })),
    ...targets
      .filter(({ id }) => id !== target)
      .map(({ id, title }) => ({
        id: `target:${id}`,
        label: `Check for ${title}`,
        run: () => actions.chooseTarget(id),
      })),
    { id: 'targets', label: 'Show what the targets support, or add one', run: actions.showTargets },
    ...(kit
      ? [
          {
            id: 'recommended',
            label: `Use the options recommended for ${target}`,
            run: () => actions.applyRecommended(target),
          },
        ]
      : []),
    ...(['requirements', 'whatif', 'changes', 'install'] as const).map((tab) => ({
      id: `tab:${tab}`,
      label: `Show ${tab === 'whatif' ? 'What if' : tab}`,
      run: () => actions.showRightTab(tab),
    })),
    ...(['light', 'dark', 'system'] as const).map((theme) => ({
      id: `theme:${theme}`,
      label:
        theme === 'system' ? 'Theme as the system’s' : `${theme[0]!.toUpperCase()}${theme.slice(1)} theme`,
      run: () => actions.setTheme(theme),
    })),
    ...kits.map(({ id, title }) => ({
      id: `kit:${id}`,
      label: `Open ${title}`,
      run: () => void actions.openKit(id),
    })),
    ...(workspace?.files ?? []).map(({ path }) => ({
      id: `workspace:${path}`,
      label: `Open ${path} of ${workspace?.directory}`,
      run: () => void actions.openWorkspaceFile(path),
    })),
  ];
}

function showOutline(): void {
  actions.showLeftTab('outline');
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.outline [tabindex="0"]')?.focus());
}

/** The commands whose words begin with what is typed, word by word; `:43` is "go to line 43". */
export function findCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ label }: Command) => {
    const own = label.toLowerCase().split(/[\s,.:/()]+/);
    return words.every(
      (word) => own.some((one) => one.startsWith(word)) || label.toLowerCase().includes(` ${word}`),
    );
  };
  return commands.filter(matches);
}

/** `:43` or `:43:5` as a place from 0. */
export function lineTyped(typed: string): { line: number; character: number } | undefined {
  const match = /^:(\d{1,7})(?::(\d{1,7}))?$/.exec(typed.trim());
  if (!match || Number(match[1]) === 0) return undefined;
  return { line: Number(match[1]) - 1, character: Math.max(0, Number(match[2] ?? 1) - 1) };
}
