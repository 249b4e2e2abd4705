/** Edits by controls, undo and redo. */
import { checkTunableValue } from '../../shared/kits/tunableValue.ts';
import type { FileEdit } from '../../shared/syntax/edits.ts';
import type { ChangedLines } from '../editor/texts.ts';
import { workbench } from '../store/store.ts';
import type { Actions } from '../store/types.ts';
import type { Change } from '../worker/protocol.ts';
import { applyFix } from './language.ts';
import { dismissUndoToasts, lower, toast } from './notices.ts';
import { currentFiles, type Editor, type Session } from './session.ts';
import { editWords } from './words.ts';

type Editing = Pick<
  Actions,
  | 'setOption'
  | 'setGroup'
  | 'setTunable'
  | 'setMode'
  | 'applyRecommended'
  | 'applyEdits'
  | 'applyFix'
  | 'undo'
  | 'redo'
  | 'revertFile'
  | 'revertAll'
>;

const modeNames: Record<string, string> = { default_allow: 'Default allow' };

export function editingActions(session: Session): Editing {
  const change = (asked: Change, done: string, nothing: string, option?: string) =>
    enqueue(session, done, (editor) => makeChange(session, editor, asked, done, nothing, option));
  return {
    setOption(id, on) {
      const title = optionTitle(id);
      const word = on ? 'on' : 'off';
      change({ kind: 'option', id, on }, `${title} is ${word}`, `${title} is ${word} already`, id);
    },
    setGroup(id, on) {
      const title = workbench.getState().state?.groups.find((group) => group.id === id)?.title ?? id;
      const word = on ? 'on' : 'off';
      change({ kind: 'group', id, on }, `${title}: all ${word}`, `${title}: nothing to switch ${word}`);
    },
    setTunable(name, values) {
      const { state } = workbench.getState();
      const tunable = state?.tunables.find((one) => one.name === name);
      if (!tunable) return `There is no tunable ${name} in the text.`;
      const known = new Set(tunable.values.map(({ value }) => value));
      const others = state?.tunables.map((one) => one.name) ?? [];
      for (const value of values) {
        const refusal = known.has(value) ? undefined : checkTunableValue(tunable.kind, value, others);
        if (refusal) return refusal;
      }
      change({ kind: 'tunable', name, values }, `@{${name}} changed`, `@{${name}} has these values already`);
      return undefined;
    },
    setMode(mode) {
      const name = modeNames[mode] ?? mode[0]!.toUpperCase() + mode.slice(1);
      change({ kind: 'mode', mode }, `${name} mode`, `The profile is in ${mode} mode already`);
    },
    applyRecommended(target) {
      lower('recommended');
      change(
        { kind: 'recommended', target },
        `The form for ${target}`,
        `The text is what the kit recommends for ${target} already`,
      );
    },
    applyEdits: (edits, label) => enqueue(session, label, (editor) => applyAndShow(editor, edits, label)),
    applyFix: (fix) => void applyFix(session, fix),
    undo: () => replay(session, 'undo'),
    redo: () => replay(session, 'redo'),
    revertFile: (path) => revert(session, [path]),
    revertAll: () =>
      revert(
        session,
        workbench.getState().files.map(({ path }) => path),
      ),
  };
}

/** False, with a message, where another tab has the right to edit. */
function editable(): boolean {
  const { readOnly } = workbench.getState();
  if (readOnly) toast({ tone: 'warn', text: 'This tab is read-only: the profile is edited in another one.' });
  return !readOnly;
}

function optionTitle(id: string): string {
  for (const group of workbench.getState().state?.groups ?? [])
    for (const option of group.options) if (option.id === id) return option.title;
  return id;
}

/** Changes wait for one another, and for the editor. One that fails is told of and stops none after it. */
function enqueue(session: Session, what: string, run: (editor: Editor) => Promise<void> | void): void {
  session.changing = session.changing.then(async () => {
    try {
      if (editable()) await run(await session.editorStands);
    } catch (error) {
      toast({ tone: 'bad', text: `Not done (${what}): ${(error as Error).message}` });
    }
  });
}

async function makeChange(
  session: Session,
  editor: Editor,
  asked: Change,
  done: string,
  nothing: string,
  option: string | undefined,
): Promise<void> {
  const edits = await currentEdits(session, asked);
  if (edits.length === 0) toast({ tone: 'info', text: `${nothing}.` });
  else applyAndShow(editor, edits, done);
  if (edits.length > 0 && option) workbench.setState({ lastChanged: option, selectedOption: option });
}

/** Edits that fit the texts as they are when they arrive: typing meanwhile means asking again. */
async function currentEdits(session: Session, asked: Change): Promise<FileEdit[]> {
  for (;;) {
    const files = currentFiles(session);
    const edits = await session.analysis.edits(files, asked);
    const now = currentFiles(session);
    if (files.every((file, i) => file.path === now[i]?.path && file.text === now[i]?.text)) return edits;
  }
}

function applyAndShow(editor: Editor, edits: readonly FileEdit[], label: string): void {
  const before = new Map(editor.texts.files.map(({ path, text }) => [path, text]));
  const changed = editor.texts.apply(edits, label);
  const first = changed[0];
  if (!first) return;
  show(editor, changed);
  toast({ tone: 'ok', text: `${label}: ${editWords(edits, before, first.first)}`, undo: true });
}

/** Bring the changed lines into view and let them stand out. Caret and focus stay where they are. */
function show({ view }: Editor, changed: readonly ChangedLines[]): void {
  const here = changed.filter(({ path }) => path === view.path);
  const lines = here.length > 0 ? here : changed.filter(({ path }) => path === changed[0]?.path);
  const first = lines[0];
  if (!first) return;
  if (first.path !== view.path) {
    view.show(first.path);
    workbench.setState({ activePath: first.path });
  }
  view.reveal(Math.min(...lines.map((one) => one.first)), Math.max(...lines.map((one) => one.last)));
  view.flash(changed);
}

function replay(session: Session, direction: 'undo' | 'redo'): void {
  const { editor } = session;
  if (!editor || !editable()) return;
  const typing = editor.view.editor.hasTextFocus();
  const step = editor.texts[direction]();
  if (!step) return;
  dismissUndoToasts();
  workbench.setState({ lastChanged: undefined });
  show(editor, step.changed);
  const last = step.changed.at(-1);
  if (typing && last) editor.view.caretAfter(last);
}

function revert(session: Session, paths: readonly string[]): void {
  const label = paths.length === 1 ? `${paths[0]} is as shipped` : 'All files are as shipped';
  enqueue(session, label, (editor) => {
    const edits = workbench
      .getState()
      .files.filter((file) => paths.includes(file.path) && file.differs)
      .map((file) => replaceAll(file.path, file.text, file.shipped));
    if (edits.length > 0) applyAndShow(editor, edits, label);
    else toast({ tone: 'info', text: 'Nothing differs from the shipped text.' });
  });
}

/** The one edit that makes `from` into `to`, without the parts at both ends that are alike. */
export function replaceAll(path: string, from: string, to: string): FileEdit {
  let start = 0;
  const shorter = Math.min(from.length, to.length);
  while (start < shorter && from[start] === to[start]) start++;
  let tail = 0;
  while (tail < shorter - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  return { path, start, end: from.length - tail, text: to.slice(start, to.length - tail) };
}
