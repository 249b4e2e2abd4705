import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'unconfined-exec';

test.each([
  ['/bin/a Ux,', ['Ux']],
  ['/bin/a rux,', ['rux']],
  ['ux /bin/a,', ['ux']],
  ['/bin/a PUx,', ['PUx']],
  ['/bin/a Px,', []],
  ['/bin/a ix,', []],
  ['deny /bin/a x,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('a fallback is the lesser danger', () =>
  expect(diagnostics('/bin/a Ux,\n/bin/b cux,', code).map(({ severity }) => severity)).toEqual([
    'warning',
    'info',
  ]));

test('the fix names a profile of its own', () => {
  expect(fixed('/bin/a rux,', code)).toBe('/bin/a rPx,');
  expect(fixed('/bin/a cux,', code)).toBe('/bin/a Cx,');
});
