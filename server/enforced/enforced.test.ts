/** What targets make of rules, by the real parsers. */
import { afterAll, describe, expect, test } from 'vitest';
import { closeParsers } from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { enforcedRules } from './enforced.ts';

const parser = (await parsersForTests()).find(newEnough);
afterAll(closeParsers);

const marks = async (rules: string, target = 'ubuntu-26.04', abi = 'abi <abi/5.0>,\n') =>
  (await enforcedRules({ files: [{ path: 'a', text: `${abi}profile a {\n${rules}\n}\n` }], target })).marks;
const effects = async (rules: string, target?: string, abi?: string) =>
  (await marks(rules, target, abi)).map(({ effect }) => effect);

describe.skipIf(!parser)('a rule', () => {
  test('that does what it says has no mark', async () =>
    expect(await effects('/x r,\nowner /y w,\ncapability chown,\nnetwork inet dgram,')).toEqual(
      Array(4).fill('as-written'),
    ));

  test('for the name server’s port alone restricts nothing', async () => {
    const [mark] = await marks('network inet dgram peer=(port=53),');
    expect(mark).toMatchObject({ effect: 'more', check: 'peer-only-inet' });
    expect(mark!.words).toContain('203.0.113.77');
  });

  test('with port=0 besides holds on Ubuntu', async () =>
    expect(await effects('network (connect, send, receive) inet dgram port=0 peer=(port=53),')).toEqual([
      'as-written',
    ]));

  test('with port=0 besides allows every port on Debian', async () => {
    const [mark] = await marks(
      'network (connect, send, receive) inet dgram port=0 peer=(port=53),',
      'debian-sid',
    );
    expect(mark).toMatchObject({ effect: 'more' });
    expect(mark!.words).toContain('as much as “network (connect, send, receive) inet dgram,”');
  });

  test('loses its conditions to an abi that does not know them', async () =>
    expect(
      await effects('network connect inet dgram port=0 peer=(port=53),', 'ubuntu-26.04', 'abi <abi/4.0>,\n'),
    ).toEqual(['more']));

  test('of D-Bus is nothing where the kernel does not mediate it', async () => {
    const [mark] = await marks('dbus send bus=system,', 'debian-13', 'abi <abi/4.0>,\n');
    expect(mark).toMatchObject({ effect: 'nothing' });
    expect(mark!.words).toContain('does not mediate messages on D-Bus');
  });

  test('that the target’s parser does not know is refused, and the others are judged', async () => {
    const text = 'network connect inet dgram port=0 peer=(port=53),\n/x r,\nuserns,';
    expect(await effects(text, 'debian-12', 'abi <abi/3.0>,\n')).toEqual([
      'refused',
      'as-written',
      'refused',
    ]);
  });

  test('of an include is judged where asked', async () => {
    const files = [{ path: 'a', text: 'profile a {\ninclude <abstractions/dbus-strict>\n}\n' }];
    const { marks: without } = await enforcedRules({ files, target: 'debian-13' });
    expect(without).toEqual([]);
    const { marks: found } = await enforcedRules({ files, target: 'debian-13', includes: true });
    const dbus = found.filter(({ effect }) => effect === 'nothing');
    expect(dbus.length).toBeGreaterThan(0);
    expect(dbus[0]!.file).toBe('abstractions/dbus-strict');
  });

  test('is unknown, with the reason, where the preamble is refused', async () => {
    const { marks: found, reason } = await enforcedRules({
      files: [{ path: 'a', text: 'abi <abi/none>,\nprofile a {\n/x r,\n}\n' }],
      target: 'debian-sid',
    });
    expect(found.map(({ effect }) => effect)).toEqual(['unknown']);
    expect(reason).toContain('abi/none');
  });
});
