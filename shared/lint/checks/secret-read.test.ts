import { expect, test } from 'vitest';
import { findings } from '../testing.ts';

const code = 'secret-read';
test.each([
  ['/etc/** r,', ['/etc/**']],
  ['owner @{HOME}/** r,', ['@{HOME}/**']],
  ['/dev/* rw,', ['/dev/*']],
  ['/etc/shadow r,', []],
  ['/etc/*shadow* r,', []],
  ['owner @{HOME}/.ssh/** r,', []],
  ['/etc/*.conf r,', []],
  ['/etc/* w,', []],
  ['/etc/* r,\ndeny /etc/{g,}shadow* r,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));
