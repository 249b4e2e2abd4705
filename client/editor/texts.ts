/**
 * The open files' texts: one editor model each. This is the only place that changes a text. What the editor's
 * user types, what controls edit and what undo takes back all pass through here, in one history.
 */
import type { OpenFile } from '../../shared/kits/state.ts';
import type { FileEdit } from '../../shared/syntax/edits.ts';
import { History, type ModelEdit, type Replay } from './history.ts';
import { languageId } from './language.ts';
import {
  editLineEnds,
  FileLines,
  type LineEnds,
  lineEndsName,
  lineEndsOnly,
  readLineEnds,
  writeLineEnds,
} from './lineEnds.ts';
import { monaco } from './monaco.ts';

type Model = monaco.editor.ITextModel;

/** Lines of a model, zero-based, end included, that an edit left changed. */
export interface ChangedLines {
  path: string;
  first: number;
  last: number;
}

interface Document {
  role: OpenFile['role'];
  path: string;
  model: Model;
  lineEnds: LineEnds;
  /** The model's text before the change that is being reported. */
  shown: string;
  /** The file's text: what would be written to disk. */
  text: string;
  /** Offsets of `text`, made when first asked for. */
  lines?: FileLines;
  listener: monaco.IDisposable;
}

export interface TextsListener {
  /** A text changed, by whatever hand. */
  changed(path: string): void;
  /** Something can be undone or redone now that could not before, or the other way round. */
  historyChanged(): void;
}

/** A file of the policy tree, to be read only. */
interface TreeDocument {
  path: string;
  model: Model;
  lines: FileLines;
}

export class Texts {
  private documents: Document[] = [];
  private tree: TreeDocument[] = [];
  private readonly history = new History<LineEnds>();
  /** Set while changes are applied that the history already knows. */
  private replaying = false;

  constructor(private readonly listener: TextsListener) {}

  /** Open these files instead of those that are open. The history starts anew. */
  open(files: readonly OpenFile[]): void {
    const old = this.documents;
    this.documents = files.map((file) => this.makeDocument(file));
    for (const { model, listener } of old) {
      listener.dispose();
      model.dispose();
    }
    this.forgetTree();
    this.history.clear();
    this.listener.historyChanged();
  }

  /** Have a file of the policy tree at hand under its path, for looking at. A file under edit hides it. */
  addTreeFile(path: string, text: string): void {
    if (this.model(path)) return;
    const model = monaco.editor.createModel(readLineEnds(text).shown, languageId, uriOf(path));
    this.tree.push({ path, model, lines: new FileLines(text) });
  }

  /** Another tree counts now. What is being looked at goes too. */
  forgetTree(): void {
    for (const { model } of this.tree.splice(0)) model.dispose();
  }

  isTreeFile(path: string): boolean {
    return this.tree.some((one) => one.path === path);
  }

  /** Take over other texts of the same files without a step in the history: they come from another tab. */
  reload(files: readonly { path: string; text: string }[]): void {
    this.replaying = true;
    try {
      for (const { path, text } of files) {
        const document = this.find(path);
        if (!document || document.text === text) continue;
        const { shown, lineEnds } = readLineEnds(text);
        document.lineEnds = lineEnds;
        if (document.model.getValue() === shown) this.refresh(document);
        else document.model.setValue(shown);
      }
    } finally {
      this.replaying = false;
    }
    this.history.clear();
    this.listener.historyChanged();
  }

  get files(): (OpenFile & { lineEnds: 'lf' | 'crlf' | 'mixed'; byteOrderMark: boolean })[] {
    return this.documents.map(({ role, path, text, lineEnds }) => ({
      role,
      path,
      text,
      lineEnds: lineEndsName(lineEnds),
      byteOrderMark: lineEnds.bom,
    }));
  }

  model(path: string): Model | undefined {
    return (this.find(path) ?? this.inTree(path))?.model;
  }

