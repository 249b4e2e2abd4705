import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyEdits } from '../../shared/syntax/edits.ts';
import { History, type ModelEdit, type Replay } from './history.ts';

/** Plain texts under a history, changed as the editor's models would be. */
class Desk {
  readonly history = new History<string>();
  readonly texts: Record<string, string>;
  now = 0;

  constructor(texts: Record<string, string>) {
    this.texts = { ...texts };
  }
  change(path: string, ...edits: ModelEdit[]): void {
    const before = this.texts[path]!;
    this.apply(path, edits);
    this.history.record(path, edits, before, this.now, { before, after: this.texts[path]! });
  }
  /** Letter after letter, at an offset. */
  type(path: string, offset: number, letters: string): void {
    [...letters].forEach((text, i) => {
      this.change(path, { offset: offset + i, length: 0, text });
    });
  }
  undo(): string | undefined {
    return this.replay(this.history.undo());
  }
  redo(): string | undefined {
    return this.replay(this.history.redo());
  }
  private replay(step: Replay<string> | undefined): string | undefined {
    for (const { path, batches, memo } of step?.files ?? []) {
      for (const batch of batches) this.apply(path, batch);
      // What was remembered with each text is the text itself: it must come back together with it.
      expect(this.texts[path]).toBe(memo);
    }
    return step?.label;
  }
  private apply(path: string, edits: readonly ModelEdit[]): void {
    const spans = edits.map(({ offset, length, text }) => ({ start: offset, end: offset + length, text }));
    this.texts[path] = applyEdits(this.texts[path]!, spans);
  }
}

let desk: Desk;
beforeEach(() => {
  desk = new Desk({ profile: 'capability bpf,\n', local: '' });
});

describe('typing', () => {
  test('a word is one step', () => {
    desk.type('profile', 0, 'abc');
    desk.undo();
    expect(desk.texts.profile).toBe('capability bpf,\n');
    expect(desk.history.canUndo).toBe(false);
  });
  test('the next word is another', () => {
    desk.type('local', 0, 'deny /x');
    desk.undo();
    expect(desk.texts.local).toBe('deny ');
  });
  test('a new line is another', () => {
    desk.type('local', 0, 'a\nb');
    desk.undo();
    expect(desk.texts.local).toBe('a\n');
    desk.undo();
    expect(desk.texts.local).toBe('a');
  });
  test('typing elsewhere is another', () => {
    desk.type('profile', 0, 'a');
    desk.type('profile', 5, 'b');
    desk.undo();
    expect(desk.texts.profile).toBe('acapability bpf,\n');
  });
  test('deleting after typing is another', () => {
    desk.type('local', 0, 'ab');
    desk.change('local', { offset: 1, length: 1, text: '' });
    desk.undo();
    expect(desk.texts.local).toBe('ab');
  });
  test('a row of backspaces is one', () => {
    for (const offset of [9, 8, 7]) desk.change('profile', { offset, length: 1, text: '' });
    desk.undo();
    expect(desk.texts.profile).toBe('capability bpf,\n');
  });
  test('two carets type one word together', () => {
    desk.change('profile', { offset: 0, length: 0, text: 'x' }, { offset: 5, length: 0, text: 'x' });
    desk.change('profile', { offset: 1, length: 0, text: 'y' }, { offset: 7, length: 0, text: 'y' });
    expect(desk.texts.profile).toBe('xycapabxyility bpf,\n');
    desk.undo();
    expect(desk.texts.profile).toBe('capability bpf,\n');
  });
  test('a pause ends a step', () => {
    desk.type('local', 0, 'a');
    desk.now = 10_000;
    desk.type('local', 1, 'b');
    desk.undo();
    expect(desk.texts.local).toBe('a');
  });
  test('a paste is its own step', () => {
    desk.type('local', 0, 'a');
    desk.change('local', { offset: 1, length: 0, text: 'pasted' });
    desk.type('local', 7, 'b');
    desk.undo();
    expect(desk.texts.local).toBe('apasted');
    desk.undo();
    expect(desk.texts.local).toBe('a');
  });
});

describe('controls', () => {
  test('one step, whatever it touches', () => {
    desk.history.group('Any device on', () => {
      desk.change('profile', { offset: 0, length: 0, text: '# ' });
      desk.change('local', { offset: 0, length: 0, text: 'x' });
    });
    expect(desk.history.undoLabel).toBe('Any device on');
    desk.undo();
    expect(desk.texts).toEqual({ profile: 'capability bpf,\n', local: '' });
  });
  test('crosses typing and files in the order of time', () => {
    desk.type('local', 0, 'a');
    desk.history.group('switch', () => desk.change('profile', { offset: 0, length: 0, text: '# ' }));
    desk.type('local', 1, 'b');
    expect([desk.undo(), desk.texts.local]).toEqual(['typing', 'a']);
    expect([desk.undo(), desk.texts.profile]).toEqual(['switch', 'capability bpf,\n']);
    expect([desk.undo(), desk.texts.local]).toEqual(['typing', '']);
    expect([desk.redo(), desk.redo(), desk.redo(), desk.redo()]).toEqual([
      'typing',
      'switch',
      'typing',
      undefined,
    ]);
    expect(desk.texts).toEqual({ profile: '# capability bpf,\n', local: 'ab' });
  });
  test('one that changes nothing is no step', () => {
    desk.history.group('nothing', () => {});
    expect(desk.history.canUndo).toBe(false);
  });
  test('a new change forgets what was undone', () => {
    desk.type('local', 0, 'a');
    desk.undo();
    desk.type('local', 0, 'b');
    expect(desk.history.canRedo).toBe(false);
  });
});

test('undoing everything gives the first texts back, redoing everything the last', () => {
  const edit = fc.record({
    path: fc.constantFrom('a', 'b'),
    at: fc.nat(),
    cut: fc.nat(3),
    text: fc.string({ maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(edit, fc.boolean()), { maxLength: 30 }), (edits) => {
      const first = { a: 'one two\n', b: 'three' };
      const it = new Desk(first);
      for (const [{ path, at, cut, text }, grouped] of edits) {
        const offset = at % (it.texts[path]!.length + 1);
        const length = Math.min(cut, it.texts[path]!.length - offset);
        const change = () => it.change(path, { offset, length, text });
        if (grouped) it.history.group('control', change);
        else change();
      }
      const last = { ...it.texts };
      while (it.undo());
      expect(it.texts).toEqual(first);
      while (it.redo());
      expect(it.texts).toEqual(last);
    }),
  );
});
