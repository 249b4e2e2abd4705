/** What includes add and make moot, by the real parsers. */
import { afterAll, describe, expect, test } from 'vitest';
import { buildApp } from '../app.ts';
import { closeParsers } from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { tellIncludes } from './tell.ts';

const parser = (await parsersForTests()).find(newEnough);
afterAll(closeParsers);

const site = 'abstractions/site';
/** A profile that includes the given rules, before rules of its own. */
const tell = async (included: string, own: string, target = 'debian-sid', preamble = 'abi <abi/4.0>,\n') => {
  const files = [
    { path: 'a', text: `${preamble}profile a {\n  include <${site}>\n${own}\n}\n` },
    { path: site, text: included },
  ];
  return (await tellIncludes({ files, target })).includes;
};
const moot = async (included: string, own: string) =>
  (await tell(included, own))[0]!.moot.map(({ text }) => text);

describe.skipIf(!parser)('an include', () => {
  test('is told with its place and what it adds', async () => {
    const [told, ...others] = await tell('/a r,\nnetwork inet stream,\n', '/b r,');
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      path: site,
      profile: 'a',
      range: { start: { line: 2, character: 2 } },
      rules: 2,
      adds: [
        {
          class: 'network',
          weighty: true,
          words: 'sockets: inet stream',
          rules: [{ file: site, range: { start: { line: 1 } }, text: 'network inet stream,' }],
        },
        { class: 'read', weighty: false },
      ],
      moot: [],
      without: [],
    });
  });

  test('is told with the includes within, but what stood before is not added again', async () => {
    const text = 'profile a {\ninclude <one>\ninclude <two>\n}\n';
    const files = [
      { path: 'a', text },
      { path: 'one', text: 'include <shared>\n/one r,\n' },
      { path: 'two', text: 'include <shared>\n/two r,\n' },
      { path: 'shared', text: '/shared w,\n' },
    ];
    const { includes } = await tellIncludes({ files, target: 'debian-sid' });
    expect(includes.map(({ path, rules }) => [path, rules])).toEqual([
      ['one', 2],
      ['two', 1],
    ]);
  });

  test('makes rules moot that allow no more than it does', async () =>
    expect(await moot('/a/** rw,\nsignal,\n', '/a/b r,\n/a/** rw,\n/a/** rwk,\nsignal send,\n/c r,')).toEqual(
      ['/a/b r,', '/a/** rw,', 'signal send,'],
    ));

  test('makes a rule moot only with all of its rules together', async () =>
    expect(await moot('/a r,\n/b r,\n', '/{a,b} r,')).toEqual(['/{a,b} r,']));

  test('makes no rule moot that logs, or starts in another way', async () =>
    expect(await moot('/a r,\n/b ix,\n', 'audit /a r,\n/b Ux,\n')).toEqual([]));

  test('makes a deny rule moot only where it denies the same', async () =>
    expect(await moot('deny /a r,\n/b r,\n', 'deny /a r,\ndeny /b r,\ndeny /c r,\n')).toEqual([
      'deny /a r,',
    ]));

  test('makes rules about the profile itself moot', async () =>
    expect(await moot('ptrace read peer=@{profile_name},\n', 'ptrace read peer=a,\n')).toEqual([
      'ptrace read peer=a,',
    ]));

  test('names its rules that change nothing on the target', async () => {
    const [told] = await tell('/a r,\ndbus send,\n', 'dbus send,', 'debian-13');
    expect(told!.without.map(({ text }) => text)).toEqual(['dbus send,']);
    // It does nothing with the include or without.
    expect(told!.moot).toEqual([]);
  });

  test('that cannot be compiled is told all the same, with the reason', async () => {
    const [told] = await tell('/a r,\n', '/a r,', 'debian-12', 'abi <abi/5.0>,\n');
    expect(told).toMatchObject({
      rules: 1,
      moot: [],
      without: [],
      reason: expect.stringContaining('abi/5.0'),
    });
  });

  test('counts in each profile apart', async () => {
    const files = [
      { path: 'a', text: 'profile a {\n include <i>\n /x r,\n profile b {\n  include <i>\n  /y r,\n }\n}\n' },
      { path: 'i', text: '/x r,\n' },
    ];
    const { includes } = await tellIncludes({ files, target: 'debian-sid' });
    expect(includes.map(({ profile, moot: rules }) => [profile, rules.map(({ text }) => text)])).toEqual([
      ['a', ['/x r,']],
      ['a//b', []],
    ]);
  });

  test('is told over HTTP, and a bad request in words', async () => {
    const app = await buildApp();
    const post = (payload: object) => app.inject({ method: 'POST', url: '/api/tell', payload });
    const files = [
      { path: 'a', text: 'profile a {\n  include <i>\n  /x r,\n}\n' },
      { path: 'i', text: '/x r,\n' },
    ];
    const told = await post({ files, target: 'debian-sid' });
    expect(told.statusCode).toBe(200);
    expect(told.json().includes[0]).toMatchObject({ path: 'i', moot: [{ file: 'a', text: '/x r,' }] });
    const refused = await post({ files, target: 'arch' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().message).toBe('There is no target “arch”.');
    await app.close();
  });
});