  pathOf(model: Model | null): string | undefined {
    const has = (document: { model: Model }) => document.model === model;
    return (this.documents.find(has) ?? this.tree.find(has))?.path;
  }

  /** An offset range of the file's text as a range of its model. */
  range(path: string, start: number, end: number): monaco.Range | undefined {
    const lines = this.linesOf(path);
    if (!lines) return undefined;
    const a = lines.position(start);
    const b = lines.position(end);
    return new monaco.Range(a.line + 1, a.character + 1, b.line + 1, b.character + 1);
  }

  /** The file offset of a zero-based position. */
  offset(path: string, line: number, character: number): number {
    return this.linesOf(path)?.offset(line, character) ?? 0;
  }

  /** Apply edits (offsets in the files' texts before any of them) as one undo step. Answers the lines to show. */
  apply(edits: readonly FileEdit[], label: string): ChangedLines[] {
    const changed: ChangedLines[] = [];
    this.history.group(label, () => {
      for (const document of this.documents) {
        const own = edits.filter((edit) => edit.path === document.path);
        if (own.length === 0) continue;
        const ends = lineEndsOnly(document.text, own);
        if (ends) {
          changed.push(linesOfEdits(own, this.linesOf(document.path)!, document.path));
          this.changeLineEnds(document, ends);
          continue;
        }
        const operations = own.map((edit) => ({
          range: this.range(edit.path, edit.start, edit.end)!,
          text: edit.text,
          forceMoveMarkers: false,
        }));
        document.model.pushStackElement();
        const inverse = document.model.applyEdits(operations, true);
        for (const { range } of inverse) changed.push(linesTouched(document.path, document.model, range));
      }
    });
    this.listener.historyChanged();
    return changed;
  }

  /** Take the byte order mark off a text; one undo step, though no letter changes. */
  dropByteOrderMark(path: string): void {
    const document = this.find(path);
    if (!document?.lineEnds.bom) return;
    const { lineEnds } = document;
    this.history.group('byte order mark', () => this.changeLineEnds(document, { ...lineEnds, bom: false }));
    this.listener.historyChanged();
  }

  /** Other line ends for the same lines, as a part of the step that is being recorded. No letter changes. */
  private changeLineEnds(document: Document, after: LineEnds): void {
    const before = document.lineEnds;
    this.history.record(document.path, [], document.shown, Date.now(), { before, after });
    this.takeLineEnds(document, after);
    this.refresh(document);
  }

  private takeLineEnds(document: Document, lineEnds: LineEnds): void {
    const replaying = this.replaying;
    this.replaying = true;
    try {
      document.model.setEOL(endOfLine(lineEnds));
    } finally {
      this.replaying = replaying;
    }
    document.lineEnds = lineEnds;
  }

  undo() {
    return this.replay(this.history.undo());
  }

  redo() {
    return this.replay(this.history.redo());
  }

  /** The caret moved by itself, or the editor lost the focus: what is typed next is a new step. */
  breakTyping(): void {
    this.history.breakTyping();
  }

  get historyState() {
    const { canUndo, canRedo, undoLabel, redoLabel } = this.history;
    return { canUndo, canRedo, undoLabel, redoLabel };
  }

  private replay(step: Replay<LineEnds> | undefined) {
    if (!step) return undefined;
    const changed: ChangedLines[] = [];
    this.replaying = true;
    try {
      for (const { path, batches, memo } of step.files) {
        const document = this.find(path);
        if (!document) continue;
        const { model } = document;
        let touched: ChangedLines[] = [];
        for (const batch of batches) {
          const inverse = model.applyEdits(
            batch.map((edit) => operationOf(model, edit)),
            true,
          );
          touched = inverse.map(({ range }) => linesTouched(path, model, range));
        }
        this.takeLineEnds(document, memo);
        this.refresh(document);
        changed.push(...touched);
      }
    } finally {
      this.replaying = false;
    }
    this.listener.historyChanged();
    return { label: step.label, changed };
  }

