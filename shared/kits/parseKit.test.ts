import { describe, expect, test } from 'vitest';
import { rustnet } from './fixtures.ts';
import { parseKit } from './parseKit.ts';
import type { Kit } from './schema.ts';

const broken = (change: (kit: Kit) => void) => {
  const kit = structuredClone(rustnet);
  change(kit);
  return () => parseKit(kit);
};

describe('parseKit', () => {
  test('takes the shipped kit', () => expect(parseKit(structuredClone(rustnet))).toEqual(rustnet));
  test('names the place of a wrong shape', () =>
    expect(() => parseKit({ ...rustnet, groups: 3 })).toThrow('kit/groups: must be array'));
  test.each([null, 3, 'kit', [], {}])('refuses %j', (json) => expect(() => parseKit(json)).toThrow(/^kit/));
  test.each<[string, (kit: Kit) => void]>([
    ['the id “capture” is used twice', (kit) => kit.groups.push(kit.groups[0]!)],
    [
      '“capability net_raw,” is also a rule of capture/net-raw',
      (kit) => kit.groups[0]!.options[1]!.rules.push('capability net_raw,'),
    ],
    [
      '“allow capability  net_raw,” is also a rule',
      (kit) => kit.groups[0]!.options[1]!.rules.push('allow capability  net_raw, # again'),
    ],
    ['“capability” is not exactly one rule', (kit) => kit.groups[0]!.options[0]!.rules.push('capability')],
    ['“/a r, /b r,” is not exactly one rule', (kit) => kit.groups[0]!.options[0]!.rules.push('/a r, /b r,')],
    [
      'requires “a/b”, which is no option',
      (kit) => Object.assign(kit.groups[0]!.options[0]!, { requires: ['a/b'] }),
    ],
    ['expected “capture/net-raw”', (kit) => kit.layout.splice(kit.layout.indexOf('capture/net-raw'), 1)],
    ['neither a comment nor an option', (kit) => kit.layout.push('capture/nothing')],
    ['expected at least one rule', (kit) => kit.groups[0]!.options[0]!.rules.splice(0)],
    ['starts on', (kit) => Object.assign(kit.groups[1]!.options[1]!, { on: true })],
    ['expected “default”', (kit) => delete kit.recommended.default],
    [
      '“udp” is no option of “reverse-dns”',
      (kit) => Object.assign(kit.recommended.default!, { 'reverse-dns': 'udp' }),
    ],
    ['“capture” is no "one" group', (kit) => Object.assign(kit.recommended.default!, { capture: 'net-raw' })],
    ['“geoip/moon” is no option', (kit) => Object.assign(kit.recommended.default!, { 'geoip/moon': true })],
  ])('says: %s', (message, change) => expect(broken(change)).toThrow(message));
});
