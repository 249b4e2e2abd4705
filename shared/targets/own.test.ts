import { describe, expect, it } from 'vitest';
import { printFeatures } from './features.ts';
import { kernelFeatures } from './kernels.ts';
import { addOwnTarget, readOwnTarget } from './own.ts';
import { findTarget } from './targets.ts';

const dump = printFeatures(kernelFeatures.linux612);
const mine = { title: 'My laptop', features: dump, like: 'debian-13' };
const refusal = (change: Partial<typeof mine>) => {
  try {
    return readOwnTarget({ ...mine, ...change }).id;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a target of one’s own', () => {
  it('mediates what the dump says, with the parser of the release', () =>
    expect(readOwnTarget(mine)).toMatchObject({
      title: 'My laptop',
      suite: 'trixie',
      features: { source: 'measured', tree: kernelFeatures.linux612 },
    }));
  it('is found after it was added', () => {
    const { id } = readOwnTarget(mine);
    expect(findTarget(id)).toBeUndefined();
    expect(addOwnTarget(mine).id).toBe(id);
    expect(findTarget(id)?.title).toBe('My laptop');
  });
  it('has the same id however the dump is laid out, and another for another kernel', () => {
    const { id } = readOwnTarget(mine);
    expect(readOwnTarget({ ...mine, features: `\n${dump.replaceAll('{', ' {\n ')}` }).id).toBe(id);
    expect(readOwnTarget({ ...mine, features: printFeatures(kernelFeatures.linux7) }).id).not.toBe(id);
  });
  it.each([
    [{ features: '' }, 'Not a features file: expected a name and “{” at line 1.'],
    [{ features: 'file {mask {read\n}\n' }, 'Not a features file: expected “}” for “file” at line 3.'],
    [{ features: 'hello {world\n}\n' }, 'expected “file {…}” in it'],
    [{ like: 'fedora' }, 'There is no release “fedora” that the target could be like.'],
    [{ title: ' \n' }, 'A target needs a name of 1 to 80 characters.'],
  ])('%j is refused', (change, words) => expect(refusal(change)).toContain(words));
});
