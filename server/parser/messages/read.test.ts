import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageCases } from './cases.ts';
import { placeOf, readMarks } from './marks.ts';
import { readMessages, tooComplex } from './read.ts';

const paths = { text: '/w/text', overlay: '/w/overlay', base: '/t/etc/apparmor.d' };
const read = (says: string, files = [{ path: 'usr.bin.t', text: 'profile t {\n  /a r,\n}\n' }]) =>
  readMessages(says, { files, paths, target: 'debian-12' });

describe('what the parser said is put where it belongs', () => {
  for (const example of messageCases)
    it(`${example.name} (${example.versions.join(', ')})`, () => {
      const files = Object.entries(example.files).map(([path, text]) => readMarks(path, text));
      const found = read(example.says, files).filter(({ code }) => code === example.code);
      expect(found.map(placeOf)).toEqual(files.flatMap((file) => file.marks));
      expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set([example.severity]));
    });
});

describe('messages', () => {
  it('keeps the parser’s own words behind the plain ones', () => {
    const [found] = read(
      'AppArmor parser error for /w/text in profile /w/text at line 2: Invalid capability foo.\n',
    );
    expect(found!.message).toBe(
      '“foo” is not the name of a capability; expected one like net_raw. (apparmor_parser: Invalid capability foo.)',
    );
  });

  it('passes on what no row knows', () => {
    const [found] = read('AppArmor parser error for /w/text in profile /w/text at line 2: Something new.\n');
    expect(found).toMatchObject({
      code: 'parser-error',
      message: 'Something new.',
      range: { start: { line: 1 } },
    });
  });

  it('never shows the sandbox’s paths', () => {
    const says =
      "AppArmor parser error for /w/text in profile /w/overlay/local/x at line 1: Could not open '/t/etc/apparmor.d/abstractions/y' in '/w/text'\n";
    expect(read(says)[0]).toMatchObject({ file: 'local/x' });
    expect(JSON.stringify(read(says))).not.toMatch(/\/w\/|\/t\//);
  });

  it('puts a message about the policy tree into the tree’s file', () => {
    const says =
      'AppArmor parser error for /w/text in profile /t/etc/apparmor.d/abstractions/base at line 7: Broken.\n';
    expect(read(says)[0]).toMatchObject({
      file: 'abstractions/base',
      range: { start: { line: 6, character: 0 } },
    });
  });

  it('says a repeated warning once', () => {
    const warning = 'Warning from profile t (/w/text): dbus rules not enforced\n\n';
    expect(read(warning.repeat(3))).toHaveLength(1);
  });

  it('takes a warning that --Werror made an error for one', () => {
    const says = "Warning converted to Error from /w/text (/w/text line 2): deprecated use of '#include'\n";
    expect(read(says)[0]!.severity).toBe('error');
  });

  it('shows no control characters', () => {
    const says =
      'AppArmor parser error for /w/text in profile /w/text at line 1: odd \u0001\u001b[31m thing\n';
    expect(read(says)[0]!.message).toBe('odd \uFFFD\uFFFD[31m thing');
  });

  it('keeps every place inside the text, whatever the parser says', () => {
    const word = fc.constantFrom(
      'AppArmor parser error for /w/text in profile /w/text at line ',
      'Warning from ',
      ': ',
      '9',
      '{',
      "'",
      '\n',
      'syntax error, unexpected TOK_ID, expecting TOK_END_OF_RULE',
      'profile has merged rule with conflicting x modifiers',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string())), fc.string({ unit: 'grapheme' }), (says, text) => {
        const lines = text.split('\n');
        for (const { range } of read(says.join(''), [{ path: 'usr.bin.t', text }])) {
          for (const { line, character } of [range.start, range.end]) {
            expect(line).toBeLessThan(lines.length);
            expect(character).toBeLessThanOrEqual(lines[line]!.length);
          }
        }
      }),
    );
  });
});

describe('what is likely to blame for a run without end', () => {
  it.each([
    ['the wildest pattern', 'profile t {\n  /a/* r,\n  «/**a?????????» r,\n}\n'],
    [
      'variables that multiply',
      `@{A}=/a /b /c /d /e /f /g\n@{B}=@{A}@{A}@{A}\n«@{C}=@{B}@{A}»\nprofile t {\n  @{C} r,\n}\n`,
    ],
    ['else the profile', '# x\n«profile t »{\n  /a r,\n}\n'],
    ['else the text', '«/a»'],
  ])('%s', (_name, marked) => {
    const file = readMarks('usr.bin.t', marked);
    expect(placeOf(tooComplex('Too complex.', [file], 'debian-12'))).toBe(file.marks[0]);
  });

  it('also where the parser counted the states', () => {
    const file = readMarks('usr.bin.t', 'profile t {\n  /a r,\n  «/**a?????????» r,\n}\n');
    const [found] = read('Too many states (131074) for type state_t\n', [file]);
    expect(found).toMatchObject({ code: 'parser-too-many-states', severity: 'error' });
    expect(placeOf(found!)).toBe(file.marks[0]);
  });
});
