import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'connected-socket';
/** Rules in a profile under an abi that lists addresses and ports. */
const under = (rules: string, abi = '5.0') =>
  `abi <abi/${abi}>,\ninclude <tunables/global>\nprofile t /usr/bin/t {\n${rules}\n}\n`;

const rule = 'network (connect, send, receive) inet dgram port=0 peer=(port=53),';

test.each([
  [rule, [rule]],
  [`${rule}\nnetwork (send, receive) inet dgram port=0 peer=(ip=none),`, []],
  [`${rule}\nnetwork (send, receive) inet6 dgram port=0 peer=(ip=none),`, [rule]],
  [`${rule}\nnetwork inet dgram,`, []],
  [`${rule}\nnetwork bind inet dgram,`, [rule]],
  ['network connect inet dgram port=0 peer=(port=53),', []],
  ['network inet dgram peer=(port=53),', []],
])('%s', (text, marked) => expect(findings(under(text), code)).toEqual(marked));

test('says nothing where the kernel cannot compare addresses', () =>
  expect(findings(under(rule), code, { target: 'debian-13' })).toEqual([]));

test('the fix adds the rule', () =>
  expect(fixed(under(`  ${rule}`), code)).toBe(
    under(`  ${rule}\n  network (send, receive) inet dgram port=0 peer=(ip=none),`),
  ));
