/** Going to names and renaming them. `|` is the caret, in the first file that has one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../syntax/index.ts';
import { definition } from './definition.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { type PolicyText, treeOf, Workspace } from './workspace.ts';

const tree = treeOf([
  { path: 'tunables/global', text: 'include <tunables/home>\n' },
  { path: 'tunables/home', text: '@{HOME} = /home/*/ /root/\n' },
  { path: 'abi/4.0', text: '' },
  { path: 'abstractions/base', text: '  abi <abi/4.0>,\n  @{LIB}/* r,\n  @{HOME}/.x r,\n' },
  { path: 'abstractions/set.d/one', text: '/one r,\n' },
  { path: 'abstractions/set.d/two', text: '/two r,\n' },
  { path: 'usr.bin.helper', text: 'profile helper /usr/bin/helper {\n  ^inner {\n  }\n}\n' },
]);

interface At {
  workspace: Workspace;
  path: string;
  offset: number;
}

function at(...texts: string[]): At {
  const paths = ['one', 'two', 'three'];
  let path = '';
  let offset = -1;
  const files = texts.map((text, index): PolicyText => {
    const caret = text.indexOf('|');
    if (caret < 0 || offset >= 0) return { path: paths[index]!, text };
    path = paths[index]!;
    offset = caret;
    return { path, text: text.slice(0, caret) + text.slice(caret + 1) };
  });
  return { workspace: new Workspace({ files, tree }), path, offset };
}

const say = (workspace: Workspace) => (place: { path: string; start: number; end: number }) =>
  `${place.path}:${workspace.text(place.path)!.slice(0, place.start).split('\n').length} ${workspace.text(place.path)!.slice(place.start, place.end)}`;

function goes(...texts: string[]): string[] {
  const { workspace, path, offset } = at(...texts);
  return definition(workspace, workspace.document(path)!, offset).map(say(workspace));
}

function used(...texts: string[]): string[] {
  const { workspace, path, offset } = at(...texts);
  return references(workspace, workspace.document(path)!, offset).map(say(workspace));
}

function renamed(to: string, ...texts: string[]): string[] | string {
  const { workspace, path, offset } = at(...texts);
  const edits = rename(workspace, workspace.document(path)!, offset, to);
  if ('refused' in edits) return edits.refused;
  return workspace.files.map((file) =>
    applyEdits(
      file.text,
      edits.filter((edit) => edit.path === file.path),
    ),
  );
}

describe('definition', () => {
  test('of an include is its file', () =>
    expect(goes('include <tunables/glo|bal>')).toEqual(['tunables/global:1 ']));
  test('of an include of a directory is each of its files', () =>
    expect(goes('profile x {\n include |<abstractions/set.d>\n}')).toEqual([
      'abstractions/set.d/one:1 ',
      'abstractions/set.d/two:1 ',
    ]));
  test('of an abi is its file', () => expect(goes('abi <abi/|4.0>,')).toEqual(['abi/4.0:1 ']));
  test('of a variable is its declaration', () =>
    expect(goes('@{A} = /a\nprofile x { @{|A}/b r, }')).toEqual(['one:1 @{A}']));
  test('of a variable from an include', () =>
    expect(goes('include <tunables/global>\nprofile x { owner @{HO|ME}/b r, }')).toEqual([
      'tunables/home:1 @{HOME}',
    ]));
  test('of what is added to is where it is declared', () =>
    expect(goes('include <tunables/global>\n@{HOME|} += /srv/')).toEqual(['tunables/home:1 @{HOME}']));
  test('of a boolean in a condition', () =>
    expect(goes('${B} = true\nprofile x { if not $|B { /a r, } }')).toEqual(['one:1 ${B}']));
  test('of a variable that is asked for', () =>
    expect(goes('@{A} = /a\nprofile x { if defined @{A|} { /a r, } }')).toEqual(['one:1 @{A}']));
  test('of an unknown variable is nowhere', () => expect(goes('profile x { @{NO|} r, }')).toEqual([]));
  test('of the profile’s own name', () =>
    expect(goes('profile x /x {\n signal peer=@{profile_n|ame},\n}')).toEqual(['one:1 x']));
  test('of a profile in another file', () =>
    expect(goes('profile x { /bin/y px -> |y, }', 'profile y {\n}')).toEqual(['two:1 y']));
  test('of a child by its short name', () =>
    expect(goes('profile x {\n /bin/y cx -> k|id,\n profile kid {\n }\n}')).toEqual(['one:3 kid']));
  test('of a child by its full name', () =>
    expect(goes('profile x {\n}\nprofile z { signal peer=x//k|id, }', 'profile x//kid {\n}')).toEqual([
      'two:1 kid',
    ]));
  test('of the label of a peer', () =>
    expect(goes('profile x { unix peer=(label="|y"), }\nprofile y {\n}')).toEqual(['one:2 y']));
  test('of the target of change_profile, in a stack', () =>
    expect(goes('profile x { change_profile -> &z//&|y, }\nprofile y {\n}')).toEqual(['one:2 y']));
  test('of the permissions of a rule is nowhere', () =>
    expect(goes('profile x { /bin/y Px|, }', 'profile y /bin/y {\n}')).toEqual([]));
  test('of a program’s path is the profile attached to it', () =>
    expect(goes('profile x { /bin|/y Px, }', 'profile y /bin/y {\n}')).toEqual(['two:1 y']));
  test('of a child’s program is the child attached to it', () =>
    expect(goes('profile x { /bin|/y Cx,\nprofile y /bin/y {\n}\n}')).toEqual(['one:2 y']));
  test('of a profile of the tree', () => {
    expect(goes('profile x { signal peer=hel|per, }')).toEqual(['usr.bin.helper:1 helper']);
    expect(goes('profile x { /usr/bin/hel|per Px, }')).toEqual(['usr.bin.helper:1 helper']);
  });
  test('of plain words is nowhere', () => expect(goes('profile x { capab|ility net_raw, }')).toEqual([]));
});

