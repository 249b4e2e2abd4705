import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'duplicate-rule';
const files = [
  { path: 'abstractions/x', text: '/a r,\n' },
  { path: 'local/t', text: '/site r,\n' },
];

test.each([
  ['/a rw,\n/a wr,', ['/a wr,']],
  ['capability chown fowner,\ncapability fowner chown,', ['capability fowner chown,']],
  ['signal (send, receive) peer=a,\nsignal (receive send) peer=a,', ['signal (receive send) peer=a,']],
  ['include <abstractions/base>\ninclude <abstractions/base>', ['include <abstractions/base>']],
  ['/a r,\ninclude <abstractions/x>', ['/a r,']],
  ['/a r,\n/a w,', []],
  ['/a r,\ndeny /a r,', []],
  ['/a r,\nowner /a r,', []],
  ['/a r,\nprofile c {\n/a r,\n}', []],
  ['/site r,\ninclude if exists <local/t>', []],
])('%s', (text, marked) => expect(findings(text, code, { files })).toEqual(marked));

test('names the other place', () =>
  expect(diagnostics('include <abstractions/x>\n/a r,\n/b r,\n/b r,', code, { files })).toMatchObject([
    {
      severity: 'hint',
      message: 'The included file has this rule too (abstractions/x, line 1).',
      related: [{ path: 'abstractions/x', start: 0, end: 5 }],
    },
    { severity: 'info', message: 'This rule stands here already (line 6).' },
  ]));

test.each([
  ['  /a r,\n  /b r,\n  /a r,\n  /c r,', '  /a r,\n  /b r,\n  /c r,'],
  ['/a r,\n/b r, /a r, /c r,', '/a r,\n/b r, /c r,'],
  ['/a r,\n/a r, # why', '/a r,\n# why'],
])('the fix leaves everything else: %j', (before, after) => expect(fixed(before, code)).toBe(after));
