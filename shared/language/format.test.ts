import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../syntax/index.ts';
import { parseText } from '../syntax/parser.ts';
import { formatText } from './format.ts';
import type { FormatOptions } from './types.ts';

function formatted(text: string, options: FormatOptions = {}, within: 'file' | 'profile' = 'file'): string {
  const edits = formatText(text, within, options);
  if ('refused' in edits) return edits.refused;
  return applyEdits(text, edits);
}
const inProfile = (rules: string) =>
  formatted(`profile x {\n${rules}\n}\n`).replace(/^profile x \{\n|\n\}\n$/g, '');
const fragment = (text: string) => formatted(text, {}, 'profile');
const sorted = (rules: string) =>
  formatted(`profile x {\n${rules}\n}\n`, { sort: true }).replace(/^profile x \{\n|\n\}\n$/g, '');

describe('layout', () => {
  test.each<[string, string, string]>([
    ['one space between words', '  /a    r,', '  /a r,'],
    ['none before commas', '  capability net_raw ,', '  capability net_raw,'],
    ['lists', '  network ( send,receive  accept ) inet,', '  network (send, receive accept) inet,'],
    ['conditions stand close', '  signal set = ( hup kill ) peer = y,', '  signal set=(hup kill) peer=y,'],
    ['groups of conditions', '  unix peer = ( addr = @a , label = b ),', '  unix peer=(addr=@a, label=b),'],
    ['but for in', '  mount options  in  (ro,rw)  /a->/b,', '  mount options in (ro, rw) /a->/b,'],
    ['arrows', '  /a   Px  ->   b,', '  /a Px -> b,'],
    ['limits', '  set rlimit nofile<=1024,', '  set rlimit nofile <= 1024,'],
    ['prefixes', '  priority = 5   audit\tdeny   owner /a r,', '  priority=5 audit deny owner /a r,'],
    ['one rule a line', '  /a r, /b r,', '  /a r,\n  /b r,'],
    ['the indent', '/a r,\n\t/b r,', '  /a r,\n  /b r,'],
    ['blocks', '  deny{/a r,}', '  deny {\n    /a r,\n  }'],
    ['children', '  profile y\n{\n }\n ^z  {\n/a r,}', '  profile y {\n  }\n  ^z {\n    /a r,\n  }'],
    [
      'conditions of if',
      '  if  $A\n{ /a r, }else{ /b r, }',
      '  if $A {\n    /a r,\n  } else {\n    /b r,\n  }',
    ],
    ['a chain', '  if $A { }\n else  if $B { }', '  if $A {\n  } else if $B {\n  }'],
    [
      'a rule of several lines',
      '  dbus send\n bus=system\n\n       path=/a,',
      '  dbus send\n    bus=system\n    path=/a,',
    ],
    ['a list of several lines', '  dbus peer=(\n name=a\n ),', '  dbus peer=(\n    name=a\n  ),'],
    ['quoted words stay', '  "/a   b"  r,', '  "/a   b" r,'],
    ['comments behind rules', '  /a r,# why\n  /b   r, # why', '  /a r, # why\n  /b r, # why'],
    [
      'comments set apart keep their column',
      '/a r,   # why\n/bc r,  # why',
      '  /a r,   # why\n  /bc r,  # why',
    ],
    ['comments of their own line', '# why  \n  /a r,\n      # why', '  # why\n  /a r,\n  # why'],
    ['comments in rules', '  /a # why\n  r,', '  /a # why\n    r,'],
    ['comments before else', '  if $A { }\n# why\nelse { }', '  if $A {\n  }\n    # why\n  else {\n  }'],
    ['empty lines', '\n\n  /a r,\n\n\n  /b r,\n\n', '  /a r,\n\n  /b r,'],
    ['includes', '  include   if  exists\t<local/x>', '  include if exists <local/x>'],
  ])('%s', (_, before, after) => {
    expect(inProfile(before)).toBe(after);
  });

  test.each<[string, string, string]>([
    [
      'declarations',
      'abi   <abi/4.0> ,\n@{A}=/a   /b\n  ${B}=true\n@{A}  +=  /c # d',
      'abi <abi/4.0>,\n@{A} = /a /b\n${B} = true\n@{A} += /c # d\n',
    ],
    ['joined lines of values stay', '@{A} = /a \\\n     /b\n', '@{A} = /a \\\n     /b\n'],
    [
      'headers',
      'profile   x   /x   flags = (complain,audit){\n}',
      'profile x /x flags=(complain, audit) {\n}\n',
    ],
    ['an opening brace joins its header', '/usr/bin/x\n{\n}\n', '/usr/bin/x {\n}\n'],
    ['the first line', '\n\n  # a\n', '# a\n'],
    ['the last line', '# a', '# a\n'],
    ['nothing', '', ''],
    ['Windows line ends stay', 'profile x {\r\n/a   r,\r\n}\r\n', 'profile x {\r\n  /a r,\r\n}\r\n'],
    [
      'and the space that they need',
      'profile x {\r\nnetwork   inet, \r\n}\r\n',
      'profile x {\r\n  network inet, \r\n}\r\n',
    ],
    ['mixed line ends become plain', '# a\r\n# b\n# c\r\n', '# a\n# b\n# c\n'],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after);
  });

  test('what is included in a profile is indented as its first rule is', () => {
    expect(fragment('# head\n\n  /a r,\n/b r,\n')).toBe('# head\n\n  /a r,\n  /b r,\n');
    expect(fragment('# head\n/a r,\n    /b r,\n')).toBe('# head\n/a r,\n/b r,\n');
    expect(fragment('abi <abi/4.0>,\n\n  /a r,\n')).toBe('abi <abi/4.0>,\n\n  /a r,\n');
  });
  test('by another number of spaces', () =>
    expect(formatted('profile x {\n /a r,\n}\n', { indent: 4 })).toBe('profile x {\n    /a r,\n}\n'));
  test('edits touch only what differs', () =>
    expect(formatText('profile x {\n  /a  r,\n  /b r,\n}\n', 'file')).toEqual([
      { start: 16, end: 18, text: ' ' },
    ]));
});

