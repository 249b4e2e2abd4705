import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'conditional-deny';
test.each([
  ['deny network inet dgram peer=(port=123),', ['deny network inet dgram peer=(port=123),']],
  ['deny network inet stream port=22,', ['deny network inet stream port=22,']],
  ['deny network inet dgram,', []],
  ['network inet dgram port=53,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('the fix takes it out', () =>
  expect(fixed('/a r,\ndeny network inet stream port=22,\n/b r,', code)).toBe('/a r,\n/b r,'));
