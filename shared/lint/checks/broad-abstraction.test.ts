import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'broad-abstraction';
const files = [
  { path: 'abstractions/net', text: 'network,\n' },
  { path: 'abstractions/outer', text: '/a r,\ninclude <abstractions/net>\n' },
  { path: 'abstractions/caps', text: 'capability sys_admin chown,\ncapability kill,\n' },
  { path: 'abstractions/run', text: '/bin/a Ux,\n/bin/b Px,\n' },
  { path: 'abstractions/none', text: 'network unix,\ndeny network inet,\nnetwork netlink raw,\n' },
];

test.each([
  ['include <abstractions/nameservice>', ['<abstractions/nameservice>']],
  ['include <abstractions/outer>', ['<abstractions/outer>']],
  ['include <abstractions/caps>', ['<abstractions/caps>']],
  ['include <abstractions/run>', ['<abstractions/run>']],
  ['include <abstractions/none>', []],
  ['include <abstractions/nameservice>\nnetwork inet stream,', []],
  ['include <abstractions/caps>\ncapability sys_admin chown,', []],
])('%s', (text, marked) => expect(findings(text, code, { files })).toEqual(marked));

test('says what it gives, and where', () =>
  expect(diagnostics('include <abstractions/outer>', code, { files })).toMatchObject([
    {
      message:
        '“abstractions/outer” also allows the network, to every address and port (every kind): see abstractions/net, line 1.',
      related: [{ path: 'abstractions/net', start: 0 }],
    },
  ]));

test('offers the strict one', () =>
  expect(fixed('include <abstractions/nameservice>', code)).toBe(
    'include <abstractions/nameservice-strict>',
  ));
