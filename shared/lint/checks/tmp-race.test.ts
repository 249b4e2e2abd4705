import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'tmp-race';
test.each([
  ['/tmp/** rw,', ['/tmp/**']],
  ['/{,var/}tmp/t.* w,', ['/{,var/}tmp/t.*']],
  ['owner /tmp/** rw,', []],
  ['owner { /tmp/** rw, }', []],
  ['/tmp/** r,', []],
  ['/tmp/t/ w,', []],
  ['/tmp/.X11-unix/* rw,', []],
  ['capability dac_override,\n/tmp/** rw,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test.each([
  ['/tmp/a w,', 'owner /tmp/a w,'],
  ['audit /tmp/a w,', 'audit owner /tmp/a w,'],
])('the fix for %s', (text, after) => expect(fixed(text, code)).toBe(after));
