import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edited, errorsIn, profileFile } from './fixtures.ts';
import { setMode } from './mode.ts';
import { readState } from './read.ts';
import type { ModeName } from './state.ts';

const set = (header: string, mode: ModeName) => {
  const files = profileFile(`${header} {\n}\n`);
  return edited(files, setMode(files, mode)).replace(/ ?\{\n\}\n$/, '');
};
const modeIn = (text: string) => readState(undefined, profileFile(text)).mode;

describe('complain', () => {
  test.each([
    ['profile p', 'profile p flags=(complain)'],
    ['profile p /p', 'profile p /p flags=(complain)'],
    ['/p', '/p flags=(complain)'],
    ['profile p /p flags=(complain)', 'profile p /p flags=(complain)'],
    ['profile p flags=(attach_disconnected)', 'profile p flags=(attach_disconnected, complain)'],
    [
      'profile p flags=(attach_disconnected,mediate_deleted)',
      'profile p flags=(attach_disconnected,mediate_deleted,complain)',
    ],
    [
      'profile p flags=(attach_disconnected mediate_deleted)',
      'profile p flags=(attach_disconnected mediate_deleted complain)',
    ],
    ['profile p flags=(unconfined)', 'profile p flags=(complain)'],
    ['profile p flags=(kill, audit)', 'profile p flags=(complain, audit)'],
    ['profile p flags=(enforce)', 'profile p flags=(complain)'],
    ['profile p (enforce)', 'profile p (complain)'],
    ['profile p /p xattrs=(user.a="b")', 'profile p /p xattrs=(user.a="b") flags=(complain)'],
    ['profile p flags=(enforce, kill)', 'profile p flags=(complain)'],
  ])('%s', (header, expected) => expect(set(header, 'complain')).toBe(expected));
});

describe('enforce', () => {
  test.each([
    ['profile p', 'profile p'],
    ['profile p flags=(complain)', 'profile p'],
    ['profile p (complain)', 'profile p'],
    ['profile p flags=(attach_disconnected, complain)', 'profile p flags=(attach_disconnected)'],
    ['profile p flags=(complain, attach_disconnected)', 'profile p flags=(attach_disconnected)'],
    ['profile p flags=(complain attach_disconnected)', 'profile p flags=(attach_disconnected)'],
    ['profile p flags=(audit,complain,debug)', 'profile p flags=(audit,debug)'],
    ['profile p flags=(default_allow)', 'profile p'],
  ])('%s', (header, expected) => expect(set(header, 'enforce')).toBe(expected));
});

test('children and hats keep their own', () => {
  const files = profileFile('profile p {\n profile c flags=(complain) {\n }\n ^h flags=(kill) {\n }\n}\n');
  expect(edited(files, setMode(files, 'complain'))).toBe(
    'profile p flags=(complain) {\n profile c flags=(complain) {\n }\n ^h flags=(kill) {\n }\n}\n',
  );
});
test('the named profile, where a name is given', () => {
  const files = profileFile('profile a {\n}\nprofile b {\n}\n');
  expect(edited(files, setMode(files, 'kill', 'b'))).toBe('profile a {\n}\nprofile b flags=(kill) {\n}\n');
});
test('no profile, no edit', () => expect(setMode(profileFile('# nothing\n'), 'complain')).toEqual([]));
test('flags that conflict read as written last', () =>
  expect(modeIn('profile p flags=(complain, kill) {\n}\n')).toBe('kill'));

const modes: ModeName[] = ['enforce', 'complain', 'kill', 'unconfined', 'prompt', 'default_allow'];
const header = fc
  .tuple(
    fc.constantFrom('profile p', 'profile p /p', '/p', 'profile "a b" /p', 'profile p /p{,x}'),
    fc.constantFrom('', ' flags=', ' flags = ', ' '),
    fc.array(fc.constantFrom('audit', 'attach_disconnected', ...modes), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(',', ' ', ', '),
    fc.constantFrom(' {\n}\n', '{\n}\n', '\n{\n}\n', ' {}', ' { # c\n  /a r,\n}'),
  )
  .map(
    ([name, flags, values, separator, end]) =>
      name + (flags.trim() === '' && flags !== ' ' ? '' : `${flags}(${values.join(separator)})`) + end,
  );

test('law: the mode that is set is the mode that is read, and setting it again changes nothing', () => {
  fc.assert(
    fc.property(header, fc.constantFrom(...modes), (text, mode) => {
      const after = edited(profileFile(text), setMode(profileFile(text), mode));
      expect(modeIn(after)).toBe(mode);
      expect(setMode(profileFile(after), mode)).toEqual([]);
      expect(errorsIn(after)).toBeLessThanOrEqual(errorsIn(text));
    }),
  );
});
test('law: from no flags at all, there and back again', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('profile p {\n}\n', '/p {\n}', 'profile p /p\n{\n}\n'),
      fc.constantFrom(...modes),
      (text, mode) => {
        const there = edited(profileFile(text), setMode(profileFile(text), mode));
        expect(edited(profileFile(there), setMode(profileFile(there), 'enforce'))).toBe(text);
      },
    ),
  );
});
