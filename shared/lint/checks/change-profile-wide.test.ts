import { expect, test } from 'vitest';
import { findings } from '../testing.ts';

const code = 'change-profile-wide';
test.each([
  ['change_profile,', ['change_profile,']],
  ['change_profile -> **,', ['**']],
  ['change_profile -> unconfined,', ['unconfined']],
  ['change_profile -> other,', []],
  ['change_profile /bin/a -> other//*,', []],
  ['deny change_profile,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));
