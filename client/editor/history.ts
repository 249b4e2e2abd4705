/**
 * One undo history for all open files, in the order of time.
 *
 * The editor keeps a separate stack for each model and knows nothing of edits that touch two files at once, so
 * undo is kept here instead. Every change of every model is recorded with its inverse; typing is gathered into
 * steps by word, an edit by a control is one step however many files it touches.
 */

/** Replace `length` characters at `offset` of a model's text. */
export interface ModelEdit {
  offset: number;
  length: number;
  text: string;
}

/**
 * Edits of one model. Each batch refers to the text that the batch before it left. `memo` is what was remembered
 * with the text that they lead to.
 */
export interface FileBatches<Memo> {
  path: string;
  batches: ModelEdit[][];
  memo: Memo;
}

interface Part<Memo> {
  path: string;
  forward: ModelEdit[];
  backward: ModelEdit[];
  memo: { before: Memo; after: Memo };
}

interface Step<Memo> {
  label: string;
  parts: Part<Memo>[];
}

/** What undo and redo answer: edits to apply, file by file, in this order. */
export interface Replay<Memo> {
  label: string;
  files: FileBatches<Memo>[];
}

/** Where a run of typing stands: the next letter belongs to it if it goes on here. */
interface Typing {
  path: string;
  kind: 'insert' | 'delete';
  /** Where each caret stands after the last change, ascending. */
  carets: number[];
  /** The last letter typed was white space: a letter after it begins a new word, and so a new step. */
  afterSpace: boolean;
  at: number;
}

type Edited = Omit<Part<unknown>, 'memo'>;

/** A pause this long (milliseconds) ends a run of typing. */
const pause = 2000;
const most = 2000;

/** `Memo` is anything that belongs to a text beside its letters (here: its line ends). */
export class History<Memo = undefined> {
  private readonly done: Step<Memo>[] = [];
  private readonly undone: Step<Memo>[] = [];
  private typing: Typing | undefined;
  private open: Step<Memo> | undefined;

  get canUndo(): boolean {
    return this.done.length > 0;
  }
  get canRedo(): boolean {
    return this.undone.length > 0;
  }
  get undoLabel(): string | undefined {
    return this.done.at(-1)?.label;
  }
  get redoLabel(): string | undefined {
    return this.undone.at(-1)?.label;
  }

  /** Everything recorded while `run` runs is one step. Nothing recorded, no step. */
  group(label: string, run: () => void): void {
    this.breakTyping();
    this.open = { label, parts: [] };
    try {
      run();
    } finally {
      const step = this.open;
      this.open = undefined;
      if (step.parts.length > 0) this.push(step);
    }
  }

  /** Record a change. `edits` are simultaneous: offsets of all are in `before`, the text they found. */
  record(
    path: string,
    edits: readonly ModelEdit[],
    before: string,
    now: number,
    memo: { before: Memo; after: Memo },
  ): void {
    const forward = [...edits].sort((a, b) => a.offset - b.offset);
    const part: Part<Memo> = { path, forward, backward: invert(forward, before), memo };
    this.undone.length = 0;
    if (this.open) {
      this.open.parts.push(part);
      return;
    }
    const last = this.done.at(-1);
    if (last && this.typing && goesOn(this.typing, part, now)) last.parts.push(part);
    else this.push({ label: 'typing', parts: [part] });
    this.typing = typingAfter(part, now);
  }

  /** End the current run of typing: the caret moved, or the focus did. */
  breakTyping(): void {
    this.typing = undefined;
  }

  /** What to apply to take back the last step, in order; undefined where there is none. */
  undo(): Replay<Memo> | undefined {
    const step = this.done.pop();
    if (!step) return undefined;
    this.breakTyping();
    this.undone.push(step);
    return {
      label: step.label,
      files: byFile([...step.parts].reverse(), (part) => [part.backward, part.memo.before]),
    };
  }

  redo(): Replay<Memo> | undefined {
    const step = this.undone.pop();
    if (!step) return undefined;
    this.breakTyping();
    this.done.push(step);
    return { label: step.label, files: byFile(step.parts, (part) => [part.forward, part.memo.after]) };
  }

  clear(): void {
    this.done.length = 0;
    this.undone.length = 0;
    this.breakTyping();
  }

  private push(step: Step<Memo>): void {
    this.done.push(step);
    if (this.done.length > most) this.done.shift();
  }
}

/** The edits that take simultaneous, ascending `edits` of `before` back. */
function invert(edits: readonly ModelEdit[], before: string): ModelEdit[] {
  let shift = 0;
  return edits.map((edit) => {
    const inverse = {
      offset: edit.offset + shift,
      length: edit.text.length,
      text: before.slice(edit.offset, edit.offset + edit.length),
    };
    shift += edit.text.length - edit.length;
    return inverse;
  });
}

function byFile<Memo>(
  parts: readonly Part<Memo>[],
  pick: (part: Part<Memo>) => [ModelEdit[], Memo],
): FileBatches<Memo>[] {
  const files = new Map<string, FileBatches<Memo>>();
  for (const part of parts) {
    const [edits, memo] = pick(part);
    const file = files.get(part.path);
    if (file) {
      file.batches.push(edits);
      file.memo = memo;
    } else files.set(part.path, { path: part.path, batches: [edits], memo });
  }
  return [...files.values()];
}

function kindOf({ forward }: Edited): Typing['kind'] | undefined {
  if (forward.every((edit) => edit.text === '' && edit.length > 0)) return 'delete';
  // One letter, or a line break with its indentation. Anything longer was pasted or completed.
  if (forward.every((edit) => /^(?:[\s\S]|\r?\n[ \t]*)$/u.test(edit.text))) return 'insert';
  return undefined;
}

function typingAfter(part: Edited, at: number): Typing | undefined {
  const kind = kindOf(part);
  if (!kind) return undefined;
  const carets = part.backward.map((edit) => edit.offset + edit.length);
  const afterSpace = kind === 'insert' && /\s$/.test(part.forward[0]!.text);
  return { path: part.path, kind, carets, afterSpace, at };
}

function goesOn(typing: Typing, part: Edited, now: number): boolean {
  const { forward } = part;
  if (part.path !== typing.path || forward.length !== typing.carets.length) return false;
  if (kindOf(part) !== typing.kind || now - typing.at > pause) return false;
  if (typing.kind === 'insert') {
    if (forward.some((edit) => edit.length > 0 || /\n/.test(edit.text))) return false;
    if (typing.afterSpace && !/^\s/.test(forward[0]!.text)) return false;
    return forward.every((edit, i) => edit.offset === typing.carets[i]);
  }
  const back = forward.every((edit, i) => edit.offset + edit.length === typing.carets[i]);
  return back || forward.every((edit, i) => edit.offset === typing.carets[i]);
}
