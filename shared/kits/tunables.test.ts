import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorsIn, makeKit, profileFile, rustnet, shipped, textOf } from './fixtures.ts';
import { readState } from './read.ts';
import { editFiles } from './render.ts';
import type { OpenFile } from './state.ts';
import { setTunable } from './tunables.ts';
import { checkTunableValue, writeValue } from './tunableValue.ts';

const kit = makeKit({ g: { o: ['/a r,'] } });
const files = (site: string, declaration = '@{DIR} = /var/log/p\n'): OpenFile[] => [
  { role: 'profile', path: 'p', text: `${declaration}profile p {\n}\n` },
  { role: 'tunables', path: 'tunables/p.d/site', text: site },
];
const set = (site: string, ...values: string[]) => {
  const before = files(site);
  return textOf(editFiles(before, setTunable(kit, before, 'DIR', values)), 'tunables');
};
const valuesIn = (all: OpenFile[]) => readState(kit, all).tunables[0]!.values.map(({ value }) => value);

describe('setTunable', () => {
  test.each<[string, string[], string]>([
    ['', ['/srv/a'], '@{DIR} += /srv/a\n'],
    ['# words\n', ['/srv/a'], '# words\n@{DIR} += /srv/a\n'],
    ['# words', ['/srv/a'], '# words\n@{DIR} += /srv/a'],
    ['# words\r\n', ['/srv/a'], '# words\r\n@{DIR} += /srv/a\r\n'],
    ['@{DIR} += /srv/a\n', ['/srv/a', '/srv/b'], '@{DIR} += /srv/a /srv/b\n'],
    ['@{DIR} += /srv/a # why\n', ['/srv/a', '/srv/b'], '@{DIR} += /srv/a /srv/b # why\n'],
    ['@{DIR} += /srv/a /srv/b\n', ['/srv/b'], '@{DIR} += /srv/b\n'],
    ['@{DIR} += /srv/a /srv/b /srv/c\n', ['/srv/c'], '@{DIR} += /srv/c\n'],
    ['@{DIR} += /srv/a /srv/b\n', ['/srv/a'], '@{DIR} += /srv/a\n'],
    ['# x\n@{DIR} += /srv/a\n# y\n', [], '# x\n# y\n'],
    ['# x\n@{DIR} += /srv/a', [], '# x'],
    ['@{DIR} += /srv/a\n@{DIR} += /srv/b\n', ['/srv/a'], '@{DIR} += /srv/a\n'],
    ['@{DIR} += /srv/a\n', ['/srv/b'], '@{DIR} += /srv/b\n'],
    ['', ['/srv/a b'], '@{DIR} += "/srv/a b"\n'],
    ['@{DIR} += "/srv/a b" /c\n', ['/c'], '@{DIR} += /c\n'],
    ['', ['/srv//a/'], '@{DIR} += /srv/a\n'],
    ['', ['/srv/a', '/srv/a/'], '@{DIR} += /srv/a\n'],
    ['@{OTHER} += /x\n', ['/srv/a'], '@{OTHER} += /x\n@{DIR} += /srv/a\n'],
  ])('%j to %j', (site, values, expected) => expect(set(site, ...values)).toBe(expected));

  test.each<[string, string[]]>([
    ['', []],
    ['', ['/var/log/p']],
    ['', ['/var/log/p/']],
    ['@{DIR} += /srv/a/\n', ['/srv/a', '/var/log/p']],
    ['@{DIR} += /srv/a /srv/b\n', ['/srv/b', '/srv/a']],
  ])('%j to %j changes nothing', (site, values) =>
    expect(setTunable(kit, files(site), 'DIR', values)).toEqual([]),
  );

  test('the default stays in the profile, what the profile adds to it may go', () => {
    const before = files('', '@{DIR} = /var/log/p /srv/x\n');
    expect(textOf(editFiles(before, setTunable(kit, before, 'DIR', [])))).toBe(
      '@{DIR} = /var/log/p\nprofile p {\n}\n',
    );
  });
  test('without a kit and a site file, in the declaration', () => {
    const before = profileFile('@{DIR} = /a\nprofile p {\n}\n');
    const edits = setTunable(undefined, before, 'DIR', ['/a', '/b']);
    expect(textOf(editFiles(before, edits))).toBe('@{DIR} = /a /b\nprofile p {\n}\n');
  });
  test('an unknown tunable is named', () =>
    expect(() => setTunable(kit, files(''), 'NO', [])).toThrow('There is no tunable “NO”; there is: DIR.'));
  test('rustnet: a chip more, then the shipped files again', () => {
    const add = (all: OpenFile[], values: string[]) =>
      editFiles(all, setTunable(rustnet, all, 'RUSTNET_LOG_DIR', values));
    const more = add(shipped(), ['/var/log/rustnet', '/srv/captures']);
    expect(textOf(more, 'tunables').split('\n').at(-2)).toBe('@{RUSTNET_LOG_DIR} += /srv/captures');
    expect(textOf(more)).toBe(textOf(shipped()));
    expect(add(more, ['/var/log/rustnet'])).toEqual(shipped());
  });
});

