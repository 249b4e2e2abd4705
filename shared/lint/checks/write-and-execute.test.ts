import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'write-and-execute';

test.each([
  ['/tmp/** rwix,', ['/tmp/**']],
  ['/a rw,\n/a ix,', ['/a']],
  ['/a/** w,\n/a/b/* Px,', ['/a/**']],
  ['/a/bin w,\n/a/* ix,', ['/a/bin']],
  ['/a/** w,\n/a/b ix,\n/a/c ix,', ['/a/**']],
  ['owner @{HOME}/** w,\n@{HOME}/bin/* ix,', ['@{HOME}/**']],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test.each([
  ['paths that only share some files', '/**.log w,\n/usr/bin/* ix,'],
  ['a deny that forbids writing there', '/a/** w,\n/a/b ix,\ndeny /a/b w,'],
  ['a deny rule alone', 'deny /a wx,'],
  ['owners that exclude each other', 'owner /a w,\nother /a ix,'],
  ['two profiles', '/a w,\nprofile c {\n/a ix,\n}'],
  ['mapping only', '/a/** rwm,'],
  ['rules for every file, which another check tells', '/** rw,\n/a ix,\n/{,**} ix,\n/b w,'],
])('not told: %s', (_, text) => expect(findings(text, code)).toEqual([]));

test('a deny for files of the owner alone settles nothing', () =>
  expect(
    findings('/a/** w,\n/a/b ix,\nowner deny /a/b w,'.replace('owner deny', 'deny owner'), code),
  ).toEqual(['/a/**']));

test('names the other rule, in an include too', () => {
  const files = [{ path: 'abstractions/x', text: '\n  /a/** w,\n' }];
  expect(diagnostics('include <abstractions/x>\n/a/b ix,', code, { files })).toMatchObject([
    {
      message: expect.stringContaining('written (abstractions/x, line 2)'),
      related: [{ path: 'abstractions/x', start: 3 }],
    },
  ]);
});

test('the fix takes one of the two away', () => {
  expect(fixed('/a rwix,', code)).toBe('/a rix,');
  expect(diagnostics('/a mrwPUx,', code)[0]!.fixes!.map(({ edits }) => edits[0]!.text)).toEqual([
    'mrPUx',
    'mrw',
  ]);
});
