import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecord, type SessionRecord } from './record.ts';

const good: SessionRecord = {
  version: 1,
  key: 'kit:rustnet',
  kitVersion: '1.6',
  files: [{ role: 'profile', path: 'usr.bin.rustnet', text: 'profile a {}\n' }],
  activePath: 'usr.bin.rustnet',
  target: 'ubuntu-26.04',
  savedAt: 1_700_000_000_000,
};
const problem = (change: Record<string, unknown>) => {
  const read = readRecord({ ...good, ...change });
  return 'problem' in read ? read.problem : undefined;
};

describe('a saved session', () => {
  test('is read as it was written', () => expect(readRecord(structuredClone(good))).toEqual(good));
  test('is read from storage that lost its optional parts', () =>
    expect(problem({ kitVersion: undefined })).toBeUndefined());
  test.each([
    [{ version: 2 }, 'it has version 2, and this Workbench reads version 1'],
    [{ key: 7 }, 'it does not say which program it belongs to'],
    [{ files: [] }, 'it has no files'],
    [{ files: 'x' }, 'it has no files'],
    [{ files: [null] }, 'one of its files is not a record'],
    [{ files: [{ ...good.files[0], path: '' }] }, 'one of its files has no path'],
    [{ files: [{ ...good.files[0], text: 1 }] }, 'usr.bin.rustnet has no text'],
    [{ files: [{ ...good.files[0], role: 'x' }] }, 'usr.bin.rustnet has no role'],
    [{ files: [good.files[0], good.files[0]] }, 'two of its files have the same path'],
    [{ target: null }, 'it has no target'],
    [{ activePath: 1 }, 'it does not say which file was open'],
    [{ savedAt: Number.NaN }, 'it has no time'],
  ])('%j is refused', (change, words) => expect(problem(change as Record<string, unknown>)).toBe(words));
  test('anything else is refused and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readRecord(value)).toHaveProperty('problem');
      }),
    );
  });
});