describe('sorting', () => {
  test('by kind, then by path', () =>
    expect(sorted('  /b r,\n  capability kill,\n  /a r,\n  deny /a w,\n  network inet,')).toBe(
      '  capability kill,\n  network inet,\n  /a r,\n  deny /a w,\n  /b r,',
    ));
  test('keeps comments with their rules', () =>
    expect(sorted('  /b r, # of b\n  /a r,   # of a')).toBe('  /a r,   # of a\n  /b r, # of b'));
  test('not across empty lines and comments', () => {
    expect(sorted('  /b r,\n\n  /a r,')).toBe('  /b r,\n\n  /a r,');
    expect(sorted('  /b r,\n  # a\n  /a r,')).toBe('  /b r,\n  # a\n  /a r,');
  });
  test('not across includes, blocks and children', () => {
    expect(sorted('  /b r,\n  include <a>\n  /a r,')).toBe('  /b r,\n  include <a>\n  /a r,');
    expect(sorted('  /b r,\n  deny {\n    /d r,\n    /c r,\n  }\n  /a r,')).toBe(
      '  /b r,\n  deny {\n    /c r,\n    /d r,\n  }\n  /a r,',
    );
  });
  test('limits keep their order, as the last one counts', () =>
    expect(sorted('  set rlimit cpu <= 9,\n  set rlimit cpu <= 1,')).toBe(
      '  set rlimit cpu <= 9,\n  set rlimit cpu <= 1,',
    ));
  test('named targets keep their order, which numbers them, behind the other paths', () =>
    expect(sorted('  /c Px -> z,\n  /b r,\n  /a Px -> y,')).toBe('  /b r,\n  /c Px -> z,\n  /a Px -> y,'));
  test('rules of one line, laid out at the same time', () =>
    expect(sorted('/b   r, /a  r,\n\n  /d   r,\n/c r,')).toBe('  /a r,\n  /b r,\n\n  /c r,\n  /d r,'));
  test('what is in order is not edited', () =>
    expect(formatText('profile x {\n  /a r,\n  /b r,\n}\n', 'file', { sort: true })).toEqual([]));
});

