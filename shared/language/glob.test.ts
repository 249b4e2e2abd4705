import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternProblem } from '../syntax/aare.ts';
import { explainGlob, matches } from './glob.ts';

const explain = (pattern: string) => explainGlob(pattern, pattern);

describe('examples of a pattern', () => {
  it.each<[string, string[], string[]]>([
    ['/etc/*', ['/etc/name'], ['/etc/dir/name', '/etc/']],
    ['/etc/*.conf', ['/etc/name.conf'], ['/etc/dir/name.conf']],
    ['/var/**', ['/var/name', '/var/dir/name'], ['/var/']],
    ['/a?', ['/aa'], ['/aab', '/a']],
    ['/dev/tty[0-9]', ['/dev/tty1'], ['/dev/ttya']],
    ['/dev/tty[^0-9]', ['/dev/ttya'], ['/dev/tty0']],
    ['/{,usr/}bin/x', ['/bin/x', '/usr/bin/x'], ['/otherbin/x']],
    ['/etc/x/', [], []],
    ['/etc/{a,b*}/', ['/etc/a/', '/etc/bother/'], ['/etc/other/', '/etc/a']],
  ])('%s', (pattern, matching, others) => {
    const found = explain(pattern);
    expect(found.matching).toEqual(expect.arrayContaining(matching));
    expect(found.others).toEqual(expect.arrayContaining(others));
  });

  it('are none for a plain path, or one that is not well-formed', () => {
    for (const pattern of ['/etc/passwd', '/etc/{a', '/etc/[', '/etc/\\*'])
      expect(explain(pattern)).toMatchObject({ matching: [], others: [] });
  });

  it('are told by what variables stand for, with the signs as written', () => {
    const { signs, matching } = explainGlob('@{HOME}/*', '{/home/*,/root}/*');
    expect(signs).toEqual(['`*` any characters but “/”: it stays in one directory']);
    expect(matching).toEqual(expect.arrayContaining(['/home/name/name', '/root/other']));
    expect(explainGlob('@{NONE}/*', undefined).matching).toEqual([]);
  });

  it('match as a regular expression made from the same pattern says', () => {
    const piece = fc.constantFrom(
      '/',
      'a',
      '*',
      '**',
      '?',
      '[a-c]',
      '[^b]',
      '{a,b}',
      '{,x/}',
      '{a*,{b,c}?}',
      '\\*',
      '.',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const pattern = `/${pieces.join('')}`.replace(/\*{3,}/g, '**');
        if (patternProblem(pattern)) return;
        const expression = expressionOf(pattern);
        const { matching, others } = explain(pattern);
        for (const path of matching) expect(path).toMatch(expression);
        for (const path of others) expect(path).not.toMatch(expression);
      }),
    );
  });
});

/** After a slash, with nothing or a slash behind, a star stands for a character at least. */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(
    /\\(.)|\[[^\]]*\]|\*\*|[*?{},.]/g,
    (sign, escaped: string | undefined, at: number) => {
      if (escaped) return `\\${escaped}`;
      const some = pattern[at - 1] === '/' && /^(?:\/|$)/.test(pattern.slice(at + sign.length)) ? '+' : '*';
      const signs: Record<string, string> = {
        '**': `[^]${some}`,
        '*': `[^/]${some}`,
        '?': '[^/]',
        '{': '(?:',
        '}': ')',
        ',': '|',
        '.': '\\.',
      };
      return signs[sign] ?? sign;
    },
  );
  return new RegExp(`^(?:${source})$`, 's');
}

describe('signs of a pattern', () => {
  it.each([
    ['/a*/b*', 1],
    ['/a/**/*?', 3],
    ['/[ab]/{x,y*}', 3],
    ['/plain', 0],
    ['/\\*', 0],
    ['@{X}/a', 0],
  ])('%s has %i', (pattern, count) => expect(explain(pattern).signs).toHaveLength(count));
});

describe('matching', () => {
  it.each([
    ['/a*', '/abc', true],
    ['/a*', '/a/b', false],
    ['/**', '/a/b', true],
    ['/{a,b}', '/b', true],
    ['/a\\*', '/a*', true],
    ['/a\\*', '/ab', false],
    ['/a,b', '/a,b', true],
  ])('%s and %s: %s', (pattern, path, expected) => expect(matches(pattern, path)).toBe(expected));
});
