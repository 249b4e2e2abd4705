/** Outline, folding, selection, colours and lenses. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folding } from './folding.ts';
import { format } from './format.ts';
import { codeLenses } from './lenses.ts';
import { selectionRanges } from './selection.ts';
import { semanticTokens } from './semanticTokens.ts';
import { symbols } from './symbols.ts';
import type { DocumentSymbol } from './types.ts';
import { type PolicyDocument, treeOf, Workspace } from './workspace.ts';

const tree = treeOf([
  { path: 'tunables/global', text: 'include <tunables/home>\n@{A} = /a\n' },
  { path: 'tunables/home', text: '@{HOME} = /home/*/\n@{HOME} += /root/\n' },
  {
    path: 'abstractions/base',
    text: '# words\n/a r,\ninclude <abstractions/more>\ninclude <abstractions/more>\n',
  },
  {
    path: 'abstractions/more',
    text: 'capability kill,\ndeny {\n  /b r,\n  /c r,\n}\ninclude <abstractions/base>\n',
  },
  { path: 'local/d/one', text: '/a r,\n' },
  { path: 'local/d/two', text: '/b r,\n' },
]);

function open(text: string, path = 'x'): { workspace: Workspace; document: PolicyDocument } {
  const workspace = new Workspace({ files: [{ path, text }], tree });
  return { workspace, document: workspace.document(path)! };
}

describe('symbols', () => {
  const outline = (list: DocumentSymbol[]): unknown[] =>
    list.map(({ kind, name, detail, children }) => [
      `${kind} ${name}${detail ? `: ${detail}` : ''}`,
      ...outline(children),
    ]);
  test('declarations, profiles, children and hats', () =>
    expect(
      outline(
        symbols(
          open(
            'abi <abi/4.0>,\ninclude if exists <a>\n@{A} = /a /b\n$B = true\nprofile x /x flags=(complain, audit) {\n  /a r,\n  deny { /b r, }\n  profile y {\n  }\n  ^z {\n    /c r,\n  }\n  if $B {\n    include <i>\n  }\n}\n/bin/p {\n}\n',
          ).document,
        ),
      ),
    ).toEqual([
      ['abi abi/4.0'],
      ['include a: if it exists'],
      ['variable @{A}: /a /b'],
      ['boolean ${B}: true'],
      [
        'profile x: /x · (complain, audit) · 2 rules',
        ['group deny'],
        ['child y: 0 rules'],
        ['hat ^z: 1 rule'],
        ['group if $B', ['include i']],
      ],
      ['profile /bin/p: 0 rules'],
    ]));
  test('lie in each other, and select what names them', () => {
    const text = 'profile x {\n  profile "y z" {\n  }\n}\n';
    const [x] = symbols(open(text).document);
    expect(text.slice(x!.selection.start, x!.selection.end)).toBe('x');
    const [y] = x!.children;
    expect(text.slice(y!.selection.start, y!.selection.end)).toBe('"y z"');
    expect(y!.start).toBeGreaterThan(x!.start);
    expect(y!.end).toBeLessThan(x!.end);
  });
});

