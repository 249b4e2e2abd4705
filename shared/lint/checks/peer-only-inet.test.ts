import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'peer-only-inet';
/** Rules in a profile under an abi that lists addresses and ports. */
const under = (rules: string, abi = '5.0') =>
  `abi <abi/${abi}>,\ninclude <tunables/global>\nprofile t /usr/bin/t {\n${rules}\n}\n`;

test.each([
  ['network inet dgram peer=(port=53),', ['peer=(port=53)']],
  ['network (connect, send) inet6 stream peer=(ip=::1),', ['peer=(ip=::1)']],
  ['audit network tcp peer=(ip=127.0.0.1 port=53),', ['peer=(ip=127.0.0.1 port=53)']],
  ['network inet dgram port=0 peer=(port=53),', []],
  ['network inet dgram port=68,', []],
  ['network inet dgram,', []],
  ['deny network inet dgram peer=(port=53),', []],
])('%s', (text, marked) => expect(findings(under(text), code)).toEqual(marked));

test('the fix adds port=0 where all accesses are the peer’s', () => {
  const text = under('  network (connect, send) inet dgram peer=(port=53),');
  expect(fixed(text, code)).toBe(under('  network (connect, send) inet dgram port=0 peer=(port=53),'));
});

test('else it parts the rule in three, and then nothing is left to find', () => {
  const after = fixed(under('  audit network udp peer=(port=53),'), code);
  expect(after).toBe(
    under(
      [
        '  audit network (create, getattr, setattr, getopt, setopt, shutdown) dgram,',
        '  audit network (connect, send, receive) dgram port=0 peer=(port=53),',
        '  audit network (send, receive) dgram port=0 peer=(ip=none),',
      ].join('\n'),
    ),
  );
  expect(findings(after, code)).toEqual([]);
});

test('offers nothing where the accesses are mixed', () =>
  expect(() => fixed(under('network (accept, connect) inet dgram peer=(port=53),'), code)).toThrow('no fix'));
