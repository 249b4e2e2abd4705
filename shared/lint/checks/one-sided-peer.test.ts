import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'one-sided-peer';
const pair = (mine: string, theirs: string, flags = '') =>
  `profile a /a {\n  ${mine}\n}\nprofile b /b${flags} {\n  ${theirs}\n}\n`;

test.each([
  ['signal send peer=b,', '', ['signal send peer=b,']],
  ['signal (send) set=(term) peer=b,', '/b r,', ['signal (send) set=(term) peer=b,']],
  ['ptrace read peer=b,', 'ptrace tracedby peer=a,', ['ptrace read peer=b,', 'ptrace tracedby peer=a,']],
  ['signal send peer=b,', 'signal receive peer=a,', []],
  ['signal send peer=b,', 'signal receive,', []],
  ['signal send peer=b,', 'signal receive peer={a,c},', []],
  ['signal send peer=b,', 'allow all,', []],
  ['ptrace read peer=b,', 'ptrace readby peer=a,', []],
  ['signal send peer=c,', '', []],
  ['signal send peer=**,', '', []],
  ['deny signal send peer=b,', '', []],
])('%s, %s', (mine, theirs, marked) => expect(findings(pair(mine, theirs), code)).toEqual(marked));

test.each(['complain', 'unconfined'])('a peer in mode %s needs no rule', (mode) =>
  expect(findings(pair('signal send peer=b,', '', ` flags=(${mode})`), code)).toEqual([]),
);

test('children are known by their whole names', () =>
  expect(findings('profile a /a {\n  signal send peer=a//c,\n  profile c { /c r, }\n}\n', code)).toEqual([
    'signal send peer=a//c,',
  ]));

test('the fix is the rule of the other side', () => {
  const after = fixed(pair('signal send peer=b,', '/b r,'), code);
  expect(after).toBe(pair('signal send peer=b,', 'signal receive peer=a,\n  /b r,'));
  expect(findings(after, code)).toEqual([]);
});
