import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packTexts, type SharedTexts, unpackTexts } from './share.ts';

const file = fc.record({
  role: fc.constantFrom('profile' as const, 'tunables' as const, 'local' as const),
  path: fc.constantFrom('usr.bin.x', 'local/usr.bin.x'),
  text: fc.string({ unit: 'binary' }),
});

describe('texts in a link', () => {
  test('come back as they were', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(file, { maxLength: 3 }),
        fc.option(fc.constant('name'), { nil: undefined }),
        async (files, name) => {
          const texts: SharedTexts = { ...(name && { name }), files };
          expect(await unpackTexts(await packTexts(texts))).toEqual(texts);
        },
      ),
      { numRuns: 50 },
    ));
  test('a byte order mark comes back too', async () => {
    const texts: SharedTexts = { files: [{ role: 'profile', path: 'x', text: '\uFEFFa\r\nb\r' }] };
    expect(await unpackTexts(await packTexts(texts))).toEqual(texts);
  });
  test('need no escaping in an address', async () =>
    expect(await packTexts({ files: [{ role: 'profile', path: 'x', text: 'ü€😀>>>???' }] })).toMatch(
      /^[\w-]+$/,
    ));
  test('are much shorter than the texts', async () => {
    const text = '  capability net_raw,\n'.repeat(300);
    expect((await packTexts({ files: [{ role: 'profile', path: 'x', text }] })).length).toBeLessThan(300);
  });
  test('cut off is said so', async () => {
    const packed = await packTexts({ files: [{ role: 'profile', path: 'x', text: 'profile a {}' }] });
    await expect(unpackTexts(packed.slice(0, -6))).rejects.toThrow('cut off or damaged');
  });
  test('anything else is refused in words', async () => {
    await expect(unpackTexts('???')).rejects.toThrow('cut off or damaged');
    await expect(unpackTexts('')).rejects.toThrow('cut off or damaged');
  });
  test('a link that unfolds without end is stopped', async () => {
    const packed = await packTexts({ files: [{ role: 'profile', path: 'x', text: 'a'.repeat(5_000_000) }] });
    await expect(unpackTexts(packed)).rejects.toThrow('more text than the Workbench opens');
  });
});
