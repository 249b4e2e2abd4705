import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LineState, startOfFile, type TokenKind, tokenizeLine } from './tokenize.ts';

/** The words of a text with their colours, plain ones left out: `keyword:network access:send`. */
function colours(...lines: string[]): string {
  let state: LineState = startOfFile;
  const seen: string[] = [];
  for (const line of lines) {
    const result = tokenizeLine(line, state);
    result.tokens.forEach(({ start, kind }, i) => {
      const word = line.slice(start, result.tokens[i + 1]?.start).trim();
      if (kind !== 'text') seen.push(`${kind}:${word}`);
    });
    state = result.state;
  }
  return seen.join(' ');
}

const cases: [string, string][] = [
  ['capability net_raw,', 'keyword:capability'],
  ['deny capability kill,  # no', 'keyword:deny capability comment:# no'],
  ['include <abstractions/base>', 'keyword:include include:<abstractions/base>'],
  ['#include <tunables/global>', 'keyword:#include include:<tunables/global>'],
  ['include if exists "local/x"', 'keyword:include if exists include:"local/x"'],
  ['abi <abi/5.0>,', 'keyword:abi include:<abi/5.0>'],
  ['# capability bpf,', 'comment:# capability bpf,'],
  ['profile a /usr/bin/a flags=(complain) {', 'keyword:profile keyword:flags access:complain'],
  ['/usr/bin/a flags=(complain) {', 'keyword:flags access:complain'],
  ['ptrace (read),', 'keyword:ptrace access:read'],
  ['ptrace read peer=unconfined,', 'keyword:ptrace access:read condition:peer condition:unconfined'],
  ['network packet raw,', 'keyword:network'],
  [
    'network (send, receive) inet dgram port=0 peer=(port=53),',
    'keyword:network access:send access:receive condition:port condition:0 peer condition:port condition:53',
  ],
  ['@{run}/nscd/socket rw,', 'variable:@{run} permission:rw'],
  ['owner @{PROC}/@{pid}/{fd,net/*}/ r,', 'keyword:owner variable:@{PROC} variable:@{pid} permission:r'],
  ['/{usr/,}bin/x Pix -> y,', 'permission:Pix'],
  ['rw /etc/a,', 'permission:rw'],
  ['"/a b" r,', 'permission:r'],
  ['@{X} = /var/log/a /b', 'variable:@{X}'],
  ['@{X} += /srv', 'variable:@{X}'],
  ['/a#b r,', 'permission:r'],
];

describe('colours', () => {
  test.each(cases)('%s', (line, expected) => expect(colours(line)).toBe(expected));
  test('a rule over two lines', () =>
    expect(colours('network (send,', '  receive) inet,')).toBe('keyword:network access:send access:receive'));
  test('the next rule starts anew', () =>
    expect(colours('capability bpf,', 'network inet,')).toBe('keyword:capability keyword:network'));
  test('rules inside a profile', () =>
    expect(colours('profile a {', '  /etc/x r,', '}', 'capability kill,')).toBe(
      'keyword:profile permission:r keyword:capability',
    ));
  test('an include needs no comma', () =>
    expect(colours('include <a>', 'capability kill,')).toBe(
      'keyword:include include:<a> keyword:capability',
    ));
});

test('any line gives ascending tokens inside it, and ends', () => {
  const kinds = fc.constantFrom(
    '(',
    ')',
    '{',
    '}',
    ',',
    '=',
    ' ',
    '"',
    '#',
    '@{',
    '\\',
    '/',
    'r',
    'network',
    '<',
  );
  fc.assert(
    fc.property(fc.array(kinds, { maxLength: 30 }), (pieces) => {
      const line = pieces.join('');
      const { tokens } = tokenizeLine(line, startOfFile);
      const starts = tokens.map((token) => token.start);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
      expect(starts.every((start) => start >= 0 && start < Math.max(line.length, 1))).toBe(true);
      expect(tokens.every((token) => (token.kind satisfies TokenKind).length > 0)).toBe(true);
    }),
  );
});
