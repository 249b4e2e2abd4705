import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'relative-include';
test.each([
  ['include "abstractions/base"', ['"abstractions/base"']],
  ['include abstractions/base', ['abstractions/base']],
  ['include <abstractions/base>', []],
  ['include "/etc/apparmor.d/abstractions/base"', []],
  ['include if exists "local/t"', ['"local/t"']],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('the fix names a file of the policy tree', () => {
  expect(fixed('include "abstractions/base"', code)).toBe('include <abstractions/base>');
  expect(() => fixed('include if exists "local/t"', code)).toThrow('no fix');
});
