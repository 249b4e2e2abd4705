import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askPayload, fields, message, readAnswers, readFields } from './protocol.ts';

test('fields are read back as they were written', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (values) => {
      expect(readFields(fields(values)).map((field) => [...field])).toEqual(
        values.map((value) => [...value]),
      );
    }),
  );
});

test('a message is its length, a letter and what it carries', () => {
  expect([...message('load', Uint8Array.of(7, 8))]).toEqual([3, 0, 0, 0, 0x4c, 7, 8]);
});

test('a question is the owner’s mark, its length and its bytes, behind the label', () => {
  const queries = [
    { bytes: Uint8Array.of(2, 0x2f), owner: true },
    { bytes: Uint8Array.of(21), owner: false },
  ];
  expect([...askPayload('p', queries)]).toEqual([1, 0, 0x70, 1, 2, 0, 2, 0x2f, 0, 1, 0, 21]);
});

test('answers are unsigned words', () => {
  const payload = Buffer.from(Uint32Array.of(0, 0xffffffff, 0, 0, 0xffffffff, 2, 0, 0, 0, 0).buffer);
  expect(readAnswers(payload)).toEqual([
    { errno: 0, allow: 0xffffffff, deny: 0, audit: 0, quiet: 0xffffffff },
    { errno: 2, allow: 0, deny: 0, audit: 0, quiet: 0 },
  ]);
});
