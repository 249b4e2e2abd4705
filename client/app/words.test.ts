import { expect, test } from 'vitest';
import type { TextEdit } from '../../shared/syntax/edits.ts';
import { editWords } from './words.ts';

const text = 'one,\ntwo,\nthree,\n';
const words = (...edits: TextEdit[]) =>
  editWords(
    edits.map((edit) => ({ path: 'p', ...edit })),
    new Map([['p', text]]),
    42,
  );

test('one line put in', () => expect(words({ start: 5, end: 5, text: 'new,\n' })).toBe('line 43 added'));
test('several put in', () => expect(words({ start: 5, end: 5, text: 'a,\nb,\n' })).toBe('2 lines added'));
test('one taken out', () => expect(words({ start: 0, end: 5, text: '' })).toBe('line 43 removed'));
test('a word in a line', () => expect(words({ start: 0, end: 3, text: 'two' })).toBe('line 43 changed'));
test('a word put into a line', () => expect(words({ start: 0, end: 0, text: '# ' })).toBe('line 43 changed'));
test('in and out is changed', () =>
  expect(words({ start: 0, end: 5, text: '' }, { start: 17, end: 17, text: 'four,\n' })).toBe(
    '2 lines changed',
  ));
