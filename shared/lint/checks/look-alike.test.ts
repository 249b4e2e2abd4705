import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'look-alike';

test.each([
  ['/etc/h\u043ests r,', ['\u043e']],
  ['/a\u00a0r,', ['\u00a0']],
  ['\u201c/a b\u201d r,', ['\u201c', '\u201d']],
  ['/a\u200b r,', ['\u200b']],
  ['/a r, # \u202e/b', ['\u202e']],
  ['/srv/caf\u00e9 r,', []],
  ['/srv/\u65e5\u672c r,', []],
  ['/a r, # \u043d\u043e\u0432\u043e\u0441\u0442\u0438 \u2013 \u201cx\u201d', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('says what it is', () =>
  expect(diagnostics('/etc/h\u043ests r,', code)[0]!.message).toMatch(
    /^This is the Cyrillic letter “о” \(U\+043E\), not “o”: /,
  ));

test.each([
  ['/etc/h\u043ests r,', '/etc/hosts r,'],
  ['/a\u00a0r,', '/a r,'],
  ['/a\u200b r,', '/a r,'],
])('the fix for %j', (before, after) => expect(fixed(before, code)).toBe(after));
