import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DeepLink, readDeepLink, writeDeepLink } from './deepLink.ts';

const read = (address: string) => readDeepLink(new URL(address, 'http://localhost/'));

describe('a deep link', () => {
  test('names a whole state', () =>
    expect(
      read('?kit=rustnet&panel=install&left=tunables&theme=dark&target=debian-12&file=local&line=43'),
    ).toEqual({
      kit: 'rustnet',
      panel: 'install',
      left: 'tunables',
      theme: 'dark',
      target: 'debian-12',
      file: 'local',
      line: 43,
    }));
  test('an empty address names nothing', () => expect(read('')).toEqual({}));
  test.each([
    '?panel=nonsense',
    '?left=x',
    '?theme=blue',
    '?line=0',
    '?line=-3',
    '?line=1.5',
    '?line=x',
    '?kit=../x',
  ])('%s is left out', (address) => expect(read(address)).toEqual({}));
  test('texts travel behind the #', () =>
    expect(read('?kit=rustnet#t=abc-_')).toEqual({ kit: 'rustnet', packed: 'abc-_' }));
  test('a written link is read back', () => {
    const link = fc.record<DeepLink>(
      {
        kit: fc.constantFrom('rustnet', 'a-1'),
        panel: fc.constantFrom('problems', 'requirements', 'whatif', 'changes', 'install'),
        left: fc.constantFrom('rules', 'tunables'),
        theme: fc.constantFrom('light', 'dark', 'system'),
        target: fc.constantFrom('debian-12', 'ubuntu-26.04'),
        file: fc.constantFrom('profile', 'local/usr.bin.x', 'a b&c=d#e', 'tunables/rustnet.d/site'),
        line: fc.integer({ min: 1, max: 9999 }),
        option: fc.constantFrom('capture/net-raw', 'text/file/@{HOME}/x r,'),
        packed: fc.base64String({ minLength: 4 }).map((text) => text.replace(/[+/=]/g, '-')),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(link, (state) => {
        expect(read(writeDeepLink(state))).toEqual(state);
      }),
    );
  });
});
