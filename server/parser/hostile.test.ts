/** Texts made to keep our own reading busy: searches must not take long where the parser does not. */
import { describe, expect, it } from 'vitest';
import { messageCases } from './messages/cases.ts';
import { readMessages, tooComplex } from './messages/read.ts';
import { precheck } from './precheck.ts';

const size = 250_000;
const fill = (piece: string) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
const pieces = [
  ...[
    '{',
    '}',
    '"',
    '\\',
    ' ',
    '\n',
    '#',
    ',',
    '/',
    '@{',
    '@{X}',
    '@{X}=',
    '/a ix,\n',
    '/** px -> x,\n',
    '/{a,b}* cx,',
    '{a,',
  ],
  ...[
    'include ',
    '#include',
    'include <',
    'include "',
    'abi ',
    'abi<',
    '<abi "',
    'include if exists ',
    'profile ',
    'profile t ',
  ],
  ...[
    'audit\n',
    'audit ',
    'mount ',
    'mount options',
    'unix ',
    'deny priority=1 ',
    '"a\\',
    'a',
    '\t',
    '/a{',
    '"/a" {\n',
    '/a? {',
  ],
  ...['@{A}=@{A} @{A}\n', `@{A}=${'@{A}'.repeat(40)}\n`],
];
const messages = [...new Set(messageCases.map(({ says }) => says))].join('');

describe('texts made to keep our own reading busy', () => {
  it.each(pieces.map((piece) => [JSON.stringify(piece), piece]))(
    '%s over and over',
    { timeout: 20_000 },
    (_name, piece) => {
      for (const text of [
        fill(piece),
        `profile t {\n${fill(piece)}`,
        `profile t {\n/{a,b ix,\n${fill(`${piece}x`)}`,
      ]) {
        const files = [{ path: 'usr.bin.t', text }];
        precheck(files[0]!);
        precheck(files[0]!, { everywhere: true });
        const paths = { text: '/w/text', overlay: '/w/overlay', base: '/t/etc/apparmor.d' };
        const found = readMessages(messages.replaceAll(/line \d+/g, 'line 3'), {
          files,
          paths,
          target: 'debian-12',
        });
        expect(found.length).toBeGreaterThan(0);
        expect(tooComplex('Too complex.', files, 'debian-12').code).toBe('parser-too-complex');
      }
    },
  );

  it.each(pieces.map((piece) => [JSON.stringify(piece), piece]))(
    '%s over and over in a message',
    { timeout: 20_000 },
    (_name, piece) => {
      const files = [{ path: 'usr.bin.t', text: 'profile t {\n/a r,\n}\n' }];
      const paths = { text: '/w/text', overlay: '/w/overlay', base: '/t/etc/apparmor.d' };
      const words = fill(piece).slice(0, 60_000);
      for (const says of [
        words,
        `AppArmor parser error for ${words}`,
        `Warning from ${words}`,
        `AppArmor parser error for  in profile${fill(' in profile ').slice(0, 60_000)}`,
      ])
        for (const { message } of readMessages(says, { files, paths, target: 'debian-12' }))
          expect(message.length).toBeLessThan(2_000);
    },
  );
});