describe('refused', () => {
  test('with the place and what is wrong', () =>
    expect(formatText('profile x {\n  /a r\n}\n', 'file')).toEqual({
      start: 17,
      end: 18,
      refused:
        'Line 2, column 6: Expected a comma at the end of this rule, before “}”. It is formatted once this is mended.',
    }));
});

/** Texts without errors, of odd layout. */
const gap = fc.constantFrom(' ', '  ', '\t', ' \t ');
const lineGap = fc.constantFrom(
  '\n',
  '\n\n',
  '\n\n\n',
  '\n  ',
  '\n\t',
  ' ',
  '  ',
  ' # why\n',
  '\n# why  \n',
  '\n\n  # a\n# b\n\n',
);
const rule = fc.constantFrom(
  ['/a', 'r', ','],
  ['owner', '"/b c"', 'rw,'],
  ['audit', 'deny', '/d/{e,f}**', 'mrwkl,'],
  ['/usr/bin/g', 'Px', '->', 'g', ','],
  ['capability', 'net_raw', 'kill', ','],
  ['network', '(send,', 'receive)', 'inet', 'dgram,'],
  ['network', 'inet', 'peer=(', 'port=53', ')', ','],
  ['signal', 'send', 'set=(hup', 'kill)', 'peer=x', ','],
  ['mount', 'options', 'in', '(ro,rw)', '/a', '->', '/b', ','],
  ['set', 'rlimit', 'nofile', '<=', '1024,'],
  ['include', 'if', 'exists', '<local/x>'],
  ['link', 'subset', '/a', '->', '/b', ','],
  ['change_profile', '->', '"x y"', ','],
  ['unix', 'peer=(label=a', 'addr=@b),'],
  ['dbus', 'send', 'bus=system', 'path=/a', 'peer=(name=b),'],
  ['priority=-1', 'allow', 'file', '/x', 'r,'],
);
const rules = fc
  .array(fc.tuple(rule, fc.array(gap, { minLength: 8, maxLength: 8 }), lineGap), { maxLength: 12 })
  .map((all) =>
    all
      .map(([words, gaps, end]) => words.map((word, at) => (at > 0 ? gaps[at]! : '') + word).join('') + end)
      .join(''),
  );
const policy = fc
  .tuple(
    rules,
    rules,
    rules,
    fc.constantFrom('', '@{A}=/a   /b # c\n', 'abi <abi/4.0>,\n\n\n$B = true\n'),
    fc.constantFrom(' {\n', '\n{\n', '{ ', ' { # why\n'),
  )
  .map(
    ([a, b, c, head, open]) =>
      `${head}profile x flags=(complain)${open}${a}\nif $B${open.replace(/^\{/, ' {')}${b}}else { /q r, }\n  deny{\n${c.replace(/[^\n]*(?:deny|if|->|include)[^\n]*\n?/g, '')}\n} ^h { }\n}\n`,
  );

describe('laws', () => {
  const options = fc.record({ sort: fc.boolean(), indent: fc.constantFrom(2, 4) });
  test('formatting twice changes nothing', () =>
    fc.assert(
      fc.property(policy, options, (text, given) => {
        expect(parseText(text).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        const once = formatted(text, given);
        expect(formatText(once, 'file', given)).toEqual([]);
      }),
    ));
  test('words and comments stay, in their order unless they are sorted', () =>
    fc.assert(
      fc.property(policy, fc.boolean(), (text, sort) => {
        const words = (given: string) => {
          const { tree, tokens } = parseText(given);
          const found = tokens
            .filter(({ kind }) => kind !== 'space')
            .map(({ start, end }) => tree.text.slice(start, end).trimEnd());
          return sort ? found.sort() : found;
        };
        expect(words(formatted(text, { sort }))).toEqual(words(text));
      }),
    ));
  test('any text at all is formatted or refused', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, sort) => {
        const edits = formatText(text, 'profile', { sort });
        if (!('refused' in edits)) applyEdits(text, edits);
      }),
    ));
});
