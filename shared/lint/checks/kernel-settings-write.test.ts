import { expect, test } from 'vitest';
import { findings } from '../testing.ts';

const code = 'kernel-settings-write';
test.each([
  ['@{PROC}/sys/** rw,', ['@{PROC}/sys/**']],
  ['@{PROC}/sys/kernel/core_pattern w,', ['@{PROC}/sys/kernel/core_pattern']],
  ['@{sys}/kernel/** w,', ['@{sys}/kernel/**']],
  ['@{PROC}/sys/net/** rw,', []],
  ['@{PROC}/sys/** r,', []],
  ['@{PROC}/sys/** rw,\ndeny @{PROC}/sys/kernel/** w,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));