const value = fc
  .array(fc.constantFrom('a', 'b c', 'é', 'x,y', '{p,q}', '[0-9]', '*', '!', '#', 'srv'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => `/d/${parts.join('/')}`)
  .filter((path) => checkTunableValue('directory', path) === undefined);
const site = fc.constantFrom(
  '',
  '# c\n',
  '# c',
  '@{DIR} += /k\n',
  '@{DIR} += /k "/l m"\n# c\n',
  '@{DIR} += /k',
  '# c\r\n',
);

test('law: the values that are set are the values that are read, once each', () => {
  fc.assert(
    fc.property(site, fc.array(value, { maxLength: 4 }), (text, values) => {
      const before = files(text);
      const after = editFiles(before, setTunable(kit, before, 'DIR', values));
      expect(new Set(valuesIn(after))).toEqual(new Set(['/var/log/p', ...values]));
      expect(setTunable(kit, after, 'DIR', values)).toEqual([]);
      expect(errorsIn(textOf(after, 'tunables'))).toBeLessThanOrEqual(errorsIn(text));
    }),
  );
});
test('law: values added and taken out again give the text back', () => {
  fc.assert(
    fc.property(site, fc.uniqueArray(value, { minLength: 1, maxLength: 3 }), (text, values) => {
      const before = files(text);
      const more = editFiles(before, setTunable(kit, before, 'DIR', [...valuesIn(before), ...values]));
      expect(editFiles(more, setTunable(kit, more, 'DIR', valuesIn(before)))).toEqual(before);
    }),
  );
});

describe('checkTunableValue', () => {
  test.each([
    '/srv/captures',
    '/srv/captures/',
    '/srv/a b',
    '/srv/é',
    '/a{b,c}',
    '/{a,b}/c',
    '/a[0-9]',
    '/srv/*',
    '@{HOME}/captures',
    '/a#b',
    '/a!b',
    "/a'b",
  ])('takes %s', (path) => expect(checkTunableValue('directory', path)).toBeUndefined());
  test.each([
    ['', 'Nothing'],
    ['  ', 'Nothing'],
    ['logs', 'starts with a slash'],
    ['./logs', 'starts with a slash'],
    ['~/logs', 'starts with a slash'],
    ['/', 'whole file system'],
    ['//', 'whole file system'],
    ['/*', 'nearly the whole'],
    ['/**', 'nearly the whole'],
    ['/a/../b', 'without them'],
    ['/a/.', 'without them'],
    ['/a\n/b', 'one line'],
    ['/a\tb', 'control character'],
    ['/a\u0000', 'control character'],
    [' /a', 'begins or ends with a space'],
    ['/a"b', 'quotes'],
    ['/a\\b', 'backslash'],
    ['/a{b', 'not closed'],
    ['/a}b', 'no “{”'],
    ['/a{b}', 'two choices'],
    ['/a{}', 'two choices'],
    ['/a[b', 'not closed'],
    ['/a[]', 'not closed'],
    ['/a]b', 'no “[”'],
    ['/a,b', 'comma'],
    ['@{NO}/a', 'not known'],
    ['/a/@{HOME}', 'at the beginning'],
    ['/a/$' + '{X}', 'at the beginning'],
  ])('refuses %j: %s', (path, words) => expect(checkTunableValue('directory', path)).toContain(words));
  test('a file is not a directory', () => expect(checkTunableValue('file', '/a/')).toContain('name a file'));
  test('a list holds words', () => expect(checkTunableValue('list', 'word')).toBeUndefined());
  test('the reason is a sentence', () =>
    expect(checkTunableValue('directory', 'logs')).toMatch(/^[A-Z“@].*\.$/));
});

test.each([
  ['/a', '/a'],
  ['/a b', '"/a b"'],
  ['/a!b', '"/a!b"'],
  ['/a{b,c}', '"/a{b,c}"'],
])('%s is written %s', (path, written) => expect(writeValue(path)).toBe(written));
