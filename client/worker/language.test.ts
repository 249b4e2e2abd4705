import { expect, test } from 'vitest';
import { makeKit } from '../../shared/kits/fixtures.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import { analyse, Reader } from './analyse.ts';
import { Language } from './language.ts';

const profile = (text: string): OpenFile[] => [{ role: 'profile', path: 'p', text }];
const tree = [
  { path: 'abstractions/base', text: '/usr/share/** r,\n' },
  { path: 'tunables/global', text: '@{HOME}=/home/*/ /root/\n' },
];
const around = async (target = 'debian-12') => {
  const language = new Language(async () => tree);
  await language.surround(target);
  return language;
};
const codes = (language: Language, files: OpenFile[]) => {
  const reader = new Reader();
  reader.readWith((given) => language.around(given));
  return analyse(reader, undefined, files).diagnostics.map(({ code }) => code);
};

test('a text is judged together with what it includes', async () => {
  const undeclared = profile('profile a {\n  @{HOME}x r,\n}\n');
  const declared = profile('include <tunables/global>\nprofile a {\n  @{HOME}x r,\n}\n');
  const language = await around();
  expect(codes(language, undeclared)).not.toEqual([]);
  expect(codes(language, declared)).toEqual([]);
});

test('an include that is not there is an error once the tree is known', async () => {
  const files = profile('include <tunables/nope>\nprofile a {\n}\n');
  expect(codes(new Language(), files)).toEqual([]);
  expect(codes(await around(), files)).toHaveLength(1);
});

test('the files under edit hide those of the tree', async () => {
  const files: OpenFile[] = [
    ...profile('include <tunables/site>\nprofile a {\n  @{MINE} r,\n}\n'),
    { role: 'tunables', path: 'tunables/site', text: '@{MINE}=/mine\n' },
  ];
  expect(codes(await around(), files)).toEqual([]);
});

test('an error of an open file is not told again at the include that leads there', async () => {
  const files: OpenFile[] = [
    ...profile('profile a {\n  include <local/p>\n}\n'),
    { role: 'local', path: 'local/p', text: 'capability nonsense,\n' },
  ];
  const reader = new Reader();
  const language = await around();
  reader.readWith((given) => language.around(given));
  expect(analyse(reader, undefined, files).diagnostics.map(({ file }) => file)).toEqual(['local/p']);
});

test('no tree: the words come back, and texts are judged alone', async () => {
  const language = new Language(async () => {
    throw new Error('No parser here.');
  });
  await expect(language.surround('debian-12')).rejects.toThrow('No parser here.');
  expect(codes(language, profile('include <tunables/nope>\nprofile a {\n}\n'))).toEqual([]);
});

test('the target chosen last is the one that counts, whatever comes last', async () => {
  let letFirstCome = (_files: typeof tree) => {};
  const language = new Language((target) =>
    target === 'debian-12'
      ? new Promise((done) => {
          letFirstCome = done;
        })
      : Promise.resolve([...tree, { path: 'tunables/new', text: '' }]),
  );
  const first = language.surround('debian-12');
  await language.surround('debian-13');
  letFirstCome(tree);
  await first;
  expect(codes(language, profile('include <tunables/new>\nprofile a {\n}\n'))).toEqual([]);
});

test('findings have places in lines, a source, and fixes that edit their file', async () => {
  const files = profile('profile a {\n  /bin/x Ux,\n}\n');
  const [found] = (await around())
    .answer(files, 'findings', [['p']])
    .filter(({ code }) => code === 'unconfined-exec');
  expect(found).toMatchObject({ file: 'p', source: 'lint', range: { start: { line: 1 } } });
});

test('what the built-in parser objects to has its fixes, by place and code', async () => {
  const files = profile('profile a {\n  capability net_rw,\n}\n');
  const language = await around();
  const [mend] = language.answer(files, 'mends', [['p']]);
  const reader = new Reader();
  const [found] = analyse(reader, undefined, files).diagnostics;
  expect(mend).toMatchObject({ file: 'p', start: found!.range.start, code: found!.code });
  expect(mend!.fixes[0]!.edits).toMatchObject([{ path: 'p', text: 'net_raw' }]);
});

test('other targets are asked without choosing them', async () => {
  const files = profile('profile a {\n  /bin/x Ux,\n}\n');
  const found = await (await around()).answer(files, 'findingsOn', [['p'], ['debian-12', 'debian-13']]);
  expect(found.map((list) => list.some(({ code }) => code === 'unconfined-exec'))).toEqual([true, true]);
});

test('a question that is none is refused', async () =>
  expect(async () => (await around()).answer([], 'nonsense' as 'text', [''])).rejects.toThrow(
    'has no “nonsense”',
  ));

test('findings that the kit answers for carry its reason', async () => {
  const kit = makeKit({ g: { id: ['capability setuid,'] } });
  Object.assign(kit.groups[0]!.options[0]!, { answers: ['dangerous-capability'], reason: 'Drops root' });
  const files = profile('profile p {\n  capability setuid,\n  capability sys_admin,\n}\n');
  const language = await around();
  const found = (using?: typeof kit) =>
    language
      .answer(files, 'findings', [['p']], using)
      .filter(({ code }) => code === 'dangerous-capability')
      .map(({ answer }) => answer?.reason);
  expect(found(kit)).toEqual(['Drops root', undefined]);
  expect(found()).toEqual([undefined, undefined]);
});
