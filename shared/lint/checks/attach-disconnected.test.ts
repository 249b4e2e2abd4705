import { expect, test } from 'vitest';
import { findings } from '../testing.ts';

const code = 'attach-disconnected';
test.each([
  ['flags=(attach_disconnected)', ['attach_disconnected']],
  ['flags=(attach_disconnected, mediate_deleted)', ['attach_disconnected']],
  ['flags=(mediate_deleted)', []],
  ['', []],
])('%s', (flags, marked) => expect(findings(`profile t /t ${flags} { /a r, }\n`, code)).toEqual(marked));
