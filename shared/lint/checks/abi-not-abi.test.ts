import { expect, test } from 'vitest';
import { findings } from '../testing.ts';

const code = 'abi-not-abi';
const files = [{ path: 'abi/empty', text: '' }];

test.each([
  ['abi <tunables/global>,', ['<tunables/global>']],
  ['abi <abi/empty>,', ['<abi/empty>']],
  ['abi <abi/4.0>,', []],
  ['abi <kernel>,', []],
  ['abi <abi/not-there>,', []],
])('%s', (text, marked) => expect(findings(`${text}\nprofile t /t { }\n`, code, { files })).toEqual(marked));
