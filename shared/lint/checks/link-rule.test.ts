import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'link-rule';
test.each([
  ['link /tmp/* -> /**,', ['link /tmp/* -> /**,']],
  ['link subset /tmp/* -> /**,', []],
  ['link /tmp/a -> /tmp/b,', []],
  ['/a l -> /b,', []],
  ['/a l,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('parsers before 5.0 leave out the target of l', () => {
  for (const target of ['debian-12', 'debian-13', 'ubuntu-24.04'])
    expect(findings('owner /a l -> /b,', code, { target })).toEqual(['/b']);
});

test.each([
  ['audit link /tmp/* -> /**,', 'audit link subset /tmp/* -> /**,'],
  ['owner /a l -> /b,', 'owner link subset /a -> /b,'],
])('the fix for %s', (text, after) => expect(fixed(text, code, { target: 'debian-13' })).toBe(after));