describe('references', () => {
  test('of a variable, over included files too', () =>
    expect(
      used('include <tunables/global>\nprofile x { include <abstractions/base>\n @{HO|ME}/a r, }'),
    ).toEqual(['one:3 @{HOME}', 'tunables/home:1 @{HOME}', 'abstractions/base:3 @{HOME}']));
  test('of a variable of one name in unrelated files are apart', () =>
    expect(used('@{|A} = /a', '@{A} = /b')).toEqual(['one:1 @{A}']));
  test('of a shared variable reach all that share it', () =>
    expect(
      used(
        'include <three>\nprofile x { @{A|}/a r, }',
        'include <three>\nprofile y { @{A}/b r, }',
        '@{A} = /a\n',
      ),
    ).toEqual(['one:2 @{A}', 'three:1 @{A}', 'two:2 @{A}']));
  test('of a profile', () =>
    expect(used('profile |x {\n}\nprofile y { ptrace peer=x,\n signal peer=x//kid, }')).toEqual([
      'one:1 x',
      'one:3 x',
      'one:4 x',
    ]));
  test('of a file', () =>
    expect(
      used('profile x {\n include <abstractions/b|ase>\n}', 'profile y {\n include <abstractions/base>\n}'),
    ).toEqual(['one:2 <abstractions/base>', 'two:2 <abstractions/base>']));
});

describe('rename', () => {
  test('a variable, in each form', () =>
    expect(
      renamed(
        'B',
        '@{A} = /a\n@{C} = @{A}/c\nprofile x "@{|A}" { "@{A}/{b,@{A}}" r, if defined @{A} { /a r, } }',
      ),
    ).toEqual([
      '@{B} = /a\n@{C} = @{B}/c\nprofile x "@{B}" { "@{B}/{b,@{B}}" r, if defined @{B} { /a r, } }',
    ]));
  test('typed with its braces', () => expect(renamed('@{B}', '@{|A} = /a\n')).toEqual(['@{B} = /a\n']));
  test('a boolean', () =>
    expect(renamed('N', '$B = true\nprofile x { if ${|B} { /a r, } }')).toEqual([
      '$N = true\nprofile x { if ${N} { /a r, } }',
    ]));
  test('a profile, over files', () =>
    expect(
      renamed('z', 'profile |x /x {\n ^h {\n }\n}\n', 'profile y {\n /b px -> x//h,\n signal peer=x,\n}\n'),
    ).toEqual(['profile z /x {\n ^h {\n }\n}\n', 'profile y {\n /b px -> z//h,\n signal peer=z,\n}\n']));
  test('a child, not its namesakes', () =>
    expect(
      renamed(
        'n',
        'profile x {\n /b cx -> k,\n profile |k {\n }\n}\nprofile y {\n signal peer=x//k,\n profile k {\n }\n}\n',
      ),
    ).toEqual([
      'profile x {\n /b cx -> n,\n profile n {\n }\n}\nprofile y {\n signal peer=x//n,\n profile k {\n }\n}\n',
    ]));
  test('to the same name changes nothing', () => expect(renamed('A', '@{|A} = /a')).toEqual(['@{A} = /a']));
  test.each<[string, string, string[]]>([
    [
      'B',
      'Only variables and profiles can be renamed: put the caret on the name of one.',
      ['profile x { /a| r, }'],
    ],
    [
      'B',
      '@{HOME} is declared in tunables/home, which belongs to the policy tree and is not open for editing. Renaming it here would break that file.',
      ['include <tunables/global>\n@{HO|ME} += /x'],
    ],
    [
      'B',
      '@{LIB} is used in abstractions/base, which belongs to the policy tree and is not open for editing. Renaming it here would break that file.',
      ['@{|LIB} = /x\nprofile x { include <abstractions/base> }'],
    ],
    [
      'B',
      '@{NO} is not declared in any file that is open here, nor in what they include.',
      ['profile x { @{|NO}/a r, }'],
    ],
    ['1', '“1” is no name of a variable: expected letters, digits and _, a letter first.', ['@{|A} = /x']],
    ['B', '@{B} is declared in one already.', ['@{|A} = /x\n@{B} = /y']],
    [
      'a b',
      '“a b” is no name that can be written everywhere without quotes: expected letters, digits and . _ - + @ ~.',
      ['profile |x {\n}'],
    ],
    ['y', 'The profile “y” is declared in one already.', ['profile |x {\n}\nprofile y {\n}']],
    [
      'y',
      'This is the path of a program. A profile is renamed where its name stands.',
      ['profile x { /b|in Px, }\n'],
    ],
  ])('to %s is refused: %s', (to, words, texts) => {
    expect(renamed(to, ...texts)).toBe(words);
  });
  test('a profile named by its path is refused with the way to name it', () =>
    expect(renamed('y', '|/usr/bin/x {\n}\n')).toMatch('write “profile NAME /usr/bin/x {”'));
  test('is asked for beforehand', () => {
    const { workspace, path, offset } = at('@{|A} = /a\n');
    expect(prepareRename(workspace, workspace.document(path)!, offset)).toEqual({
      start: 2,
      end: 3,
      name: 'A',
    });
  });
});