  private linesOf(path: string): FileLines | undefined {
    const document = this.find(path);
    if (!document) return this.inTree(path)?.lines;
    document.lines ??= new FileLines(document.text);
    return document.lines;
  }

  private inTree(path: string): TreeDocument | undefined {
    return this.tree.find((document) => document.path === path);
  }

  private find(path: string): Document | undefined {
    return this.documents.find((document) => document.path === path);
  }

  private makeDocument({ role, path, text }: OpenFile): Document {
    const { shown, lineEnds } = readLineEnds(text);
    const uri = uriOf(path);
    monaco.editor.getModel(uri)?.dispose();
    const model = monaco.editor.createModel(shown, languageId, uri);
    model.updateOptions({
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    });
    // A text without a line end would get those of this operating system.
    model.setEOL(endOfLine(lineEnds));
    const document: Document = {
      role,
      path,
      model,
      lineEnds,
      shown,
      text,
      listener: model.onDidChangeContent((event) => this.modelChanged(document, event)),
    };
    return document;
  }

  private modelChanged(document: Document, event: monaco.editor.IModelContentChangedEvent): void {
    const before = document.lineEnds;
    if (!event.isFlush) {
      // From the last to the first, so that line numbers of those to come still hold.
      const changes = [...event.changes].sort((a, b) => b.rangeOffset - a.rangeOffset);
      for (const { range, text } of changes)
        document.lineEnds = editLineEnds(
          document.lineEnds,
          range.startLineNumber - 1,
          range.endLineNumber - 1,
          text,
        );
    }
    if (!this.replaying) {
      const edits = event.changes.map((change) => ({
        offset: change.rangeOffset,
        length: change.rangeLength,
        text: change.text,
      }));
      const memo = { before, after: document.lineEnds };
      this.history.record(document.path, edits, document.shown, Date.now(), memo);
    }
    this.refresh(document);
    if (!this.replaying) this.listener.historyChanged();
  }

  private refresh(document: Document): void {
    document.shown = document.model.getValue();
    document.text = writeLineEnds(document.shown, document.lineEnds);
    document.lines = undefined;
    this.listener.changed(document.path);
  }
}

/** What the model of a text with these line ends has between its lines. */
function endOfLine(lineEnds: LineEnds): monaco.editor.EndOfLineSequence {
  const { CRLF, LF } = monaco.editor.EndOfLineSequence;
  return lineEnds.kind === 'uniform' && lineEnds.end === '\r\n' ? CRLF : LF;
}

function linesOfEdits(edits: readonly FileEdit[], lines: FileLines, path: string): ChangedLines {
  return {
    path,
    first: lines.position(Math.min(...edits.map(({ start }) => start))).line,
    last: lines.position(Math.max(...edits.map(({ end }) => end))).line,
  };
}

function uriOf(path: string): monaco.Uri {
  return monaco.Uri.from({ scheme: 'policy', path: `/${path}` });
}

function operationOf(model: Model, { offset, length, text }: ModelEdit) {
  const range = monaco.Range.fromPositions(model.getPositionAt(offset), model.getPositionAt(offset + length));
  return { range, text, forceMoveMarkers: false };
}

/** The lines to show for a range that was put in. A line end at either rim belongs to a line left as it was. */
function linesTouched(path: string, model: Model, range: monaco.IRange): ChangedLines {
  const several = range.endLineNumber > range.startLineNumber;
  const startsBehind = several && range.startColumn === model.getLineMaxColumn(range.startLineNumber);
  const endsBefore = several && range.endColumn === 1;
  const first = range.startLineNumber - 1 + (startsBehind && range.startColumn > 1 ? 1 : 0);
  return { path, first, last: Math.max(first, range.endLineNumber - 1 - (endsBefore ? 1 : 0)) };
}
