import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'unsafe-exec';

test.each([
  ['/bin/a px,', ['px']],
  ['/bin/a rcx,', ['rcx']],
  ['/bin/a ux,', ['ux']],
  ['/bin/a pix -> b,', ['pix']],
  ['unsafe /bin/a Px,', ['unsafe']],
  ['/bin/a Px,', []],
  ['/bin/a Cix,', []],
  ['/bin/a ix,', []],
  ['deny /bin/a x,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test.each([
  ['/bin/a rpx,', '/bin/a rPx,'],
  ['/bin/a cix,', '/bin/a Cix,'],
  ['/bin/a pux,', '/bin/a PUx,'],
  ['/bin/a ux,', '/bin/a Ux,'],
  ['change_profile unsafe /bin/a -> b,', 'change_profile safe /bin/a -> b,'],
])('%s becomes %s', (before, after) => expect(fixed(before, code)).toBe(after));
