import { expect, test } from 'vitest';
import { findings } from '../testing.ts';

const code = 'mount-wide';
test.each([
  ['mount,', ['mount,']],
  ['mount options=(rw, bind),', ['mount options=(rw, bind),']],
  ['mount /** -> /**,', ['mount /** -> /**,']],
  ['mount options=(rw, rprivate),', []],
  ['mount options=(remount, ro),', []],
  ['mount fstype=tmpfs,', []],
  ['mount /a/ -> /b/,', []],
  ['mount /dev/sdb1,', []],
  ['umount,', []],
  ['deny mount,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));
