import { expect, test } from 'vitest';
import { type PolicyText, treeOf, Workspace } from '../../language/workspace.ts';
import { lint } from '../index.ts';
import { diagnostics, findings, fixed, smallTree } from '../testing.ts';

const code = 'deny-kills-allow';

test.each([
  ['/etc/shadow r,\ndeny /etc/** r,', ['/etc/shadow r,']],
  ['deny /a w,\n/a rw,', ['/a rw,']],
  ['deny /a x,\n/a rix,', ['/a rix,']],
  ['deny /a w,\n/a a,', ['/a a,']],
  ['deny owner /a r,\nowner /a r,', ['owner /a r,']],
  ['capability chown,\ndeny capability chown fowner,', ['capability chown,']],
  ['network inet stream,\ndeny network inet,', ['network inet stream,']],
  ['deny { /etc/** r, }\n/etc/a r,', ['/etc/a r,']],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test.each([
  ['a part of the paths is left', '/etc/** r,\ndeny /etc/shadow r,'],
  ['other permissions', '/a r,\ndeny /a w,'],
  ['the owner only', '/a r,\ndeny owner /a r,'],
  ['a higher priority', 'priority=1 /a r,\ndeny /a r,'],
  ['another profile', '/a r,\nprofile c {\ndeny /a r,\n}'],
  ['what an included file allows', 'include <abstractions/base>\ndeny /dev/null w,'],
  ['another way to say deny', 'deny /a r,\ndeny /a r,'],
])('not told: %s', (_, text) => expect(findings(text, code)).toEqual([]));

test('names both rules', () =>
  expect(diagnostics('deny /etc/** w,\n/etc/a rw,', code)).toMatchObject([
    {
      message: '“deny /etc/** w,” (line 4) takes “w” from this rule: deny wins wherever both say something.',
      related: [{ path: 't', message: 'This rule denies it.' }],
    },
  ]));

test('an included deny rule is named with its file', () => {
  const files = [{ path: 'abstractions/private', text: 'deny @{HOME}/.ssh/** mrwkl,\n' }];
  expect(
    diagnostics('include <abstractions/private>\n@{HOME}/.ssh/config r,', code, { files })[0]!.message,
  ).toContain('(abstractions/private, line 1) takes away all');
});

test('a local override cannot allow what its profile denies', () => {
  const files: PolicyText[] = [
    {
      path: 't',
      text: 'abi <abi/3.0>,\ninclude <tunables/global>\nprofile t /t {\n  deny /etc/** r,\n  include if exists <local/t>\n}\n',
    },
    { path: 'local/t', text: '/srv/a r,\n/etc/a r,\n' },
  ];
  const found = lint(new Workspace({ files, tree: treeOf(smallTree) }), 'local/t');
  expect(found.filter((each) => each.code === code)).toMatchObject([
    { start: 10, related: [{ path: 't' }], message: expect.stringContaining('(t, line 4)') },
  ]);
});

test.each([
  ['deny /a w,\n/a rw,', 'deny /a w,\n/a r,'],
  ['deny /a x,\n/a mrPUx,', 'deny /a x,\n/a mr,'],
  ['deny /a rw,\n/a rwix,', 'deny /a rw,\n/a ix,'],
  ['deny /a w,\n  /a w,\n/b r,', 'deny /a w,\n/b r,'],
])('the fix leaves what counts: %j', (before, after) => expect(fixed(before, code)).toBe(after));

test('a priority helps where the parser knows it', () => {
  const titles = (target: string) =>
    diagnostics('deny /a w,\n/a w,', code, { target })[0]!.fixes!.map(({ title }) => title);
  expect(titles('debian-13')).toEqual(['Remove this rule', 'Let this rule win (priority=1)']);
  expect(titles('debian-12')).toEqual(['Remove this rule']);
});
