import { expect, test } from 'vitest';
import { diagnostics, findings } from '../testing.ts';

const code = 'wide-path';

test.each([
  ['/** r,', ['/**']],
  ['file,', ['file,']],
  ['/** ix,', ['/**']],
  ['owner @{HOME}/** rw,', ['@{HOME}/**']],
  ['/home/** r,', ['/home/**']],
  ['/{usr,opt}/** w,', ['/{usr,opt}/**']],
  ['/etc/**a r,', []],
  ['/**.pcap w,', []],
  ['/etc/example/** rw,', []],
  ['@{HOME}/.config/** rw,', []],
  ['/usr/** r,', []],
  ['deny /** w,', []],
  ['/tmp/** rw,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test.each([
  ['/** r,', 'warning', /every file be read, keys/],
  ['owner /** r,', 'info', /that belongs to the user/],
  ['/** rw,', 'warning', /every file and directory be written/],
  ['/{usr,opt}/** w,', 'warning', /everything in \/usr and everything in \/opt be written/],
  ['/home/** r,', 'info', /everything in the home directories be read/],
  ['/** mrwix,', 'warning', /every program and script be run, and every file be written/],
])('%s is a %s', (text, severity, words) =>
  expect(diagnostics(text, code)).toMatchObject([{ severity, message: expect.stringMatching(words) }]),
);

test('an include is not told here', () =>
  expect(
    findings('include <abstractions/wide>', code, {
      files: [{ path: 'abstractions/wide', text: '/** rw,\n' }],
    }),
  ).toEqual([]));

test('a local override counts on the usual variables', () =>
  expect(findings('@{HOME}/** w,\n', code, { path: 'local/t' })).toEqual(['@{HOME}/**']));