describe('folding', () => {
  const folds = (text: string) =>
    folding(open(text).document).map(
      ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`,
    );
  test('bodies, up to the line before their brace', () =>
    expect(folds('profile x {\n  ^h {\n    /a r,\n  }\n}\n')).toEqual(['0-3 region', '1-2 region']));
  test('both arms of a condition', () =>
    expect(folds('profile x {\n  if $A {\n    /a r,\n  } else {\n    /b r,\n  }\n}')).toEqual([
      '0-5 region',
      '1-2 region',
      '3-4 region',
    ]));
  test('runs of comment lines', () => expect(folds('# a\n# b\n\n# c\n')).toEqual(['0-1 comment']));
  test('runs of includes, with comments behind them', () =>
    expect(folds('include <a> # why\ninclude <b>\n\ninclude <c>\n')).toEqual(['0-1 includes']));
  test('rules of several lines', () =>
    expect(folds('profile x {\n  dbus send\n    bus=system,\n}\n')).toEqual(['0-2 region', '1-2']));
  test('nothing of one line', () => expect(folds('profile x { /a r, }\n')).toEqual([]));
  test('a body without its brace, to the end', () =>
    expect(folds('profile x {\n  /a r,\n')).toEqual(['0-1 region']));
});

describe('selection', () => {
  const grows = (text: string) => {
    const offset = text.indexOf('|');
    const plain = text.replace('|', '');
    return selectionRanges(open(plain).document, offset).map(({ start, end }) => plain.slice(start, end));
  };
  test('from the part of a path outwards', () =>
    expect(grows('@{A} = /a\nprofile x {\n  owner @{A}/lo|g/b rw,\n}\n')).toEqual([
      'log',
      '@{A}/log/b',
      'owner @{A}/log/b rw,',
      '\n  owner @{A}/log/b rw,\n',
      '{\n  owner @{A}/log/b rw,\n}',
      'profile x {\n  owner @{A}/log/b rw,\n}',
      '@{A} = /a\nprofile x {\n  owner @{A}/log/b rw,\n}\n',
    ]));
  test('from the name of a variable', () =>
    expect(grows('profile x { @{|A}/b r, }').slice(0, 3)).toEqual(['A', '@{A}', '@{A}/b']));
  test('through conditions and groups', () =>
    expect(grows('profile x { unix peer=(addr=no|ne label=b), }').slice(0, 4)).toEqual([
      'none',
      'addr=none',
      'peer=(addr=none label=b)',
      'unix peer=(addr=none label=b),',
    ]));
  test('from inside quotes', () =>
    expect(grows('profile x { "/a b/c|" r, }').slice(0, 3)).toEqual(['c', '/a b/c', '"/a b/c"']));
});

describe('semantic tokens', () => {
  const colours = (text: string) =>
    semanticTokens(open(text).document).map(
      ({ start, end, type, modifiers }) => `${text.slice(start, end)} ${[type, ...modifiers].join(' ')}`,
    );
  test('of a preamble', () =>
    expect(colours('abi <abi/4.0>, # why\n@{A} += /a/* "/b"\n')).toEqual([
      'abi keyword',
      '<abi/4.0> include',
      '# why comment',
      '@{A} variable declaration',
      '+= operator',
      '/a/ path',
      '* glob',
      '"/b" path',
    ]));
  test('of a profile and its rules', () =>
    expect(
      colours(
        'profile x /x flags=(complain) { deny @{NO}/{b,c} rw, /d Ux, capability sys_admin kill, /e px -> y, }',
      ),
    ).toEqual([
      'profile keyword',
      'x profile declaration',
      '/x path',
      'flags keyword',
      '= operator',
      'complain value',
      'deny keyword',
      '@{NO} variable deny undeclared',
      '/ path deny',
      '{ glob deny',
      'b,c path deny',
      '} glob deny',
      'rw permission deny',
      '/d path',
      'Ux permission dangerous',
      'capability keyword',
      'sys_admin capability dangerous',
      'kill capability',
      '/e path',
      'px permission',
      '-> operator',
      'y profile',
    ]));
  test('of conditions', () =>
    expect(
      colours(
        '$B = true\nprofile x { if not $B { network send inet port=0 peer=(port=53 label=y), set rlimit as <= 1 K, } }',
      ).slice(2),
    ).toEqual([
      'true keyword',
      'profile keyword',
      'x profile declaration',
      'if keyword',
      'not keyword',
      '$B variable',
      'network keyword',
      'send value',
      'inet value',
      'port keyword',
      '= operator',
      '0 number',
      'peer keyword',
      '= operator',
      'port keyword',
      '= operator',
      '53 number',
      'label keyword',
      '= operator',
      'y profile',
      'set keyword',
      'rlimit keyword',
      'as value',
      '<= operator',
      '1 number',
      'K number',
    ]));
  test('in order, without overlap, of any text', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(
              'profile x {',
              '}',
              '@{A}',
              ' = ',
              '/a{b,c}[d]*',
              ' r,',
              '"',
              '\n',
              'if $B {',
              '# x\n',
              '@{',
              '->',
              'peer=(',
              ':ns:',
              '\\',
            ),
            fc.string({ unit: 'binary', maxLength: 3 }),
          ),
          { maxLength: 30 },
        ),
        (parts) => {
          const text = parts.join('');
          const { workspace, document } = open(text);
          let at = 0;
          for (const { start, end } of semanticTokens(document)) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThan(start);
            at = end;
          }
          expect(at).toBeLessThanOrEqual(text.length);
          // The other features answer any text, too.
          symbols(document);
          codeLenses(workspace, document);
          for (const { startLine, endLine } of folding(document)) expect(endLine).toBeGreaterThan(startLine);
          const ranges = selectionRanges(document, text.length >> 1);
          ranges.slice(1).forEach((outer, index) => {
            const inner = ranges[index]!;
            expect(outer.start <= inner.start && inner.end <= outer.end).toBe(true);
          });
        },
      ),
    ));
});

describe('lenses', () => {
  const lenses = (text: string) => {
    const { workspace, document } = open(text);
    return codeLenses(workspace, document).map(
      ({ start, end, title, target }) =>
        `${text.slice(start, end)}: ${title}${target ? ` → ${target.path}` : ''}`,
    );
  };
  const lensesWith = (files: Record<string, string>, text: string) => {
    const tree = treeOf(Object.entries(files).map(([path, own]) => ({ path, text: own })));
    const workspace = new Workspace({ files: [{ path: 'x', text }], tree });
    return codeLenses(workspace, workspace.document('x')!).map(({ title }) => title);
  };
  test('of includes: rules, each file once', () =>
    expect(lenses('profile x {\n  include <abstractions/base>\n}\n')).toEqual([
      'include <abstractions/base>: includes 4 rules: capability → abstractions/base',
    ]));
  test('of includes of variables', () =>
    expect(lenses('include <tunables/global>\n')).toEqual([
      'include <tunables/global>: includes 2 variables → tunables/global',
    ]));
  test('of a directory', () =>
    expect(lenses('profile x {\n  include <local/d>\n}\n')).toEqual([
      'include <local/d>: includes 2 rules from 2 files → local/d/one',
    ]));
  test('of what need not be there', () =>
    expect(lenses('profile x {\n  include if exists <local/x>\n}\n')).toEqual([
      'include if exists <local/x>: not there: includes nothing',
    ]));
  test('of an include that only adds values, and of one with comments only', () =>
    expect(
      lensesWith(
        { 'tunables/site': '@{HOMEDIRS} += /srv\n@{HOMEDIRS} += /net\n', 'local/x': '# nothing yet\n' },
        'include <tunables/site>\nprofile x {\n  include <local/x>\n}\n',
      ),
    ).toEqual(['includes more values of 1 variable', 'includes nothing']));
  test('of variables and of profiles that are named', () =>
    expect(
      lenses('@{B} = /b\n@{C} = @{B}\nprofile x {\n  @{B}/a r,\n}\nprofile y {\n  signal peer=x,\n}\n'),
    ).toEqual(['@{B}: 2 references → x', '@{C}: 0 references', 'x: 1 reference → x']));
});

test('rules of very many words and labels are no trouble', () => {
  const long = 'send, '.repeat(100_000);
  const text = `profile x {\n  network (${long}) inet,\n  unix peer=(label=${'a//'.repeat(100_000)}b),\n  /a px -> ${'&a//'.repeat(100_000)}&b,\n}\n`;
  const { workspace, document } = open(text);
  expect(selectionRanges(document, text.length >> 2).length).toBeGreaterThan(2);
  expect(semanticTokens(document).length).toBeGreaterThan(100_000);
  expect(codeLenses(workspace, document)).toEqual([]);
  expect(format(document)).toMatchObject({ refused: expect.stringContaining('longer than the 16 kB') });
});
