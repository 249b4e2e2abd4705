import { describe, expect, test } from 'vitest';
import { abiOf, count, duration, featuresFrom, nameFor, sentences, size } from './words.ts';

test('figures', () => {
  expect([count(0, 'error'), count(1, 'error'), count(2, 'error')]).toEqual([
    '0 errors',
    '1 error',
    '2 errors',
  ]);
  expect([duration(41.4), duration(1234)]).toEqual(['41 ms', '1.2 s']);
  expect([size(812), size(41_234), size(999_700), size(1_300_000)]).toEqual([
    '812 B',
    '41 kB',
    '1.0 MB',
    '1.3 MB',
  ]);
});

describe('the first sentence of a message', () => {
  test('ends at a full stop or a colon', () => {
    expect(sentences('Not so. Because.')).toEqual(['Not so.', 'Because.']);
    expect(sentences('Expected one of: r, w')).toEqual(['Expected one of:', 'r, w']);
  });
  test('is all of it where there is only one', () => expect(sentences('No end')).toEqual(['No end', '']));
  test('does not end within a name', () => {
    expect(sentences('abi/4.0 is older. Yes')).toEqual(['abi/4.0 is older.', 'Yes']);
  });
});

test('where features are from', () => {
  expect(featuresFrom('Approximated from abi/5.0 of AppArmor 5.0, which lists', 'x')).toBe(
    'approximated from abi/5.0 of AppArmor 5.0',
  );
  expect(featuresFrom('', 'measured')).toBe('measured');
});

describe('the abi of a text', () => {
  test('as written', () => expect(abiOf('# x\nabi <abi/4.0>,\n')).toBe('abi/4.0'));
  test('quoted', () => expect(abiOf('abi "abi/3.0",\n')).toBe('abi/3.0'));
  test('not from a comment', () => expect(abiOf('# abi <abi/4.0>,\n')).toBeUndefined());
});

describe('a file name for a pasted profile', () => {
  test('by its name', () => expect(nameFor('profile rustnet /usr/bin/rustnet {')).toBe('rustnet'));
  test('by its attachment', () => expect(nameFor('# hi\n/usr/bin/foo {\n}')).toBe('usr.bin.foo'));
  test('never leaves the directory', () => expect(nameFor('profile ../../x {')).toBe('x'));
  test('where there is none', () => expect(nameFor('')).toBe('profile'));
});
