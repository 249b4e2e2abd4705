import { describe, expect, it } from 'vitest';
import { defaultTarget, findTarget, targetFacts, targetOfMachine } from './targets.ts';

describe('targets', () => {
  it('has the default one', () => expect(findTarget(defaultTarget)?.title).toBe('Ubuntu 26.04 LTS'));
  it('knows no other', () => expect(findTarget('fedora-44')).toBeUndefined());
  it('gives each a suite that ships its parser or a newer one', () => {
    const shipped = Object.fromEntries(targetFacts.map((target) => [target.codename, target.parserVersion]));
    for (const target of targetFacts)
      expect(
        target.parserVersion.localeCompare(shipped[target.suite]!, undefined, { numeric: true }),
      ).toBeLessThanOrEqual(0);
  });
});

describe('this machine’s release', () => {
  it.each([
    ['debian-12', 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'],
    ['debian-sid', 'PRETTY_NAME="Debian GNU/Linux forky/sid"\nID=debian\nVERSION_CODENAME=forky\n'],
    ['ubuntu-24.04', 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n'],
    [undefined, 'ID=debian\nVERSION_ID="11"\nVERSION_CODENAME=bullseye\n'],
    [undefined, 'ID=fedora\nVERSION_ID=44\n'],
    [undefined, ''],
  ])('%s', (id, osRelease) => expect(targetOfMachine(osRelease)?.id).toBe(id));
});
