import { describe, expect, it } from 'vitest';
import { precheck } from './precheck.ts';

const codes = (text: string, everywhere = false) =>
  precheck({ path: 'usr.bin.t', text }, { everywhere }).map((found) => found.code);
const inProfile = (rule: string) => `abi <abi/3.0>,\nprofile t /bin/x {\n  ${rule}\n}\n`;

describe('lets through what stays in the policy tree', () => {
  it.each([
    ['an include', 'include <abstractions/base>'],
    ['the old form', '#include <abstractions/base>'],
    ['an include that need not exist', 'include if exists <local/usr.bin.t>'],
    ['a whole directory', 'include <tunables/home.d>'],
    ['a quoted include', 'include "local/x"'],
    ['two on one line', 'include <a> include <b>'],
    ['two without brackets', 'include a include b'],
    ['an abi without brackets', 'abi abi/3.0,'],
    ['one after a rule', '/etc/passwd r, include <a>'],
    ['a path with the word in it', '/usr/include /etc/x r,'],
    ['a word that begins like it', 'included /etc/passwd,'],
    ['a comment', '# include "/etc/passwd" here'],
    ['a comment behind a rule', '/a r, # abi "/etc/passwd"'],
    ['quotes', '"/etc/include /etc/passwd" r,'],
    ['two dots in a name', 'include <local/a..b>'],
  ])('%s', (_name, rule) => expect(codes(inProfile(rule))).toEqual([]));

  it('a variable of directories of includes', () =>
    expect(codes('@{INC}=/usr/include /usr/local/include\n')).toEqual([]));
  it('Windows line ends', () => expect(codes('include <a>\r\ninclude <b>\r\n')).toEqual([]));
});

describe('refuses what would read outside of it', () => {
  it.each([
    ['an absolute path', 'include "/etc/passwd"'],
    ['one without quotes', 'include /etc/passwd'],
    ['one in angle brackets', 'include </etc/passwd>'],
    ['one in both', 'include <"/etc/passwd">'],
    ['one that need not exist', 'include if exists "/etc/passwd"'],
    ['the old form', '#include "/etc/passwd"'],
    ['the old form without a blank', '#include</etc/passwd>'],
    ['the old form behind a word', 'capability#include "/etc/passwd"'],
    ['leaving by dots', 'include <../../etc/passwd>'],
    ['leaving by dots, quoted', 'include "abstractions/../../../etc/passwd"'],
    ['dots alone', 'include <..>'],
    ['a name on the next line', 'include \n\n "/etc/passwd"'],
    ['an escaped slash', 'include "\\057etc/passwd"'],
    ['a name over two lines', 'include <"a\n/../../etc/passwd">'],
    ['an abi', 'abi "/etc/passwd",'],
    ['an abi without quotes', 'abi /etc/passwd,'],
    ['an abi by dots', 'abi <../../etc/shadow>,'],
    ['one in the middle of a rule', 'capability include "/etc/passwd",'],
    ['one behind a closing brace', '/{a,b}/c r, include "/etc/passwd"'],
  ])('%s', (_name, rule) => expect(codes(inProfile(rule))).toContain('include-outside'));

  it('marks the name', () => {
    const [found] = precheck({ path: 'a', text: 'include if exists "/etc/passwd"\n' });
    expect(found!.range).toEqual({ start: { line: 0, character: 18 }, end: { line: 0, character: 31 } });
  });

  it('an include in the middle of a rule, wherever it leads', () =>
    expect(codes(inProfile('capability include <abstractions/base>,'))).toEqual(['include-inside-rule']));
});

describe('without a sandbox', () => {
  it('also looks into comments and quotes', () => {
    for (const rule of [
      '# include "/etc/passwd"',
      '"include /etc/passwd" r,',
      'mount # , include "/etc/passwd"',
    ])
      expect(codes(inProfile(rule), true)).toEqual(['include-outside']);
  });
  it('takes no name for granted', () =>
    expect(codes(inProfile('include include "/etc/passwd"'), true)).toEqual(['include-outside']));
  it('lets the rest of a comment be', () =>
    expect(codes(inProfile('# put it here: include <local/x>'), true)).toEqual([]));
});

describe('refuses what is not text', () => {
  it('NUL', () => expect(codes('a\0b')).toEqual(['text-not-plain']));
  it('half a pair', () => expect(codes('a\uD800b')).toEqual(['text-not-plain']));
  it('but takes whole pairs', () => expect(codes('# 😀\n')).toEqual([]));
});
