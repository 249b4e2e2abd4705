import { expect, test } from 'vitest';
import { findings } from '../testing.ts';

const code = 'ptrace-wide';
test.each([
  ['ptrace,', ['ptrace,']],
  ['ptrace trace,', ['ptrace trace,']],
  ['ptrace (read, trace) peer=unconfined,', ['ptrace (read, trace) peer=unconfined,']],
  ['ptrace trace peer=@{profile_name},', []],
  ['ptrace read,', []],
  ['ptrace (readby, tracedby),', []],
  ['ptrace r,', []],
  ['ptrace rw,', ['ptrace rw,']],
  ['deny ptrace,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));
