import { describe, expect, test } from 'vitest';
import { Cursor, PolicyError } from './cursor.ts';

const name = (text: string) => [4, text.length + 1, 0, ...new TextEncoder().encode(`${text}\0`)];
const string = (text: string) => [5, ...name(text).slice(1)];
const cursor = (...bytes: number[]) => new Cursor(Uint8Array.from(bytes));
const error = (work: () => unknown): PolicyError => {
  try {
    work();
  } catch (thrown) {
    return thrown as PolicyError;
  }
  throw new Error('It was read.');
};

test('reads every kind of element', () => {
  const read = cursor(
    ...[...name('n'), ...string('s'), 1, 2, 1, 2, 4, 3, 2, 1],
    ...[3, 8, 7, 6, 5, 4, 3, 2, 1, 6, 2, 0, 0, 0, 9, 8, 11, 3, 0, 12, 7, 8],
  );
  expect(read.peekName()).toBe('n');
  expect(read.name()).toBe('n');
  expect(read.string()).toBe('s');
  expect(read.u16()).toBe(0x102);
  expect(read.u32()).toBe(0x1020304);
  expect(read.u64()).toBe(0x102030405060708n);
  expect([...read.blob()]).toEqual([9, 8]);
  expect(read.array()).toBe(3);
  read.mark('arrayEnd');
  read.mark('struct');
  read.mark('structEnd');
  expect(read.atEnd).toBe(true);
});

describe('skips', () => {
  test.each<[what: string, bytes: number[]]>([
    ['a number', [2, 1, 2, 3, 4]],
    [
      'a named structure with all it holds',
      [...name('a'), 7, 2, 0, 0, 0, 0, ...name('b'), 11, 1, 0, ...string('c'), 12, 8],
    ],
    ['a list in a list', [9, 9, 0, 1, 10, 1, 0, 0, 3, ...Array<number>(8).fill(0), 10]],
    ['a named block', [...name('d'), 6, 1, 0, 0, 0, 7]],
  ])('%s', (_, bytes) => {
    const read = cursor(...bytes, 8);
    read.skip();
    expect(read.offset).toBe(bytes.length);
  });

  test('not past the end', () => {
    expect(error(() => cursor(7, 7, 7).skip()).message).toContain('expected an element, but the bytes end');
  });
});

test.each<[what: string, work: () => unknown, offset: number, words: string]>([
  [
    'another element',
    () => cursor(7).u32(),
    0,
    'expected a 32-bit number, but found the start of a structure',
  ],
  ['an unknown code', () => cursor(99).u32(), 0, 'expected a 32-bit number, but found the unknown code 99'],
  ['the end', () => cursor().name(), 0, 'expected a name, but the bytes end'],
  ['half a number', () => cursor(2, 1, 2).u32(), 1, 'expected 4 more bytes, but only 2 are left'],
  [
    'a block that is cut off',
    () => cursor(6, 9, 0, 0, 0, 1).blob(),
    5,
    'expected 9 more bytes, but only 1 are left',
  ],
  [
    'a text without its end',
    () => cursor(5, 1, 0, 65).string(),
    3,
    'expected a text that ends in a NUL byte',
  ],
  ['a text of no bytes', () => cursor(5, 0, 0).string(), 3, 'expected a text that ends in a NUL byte'],
])('says of %s where and what', (_, work, offset, words) => {
  const thrown = error(work);
  expect(thrown).toBeInstanceOf(PolicyError);
  expect(thrown.offset).toBe(offset);
  expect(thrown.message).toBe(`Not a compiled policy: at byte ${offset}, ${words}.`);
});