describe('laws', () => {
  const pieces = fc.constantFrom(
    ...[
      '@{A}',
      '@{',
      '}',
      '$B',
      ' = /a\n',
      ' += /b\n',
      'profile x {',
      'profile y /y {',
      '\n}\n',
      '^h {',
      ' ',
    ],
    ...[
      '/a px -> x//h,\n',
      '/y Px,\n',
      'signal peer=',
      'x',
      '//',
      '&',
      ':n:',
      ',\n',
      'if defined @{A} {',
      '"',
      '\\',
    ],
    ...[
      'include <tunables/global>\n',
      'include <two>\n',
      '@{HOME}/x r,\n',
      '@{profile_name}',
      '\r\n',
      '# c\n',
    ],
  );
  const text = fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join(''));
  const open = (one: string, two: string) =>
    new Workspace({
      files: [
        { path: 'one', text: one },
        { path: 'two', text: two },
      ],
      tree,
    });

  test('every name of any text leads to places that are there, and is among its own references', () =>
    fc.assert(
      fc.property(text, text, (one, two) => {
        const workspace = open(one, two);
        const document = workspace.document('one')!;
        for (let offset = 0; offset <= one.length; offset++) {
          const found = references(workspace, document, offset);
          for (const { path, start, end } of [...found, ...definition(workspace, document, offset)])
            expect(start <= end && end <= workspace.text(path)!.length).toBe(true);
          const target = prepareRename(workspace, document, offset);
          if ('refused' in target) continue;
          expect(
            found.some(({ path, start, end }) => path === 'one' && start <= offset && offset <= end),
          ).toBe(true);
        }
      }),
    ));

  test('renamed and renamed back, the texts are the same', () =>
    fc.assert(
      fc.property(text, text, fc.nat(), (one, two, seed) => {
        const workspace = open(one, two);
        const offset = seed % (one.length + 1);
        const target = prepareRename(workspace, workspace.document('one')!, offset);
        // An odd name may be given up, but not taken.
        if ('refused' in target || !/^\w+$/.test(target.name)) return;
        const edits = rename(workspace, workspace.document('one')!, offset, 'Other');
        if ('refused' in edits) return;
        const apply = (path: string, before: string, all: typeof edits) =>
          applyEdits(
            before,
            all.filter((edit) => edit.path === path),
          );
        const [first, second] = [apply('one', one, edits), apply('two', two, edits)];
        const after = open(first, second);
        const moved = edits
          .filter(({ path, start }) => path === 'one' && start < target.start)
          .reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
        const back = rename(after, after.document('one')!, target.start + moved, target.name);
        if ('refused' in back) throw new Error(back.refused);
        expect([apply('one', first, back), apply('two', second, back)]).toEqual([one, two]);
      }),
      { numRuns: 300 },
    ));
});
