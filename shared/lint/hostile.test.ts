/** Whatever the text, the checks end soon, never throw, and place what they find inside of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { treeOf, Workspace } from '../language/workspace.ts';
import { applyEdits } from '../syntax/index.ts';
import { lint } from './index.ts';
import { smallTree } from './testing.ts';

const tree = treeOf(smallTree);

function requireSound(text: string, path = 't'): void {
  for (const { start, end, message, severity, fixes = [] } of lint(
    new Workspace({ files: [{ path, text }], tree }),
    path,
  )) {
    if (start < 0 || end < start || end > text.length) expect({ start, end }).toBe('inside the text');
    expect(message.length).toBeGreaterThan(10);
    // A profile that apparmor_parser accepts stays one that is fine.
    expect(severity).not.toBe('error');
    for (const { edits } of fixes)
      applyEdits(
        text,
        edits.filter((edit) => edit.path === path),
      );
  }
}

const pieces = [
  ...['profile t /t {', '}', '\n', ' ', ',', '/a r,', '/** rwix,', '@{HOME}', 'include <abstractions/base>'],
  ...[
    'deny ',
    'owner ',
    'network inet,',
    'capability sys_admin,',
    '@{A} = /a\n',
    'if defined @{A} {',
    '"',
    '{',
  ],
  ...[
    '# aa-workbench: ignore wide-path\n',
    'priority=1 ',
    'abi <abi/9.0>,',
    '\t',
    '\u00a0',
    '\0',
    '[^',
    '-> x',
  ],
];

test('any text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 40 }),
      fc.constantFrom('t', 'local/t'),
      (parts, path) => requireSound(parts.join(''), path),
    ),
    { numRuns: 300 },
  );
});

const times = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join('');
const inProfile = (rules: string) => `abi <abi/3.0>,\ninclude <tunables/global>\nprofile t /t {\n${rules}}\n`;

test.each([
  ['patterns that all begin alike', inProfile(times(5000, (at) => `@{HOME}/.a${at}*/** rw,\n`))],
  ['programs and writable paths', inProfile(times(4000, (at) => `/bin/a${at}* ix,\n/**/b${at} w,\n`))],
  ['allowed and denied', inProfile(times(4000, (at) => `deny /**/a${at}* w,\n/**/b${at}* rw,\n`))],
  ['network rules', inProfile(times(4000, (at) => `network inet stream peer=(port=${at}),\n`))],
  ['alternatives', inProfile(times(2000, (at) => `/{a,b}{c,d}{e,f}{g,h}{i,j}${at}{,/**} rw,\n`))],
  ['a pattern that grows', inProfile(`/**a${'?'.repeat(60)} r,\n/{**,*a*,?}b r,\n`)],
  ['profiles', times(4000, (at) => `profile p${at} { }\n`)],
  ['ignore comments', inProfile(times(5000, () => '# aa-workbench: ignore wide-path\n'))],
  ['characters', inProfile('\u00a0'.repeat(200_000))],
  ['braces', '{'.repeat(10_000)],
  ['a long line', 'a'.repeat(1_000_000)],
])('ends soon: %s', (_, text) => requireSound(text), 20_000);
