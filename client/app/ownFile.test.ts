import { describe, expect, test } from 'vitest';
import { decodeFile, largestFile, policyPath, refuseText } from './ownFile.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a file of one’s own', () => {
  test.each(['profile a {\n}\n', '\uFEFFprofile a {\r\n}\r', 'ü'])('%j opens byte for byte', (text) => {
    const decoded = decodeFile('x', bytes(text));
    expect(decoded).toEqual({ text });
  });
  test('a compiled policy is refused', () =>
    expect(decodeFile('x.bin', new Uint8Array([4, 8, 0, 118]))).toEqual({
      refusal: expect.stringContaining('zero bytes'),
    }));
  test('Latin-1 is refused, with the way out', () =>
    expect(decodeFile('x', new Uint8Array([0xfc, 0x72]))).toEqual({
      refusal: expect.stringContaining('iconv'),
    }));
  test('a huge file is refused', () => {
    expect(decodeFile('x', new Uint8Array(largestFile + 1).fill(97))).toEqual({
      refusal: expect.stringContaining('up to 1 MB'),
    });
    expect(refuseText('x', 'a'.repeat(largestFile + 1))).toContain('up to 1 MB');
  });
  test('a small one is not', () => expect(refuseText('x', 'profile a {}')).toBeUndefined());
});

test.each([
  ['usr.bin.x', 'usr.bin.x'],
  ['/etc/apparmor.d/abstractions/x', 'abstractions/x'],
  ['/home/me/etc/apparmor.d/local/x', 'local/x'],
  ['../../etc/passwd', 'etc/passwd'],
  ['C:\\profiles\\x', 'C:/profiles/x'],
  ['', 'profile'],
])('%s is kept under %s', (name, path) => expect(policyPath(name)).toBe(path));
