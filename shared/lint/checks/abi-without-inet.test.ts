import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'abi-without-inet';
/** Rules in a profile under an abi that lists addresses and ports. */
const under = (rules: string, abi = '5.0') =>
  `abi <abi/${abi}>,\ninclude <tunables/global>\nprofile t /usr/bin/t {\n${rules}\n}\n`;

const rule = 'network inet dgram port=0 peer=(port=53),';

test.each([
  ['3.0', ['<abi/3.0>']],
  ['4.0', ['<abi/4.0>']],
  ['4.0-ip', []],
  ['5.0', []],
])('abi/%s', (abi, marked) => expect(findings(under(rule, abi), code)).toEqual(marked));

test('says nothing where the kernel cannot compare them either', () =>
  expect(findings(under(rule, '4.0'), code, { target: 'debian-13' })).toEqual([]));

test('says nothing without such a rule, or without an abi', () => {
  expect(findings(under('network inet dgram,', '4.0'), code)).toEqual([]);
  expect(findings(`profile t /t { ${rule} }\n`, code)).toEqual([]);
});

test('the first abi counts, also one of an included file', () => {
  const files = [{ path: 'tunables/old', text: 'abi <abi/3.0>,\n' }];
  expect(findings(`include <tunables/old>\n${under(rule)}`, code, { files })).toEqual([rule]);
  expect(findings(`abi <abi/3.0>,\n${under(rule)}`, code)).toEqual(['<abi/3.0>']);
  expect(findings(`${under(rule).replace('}', 'abi <abi/3.0>,\n}')}`, code)).toEqual([]);
});

test('the fix names an abi that lists them', () =>
  expect(fixed(under(rule, '4.0'), code)).toBe(under(rule, '5.0')));
