/** What is compiled again after an edit, by the real parsers. */
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as check from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { enforcedRules } from './enforced.ts';
import { forgetProbes } from './remembered.ts';

const parser = (await parsersForTests()).find(newEnough);
afterAll(check.closeParsers);
beforeEach(forgetProbes);

/** Calls go to the real parser; they are counted, and what was compiled is looked at. */
const compile = vi.spyOn(check, 'compilePolicy');

async function ask(text: string, target = 'debian-13') {
  compile.mockClear();
  const { marks } = await enforcedRules({ files: [{ path: 'a', text }], target });
  return {
    effects: marks.map(({ effect }) => effect),
    lines: marks.map(({ range }) => range.start.line),
    compiled: compile.mock.calls.flatMap(([{ files }]) =>
      [...files[0]!.text.matchAll(/\{\n(.+)\n\}/g)].map(([, rule]) => rule),
    ),
  };
}
const profile = (rules: string, abi = '4.0') => `abi <abi/${abi}>,\nprofile a {\n${rules}\n}\n`;

describe.skipIf(!parser)('asked again', () => {
  test('after an edit of comments and lines, compiles nothing and answers for the new places', async () => {
    const first = await ask(profile('/x r,\ndbus send,'));
    expect(first).toMatchObject({ effects: ['as-written', 'nothing'], lines: [2, 3] });
    expect(await ask(profile('# more\n\n/x r, # why\ndbus send,'))).toEqual({
      effects: ['as-written', 'nothing'],
      lines: [4, 5],
      compiled: [],
    });
  });

  test('compiles the rule that changed, and what was refused stays refused', async () => {
    await ask(profile('/x r,\nnetwork connect inet port=1,\nuserns,', '3.0'), 'debian-12');
    const again = await ask(profile('/y r,\nnetwork connect inet port=1,\nuserns,', '3.0'), 'debian-12');
    expect(again).toMatchObject({ effects: ['as-written', 'refused', 'refused'], compiled: ['/y r,'] });
  });

  test('compiles all anew where what comes before the rules is another', async () => {
    await ask(profile('/x r,\n/y r,'));
    expect((await ask(`@{A} = b\n${profile('/x r,\n/y r,')}`)).compiled).toEqual(['/x r,', '/y r,']);
  });

  test('on another target compiles there', async () => {
    await ask(profile('/x r,'));
    expect((await ask(profile('/x r,'), 'debian-sid')).compiled).toEqual(['/x r,']);
  });
});
