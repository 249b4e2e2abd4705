import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, LineIndex, parse, printFile, requireLaws } from './testing.ts';

/** Texts like policies: pieces of the language in any order, and any characters between. */
const pieces = [
  'profile x {',
  '}',
  '{',
  '/a/{b,c}** rwk,',
  'owner ',
  'deny ',
  'audit ',
  '@{A} = /a /b\n',
  '@{A}',
  '${B} = true\n',
  'include <x>',
  '#include <y>',
  '# comment\n',
  'network inet dgram peer=(port=53),',
  'capability net_raw,',
  'signal set=(hup) peer=x,',
  '"quoted',
  '"',
  '\\',
  ',',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '->',
  '(',
  ')',
  '=',
  'if defined @{A} ',
  'else ',
  '^hat ',
  'flags=(complain)',
  'mount options=(ro) ',
  'set rlimit cpu <= 1,',
  '<',
  '>',
  ':ns:',
  '\u0000',
  '\ud800',
  '\ufeff',
  'é',
  '😀',
  'priority=1 ',
  'abi <abi/4.0>,',
  'alias /a -> /b,',
];
const policyLike = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...pieces) },
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** Texts that were good before some of their characters were changed. */
const policy = `abi <abi/4.0>,
include <tunables/global>
@{DIR} = /var/log/x "/with space"
$ON = not false
profile x /usr/bin/{x,y} flags=(complain, attach_disconnected.path=/a) {
  # words
  include if exists <local/x>
  audit deny owner @{DIR}/** rwk, # trailing
  /usr/bin/* mrPix -> child,
  network (send, receive) inet dgram port=0 peer=(ip=::1 port=53),
  signal send set=(hup, kill) peer=unconfined,
  mount options=(rw, bind) /a -> /b,
  if $ON and defined @{DIR} { capability net_raw, } else { deny { /a r, } }
  set rlimit nofile <= 1024,
  profile child { ^hat { link subset /a -> /b, } }
}
`;
const mutated = fc
  .array(fc.record({ at: fc.nat(policy.length), drop: fc.nat(6), put: fc.constantFrom('', ...pieces) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((changes) =>
    changes.reduce((text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop), policy),
  );
const texts = fc.oneof(policyLike, mutated, fc.string({ unit: 'binary', maxLength: 60 }));

describe('laws, for any text', () => {
  test('printing gives the text back, nodes nest in order, findings have a place', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = parse(text);
        expect(printFile(result)).toBe(text);
        requireLaws(result);
      }),
      { numRuns: 4000 },
    );
  });
  test('so they do where it is read inside a profile', () => {
    fc.assert(
      fc.property(texts, (text) => requireLaws(parse(text, { within: 'profile' }))),
      { numRuns: 1000 },
    );
  });
  test('whatever is included, a reading ends, and stays inside its text', () => {
    fc.assert(
      fc.property(texts, texts, (text, included) => {
        const resolveInclude = () => [{ path: 'x', text: included }];
        requireLaws(parse(text, { resolveInclude }));
      }),
      { numRuns: 500 },
    );
  });
  test('positions lead back to their offsets', () => {
    fc.assert(
      fc.property(policyLike, fc.nat(), (text, seed) => {
        const index = new LineIndex(text);
        const offset = seed % (text.length + 1);
        const back = index.offsetAt(index.positionAt(offset));
        // Between \r and \n, and on them, the end of the line is meant.
        expect(Math.abs(back - offset)).toBeLessThanOrEqual(
          /[\r\n]/.test(text.slice(offset - 1, offset + 1)) ? 2 : 0,
        );
      }),
    );
  });
});

test('edits apply in any order, and not where they overlap', () => {
  expect(
    applyEdits('abcdef', [
      { start: 4, end: 6, text: 'Y' },
      { start: 0, end: 1, text: 'X' },
    ]),
  ).toBe('XbcdY');
  expect(() =>
    applyEdits('abc', [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ]),
  ).toThrow(RangeError);
});

