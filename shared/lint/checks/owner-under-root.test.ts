import { expect, test } from 'vitest';
import { findings, fixed } from '../testing.ts';

const code = 'owner-under-root';

test.each([
  ['capability dac_override,\nowner @{HOME}/.a r,', ['@{HOME}/.a']],
  ['capability dac_read_search,\nowner /home/*/a r,', ['/home/*/a']],
  ['owner /etc/a r,', ['/etc/a']],
  ['owner /usr/share/a r,', ['/usr/share/a']],
  ['owner @{HOME}/.a r,', []],
  ['capability net_raw,\nowner @{HOME}/.a r,', []],
  ['capability net_raw,\nowner /etc/a r,', []],
  ['capability dac_override,\nowner /run/a rw,', []],
  ['capability dac_override,\n@{HOME}/.a r,', []],
  ['owner /usr/local/a r,', []],
  ['deny owner /etc/a r,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('the fix leaves out the word alone', () =>
  expect(fixed('audit owner /etc/a r,', code)).toBe('audit /etc/a r,'));
