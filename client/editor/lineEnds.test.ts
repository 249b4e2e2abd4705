import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  editLineEnds,
  FileLines,
  lineEndsName,
  lineEndsOnly,
  readLineEnds,
  writeLineEnds,
} from './lineEnds.ts';

const piece = fc.constantFrom('\n', '\r\n', '\r', 'a', '  ', '\uFEFF', '#', '\u2028');
const anyText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const kind = (text: string) => lineEndsName(readLineEnds(text).lineEnds);

describe('line ends', () => {
  test('what was read is written back, byte for byte', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { shown, lineEnds } = readLineEnds(text);
        expect(writeLineEnds(shown, lineEnds)).toBe(text);
      }),
    );
  });
  test('a text without line ends counts as \\n', () => expect(kind('profile a {}')).toBe('lf'));
  test('all alike', () => {
    expect(kind('a\nb\n')).toBe('lf');
    expect(kind('a\r\nb\r\n')).toBe('crlf');
  });
  test('lone carriage returns are kept as mixed', () => expect(kind('a\rb')).toBe('mixed'));

  test('an edit keeps the ends of the other lines', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.nat(), fc.nat(), (text, insert, a, b) => {
        const read = readLineEnds(text);
        if (read.lineEnds.kind !== 'mixed') return;
        const inserted = insert.replace(/\r\n|\r/g, '\n');
        const [start, end] = [a % (read.shown.length + 1), b % (read.shown.length + 1)].sort((x, y) => x - y);
        const line = (offset: number) => read.shown.slice(0, offset).split('\n').length - 1;
        const shown = read.shown.slice(0, start) + inserted + read.shown.slice(end);
        const lineEnds = editLineEnds(read.lineEnds, line(start!), line(end!), inserted);
        const written = writeLineEnds(shown, lineEnds);
        const before = writeLineEnds(read.shown.slice(0, start), read.lineEnds);
        expect(written.startsWith(before)).toBe(true);
        expect(written).not.toContain('undefined');
        const linesAfter = text.slice(new FileLines(text).offset(line(end!), Number.MAX_SAFE_INTEGER));
        expect(written.endsWith(linesAfter)).toBe(true);
      }),
    );
  });
});

describe('edits of line ends only', () => {
  const without = { start: 1, end: 2, text: '' };
  test('give the line ends they lead to', () =>
    expect(lineEndsOnly('a\r\nb', [without])).toEqual({ kind: 'uniform', bom: false, end: '\n' }));
  test('of one line among several give a mixed text', () =>
    expect(lineEndsName(lineEndsOnly('a\r\nb\r\n', [without])!)).toBe('mixed'));
  test('are none where a letter changes', () =>
    expect(lineEndsOnly('a\r\nb', [without, { start: 3, end: 4, text: 'c' }])).toBeUndefined());
  test('are none where nothing changes', () => expect(lineEndsOnly('a\r\nb', [])).toBeUndefined());
});

describe('places in a file', () => {
  test('offset to position and back', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, any) => {
        const lines = new FileLines(text);
        const { line, character } = lines.position(any % (text.length + 1));
        expect(lines.position(lines.offset(line, character))).toEqual({ line, character });
      }),
    );
  });
  test('the byte order mark takes no room on the first line', () =>
    expect(new FileLines('\uFEFFab').position(2)).toEqual({ line: 0, character: 1 }));
  test('inside \\r\\n is the end of the line', () =>
    expect(new FileLines('ab\r\nc').position(3)).toEqual({ line: 0, character: 2 }));
  test('past the end is the end', () => {
    expect(new FileLines('ab\nc').offset(9, 9)).toBe(4);
    expect(new FileLines('ab\nc').offset(0, 9)).toBe(2);
  });
});