describe('time and depth', () => {
  const size = 200_000;
  const many = (piece: string) => piece.repeat(Math.ceil(size / piece.length));
  /** Texts on which a careless parser takes the square of their length, or its stack overflows. */
  const worst = {
    braces: many('{'),
    'profiles in profiles': many('profile x {'),
    'blocks in blocks': `profile x { ${many('deny { ')}`,
    'conditions in conditions': `profile x { ${many('if true { ')}`,
    'else if': `profile x { if true { } ${many('else if true { } ')}`,
    nots: `profile x { if ${many('not ')}`,
    parentheses: `profile x { if ${many('(')}`,
    'open quotes': many('"a '),
    'escaped quotes': many('"\\"'),
    'one long word': `profile x { /${many('a')} r, }`,
    backslashes: `profile x { /${many('\\')} r, }`,
    alternatives: `profile x { /${many('{a,')} r, }`,
    'one line': `profile x { ${many('/a r, ')}}`,
    'one rule': `profile x { capability ${many('chown ')}, }`,
    'no comma': `profile x { ${many('/a r\n')}}`,
    comments: many('# words\n'),
    'comments behind a brace': `profile x { if true { }\n${many('# words\n')}}`,
    'comments behind a variable': `@{A}${many(' # words\n')}= x\n`,
    spaces: `profile x {${many(' ')}}`,
    'unknown characters': many('%'),
    'closing braces': many('}'),
    arrows: many('-> '),
    includes: many('include <x>\n'),
    variables: many('@{A} += @{A}\n'),
    doubling: `@{A0}=a b\n${Array.from({ length: 60 }, (_, at) => `@{A${at + 1}}=@{A${at}}@{A${at}}\n`).join('')}profile x { @{A60} r, }`,
    'exec rules': `profile x { ${Array.from({ length: 2000 }, (_, at) => `/**/${at}* ${at % 2 ? 'ix' : 'px'},\n`).join('')}}`,
  };
  test.each(Object.entries(worst))('%s', (_, text) => {
    const result = parse(text);
    expect(printFile(result)).toBe(text);
    requireLaws(result);
  });
  test('a file that includes itself from a profile', () => {
    const text = 'profile x {\n  include <me>\n}\nprofile y {\n  include <me>\n}\n';
    const { diagnostics } = parse(text, { resolveInclude: () => [{ path: 'me', text }] });
    expect(diagnostics.map(({ code }) => code)).toContain('endless-include');
  });
});

describe('included files', () => {
  const files: Record<string, string> = {
    globals: '@{A} = /a\n$ON = true\n',
    rules: '/x px,\n',
    broken: '/a q,\n',
    nested: 'include <rules>\n',
    child: 'profile c { }\n',
  };
  const codesOf = (text: string) =>
    parse(text, {
      resolveInclude: (path) => (files[path] === undefined ? undefined : [{ path, text: files[path] }]),
    })
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code, start, end, origin }) => [code, text.slice(start, end), origin?.path]);
  test.each([
    ['include <globals>\nprofile x { @{A} r, if $ON { } }', []],
    ['profile x { @{A} r, }\n', [['undeclared-variable', '@{A}', undefined]]],
    ['include <globals>\n@{A} = x\n', [['duplicate-variable', '@{A}', undefined]]],
    ['include <none>\n', [['missing-include', '<none>', undefined]]],
    ['include if exists <none>\n', []],
    ['abi <none>,\n', [['missing-abi', '<none>', undefined]]],
    ['abi <kernel>,\n', []],
    ['profile x { include <broken> }', [['bad-permissions', 'include <broken>', 'broken']]],
    ['profile x { /x ix, include <nested> }', [['exec-conflict', 'include <nested>', 'rules']]],
    ['profile x { include <rules> include <rules> }', []],
    ['profile x { profile c { } include <child> }', [['duplicate-profile', 'include <child>', 'child']]],
    [
      'profile x { }\ninclude <globals>\n',
      [
        ['late-declaration', 'include <globals>', 'globals'],
        ['late-declaration', 'include <globals>', 'globals'],
      ],
    ],
    ['profile x { if false { include <none> } }', [['missing-include', '<none>', undefined]]],
  ])('%j', (text, expected) => expect(codesOf(text)).toEqual(expected));
});
