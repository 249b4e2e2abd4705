import { expect, test } from 'vitest';
import { diagnostics, findings } from '../testing.ts';

const code = 'shell-exec';
test.each([
  ['/usr/bin/* ix,', ['/usr/bin/*']],
  ['/{,usr/}bin/dash rix,', ['/{,usr/}bin/dash']],
  ['/usr/bin/date ix,', []],
  ['/usr/bin/* Px,', []],
  ['deny /usr/bin/* x,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('one that is named is meant so', () =>
  expect(diagnostics('/usr/bin/bash ix,\n/usr/bin/b* ix,', code).map(({ severity }) => severity)).toEqual([
    'hint',
    'info',
  ]));
