import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../shared/syntax/edits.ts';
import { compare, countBlocks, type Piece } from './model.ts';

const numbered = (n: number) => Array.from({ length: n }, (_, i) => `line ${i + 1}\n`).join('');
const blocks = (pieces: Piece[]) => pieces.flatMap((piece) => (piece.kind === 'block' ? [piece.block] : []));
const shape = (pieces: Piece[]) =>
  pieces.map((piece) =>
    piece.kind === 'block'
      ? `-${piece.block.gone}+${piece.block.added}`
      : piece.kind === 'same'
        ? `=${piece.rows.length}`
        : `…${piece.skipped}`,
  );

test('equal texts have no changes', () => expect(compare('a\n', 'a\n')).toEqual([]));

describe('shape', () => {
  const ten = numbered(20);
  test.each([
    ['a line changed in the middle', ten.replace('line 10\n', 'other\n'), ['…6', '=3', '-1+1', '=3', '…7']],
    ['a line added at the end', `${ten}more\n`, ['…17', '=3', '-0+1']],
    ['the first line gone', ten.replace('line 1\n', ''), ['-1+0', '=3', '…16']],
    [
      'two changes near each other',
      ten.replace('line 5\n', 'x\n').replace('line 9\n', 'y\n'),
      ['=4', '-1+1', '=3', '-1+1', '=3', '…8'],
    ],
    [
      'one line between is shown',
      ten.replace('line 2\n', 'x\n').replace('line 10\n', 'y\n'),
      ['=1', '-1+1', '=7', '-1+1', '=3', '…7'],
    ],
  ])('%s', (_, now, pieces) => expect(shape(compare(ten, now))).toEqual(pieces));
});

test('lines are numbered as in each text', () => {
  const [block] = blocks(compare('a\nb\nc\n', 'a\nx\ny\nc\n'));
  expect(block).toMatchObject({ line: 1, gone: 1, added: 2 });
  expect(block!.rows).toEqual([
    { kind: 'gone', text: 'b', oldLine: 2 },
    { kind: 'new', text: 'x', newLine: 2 },
    { kind: 'new', text: 'y', newLine: 3 },
  ]);
});

describe('texts with too many changes to compare line by line', () => {
  const many = (word: string) => Array.from({ length: 1200 }, (_, i) => `${word} ${i}\n`).join('');
  const then = `first\n${many('a')}last\n`;
  const now = `first\n${many('b')}more\nlast\n`;
  test('have one change between what is equal at both ends', () =>
    expect(shape(compare(then, now))).toEqual(['=1', '-1200+1201', '=1']));
  test('give the old text back', () =>
    expect(applyEdits(now, [blocks(compare(then, now))[0]!.revert])).toBe(then));
  test.each([
    ['', many('a')],
    [many('a'), ''],
    [many('a'), `${many('a')}${many('b')}`],
  ])('also where one holds the other', (one, other) => {
    const [block] = blocks(compare(one, other));
    expect(applyEdits(other, [block!.revert])).toBe(one);
  });
});

describe('laws', () => {
  const text = fc
    .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd\n'), { maxLength: 12 })
    .chain((lines) => fc.constantFrom('', 'end').map((end) => lines.join('') + end));
  test('taking all blocks back gives the old text', () =>
    fc.assert(
      fc.property(text, text, (then, now) => {
        expect(
          applyEdits(
            now,
            blocks(compare(then, now)).map(({ revert }) => revert),
          ),
        ).toBe(then);
      }),
    ));
  test('taking one back leaves one less', () =>
    fc.assert(
      fc.property(text, text, (then, now) => {
        const all = blocks(compare(then, now));
        if (!all.length) return;
        expect(countBlocks(then, applyEdits(now, [all[0]!.revert]))).toBeLessThanOrEqual(all.length - 1);
      }),
    ));
  test('what is shown and skipped is the whole present text', () =>
    fc.assert(
      fc.property(text, text, (then, now) => {
        const pieces = compare(then, now);
        fc.pre(pieces.length > 0);
        const lines = pieces.reduce(
          (sum, piece) =>
            sum +
            (piece.kind === 'skip'
              ? piece.skipped
              : piece.kind === 'same'
                ? piece.rows.length
                : piece.block.added),
          0,
        );
        expect(lines).toBe(now.split('\n').length - (now.endsWith('\n') || now === '' ? 1 : 0));
      }),
    ));
});
