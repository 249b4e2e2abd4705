import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, pathPattern } from './patterns.ts';

function covered(wide: string, narrow: string): boolean | undefined {
  return covers(pathPattern(wide)!, pathPattern(narrow)!, { left: 100_000 });
}

describe('takes in all of', () => {
  test.each([
    ['/**', '/etc/passwd'],
    ['/**', '/{home/*,root}/.ssh/**'],
    ['/etc/*', '/etc/{a,b}'],
    ['/etc/{a,b}', '/etc/b'],
    ['/etc/[a-z]*', '/etc/passwd'],
    ['/{,usr/}bin/*', '/usr/bin/a?'],
    ['/a/**', '/a/*/'],
    ['/a/\\*', '/a/\\*'],
    ['/a/**.so*', '/a/b/libc.so.6'],
  ])('%s: %s', (wide, narrow) => expect(covered(wide, narrow)).toBe(true));

  test.each([
    ['/etc/*', '/etc/a/b'],
    ['/etc/*', '/etc/'],
    ['/etc/**', '/etc/'],
    ['/etc/b', '/etc/{a,b}'],
    ['/etc/[a-z]', '/etc/?'],
    ['/usr/bin/*', '/{,usr/}bin/a'],
    ['/a/*', '/a/**'],
    ['/a/\\*', '/a/*'],
  ])('not %s: %s', (wide, narrow) => expect(covered(wide, narrow)).toBe(false));
});

// ---- against all short paths -------------------------------------------------------------------------------------

const part: fc.Arbitrary<string> = fc.letrec<{ part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom('a', 'b', '/', '?', '*', '**', '[ab]', '[^a]', '\\b'),
    fc
      .tuple(fc.array(tie('part'), { maxLength: 2 }), fc.array(tie('part'), { maxLength: 2 }))
      .map(([a, b]) => `{${a.join('')},${b.join('')}}`),
  ),
})).part;
const pattern = fc.array(part, { maxLength: 4 }).map((parts) => `/${parts.join('')}`);

/** The same pattern as a regular expression, made another way. */
function expression(text: string): RegExp {
  const source = text.replace(/\\b|\*+|\?|\[\^?\w+\]|[{},]/g, (found, at: number) => {
    const lonely = text[at - 1] === '/' && ['/', undefined].includes(text[at + found.length]);
    if (found.startsWith('**')) return lonely ? '[^]+' : '[^]*';
    if (found === '*') return lonely ? '[^/]+' : '[^/]*';
    if (found === '?') return '[^/]';
    if (found === '\\b') return 'b';
    return { '{': '(?:', '}': ')', ',': '|' }[found] ?? found;
  });
  return new RegExp(`^${source}$`);
}

const paths = ['/'];
for (let at = 0; paths[at]!.length < 6; at++) for (const next of 'ab/') paths.push(paths[at]! + next);

test('agrees with every short path', () => {
  fc.assert(
    fc.property(pattern, pattern, (wide, narrow) => {
      const [one, other] = [expression(wide), expression(narrow)];
      const outside = paths.find((path) => other.test(path) && !one.test(path));
      if (covered(wide, narrow)) expect(outside).toBeUndefined();
      else expect(outside ?? 'longer').toBeDefined();
    }),
    { numRuns: 2000 },
  );
});

test('patterns that match the same take in each other', () => {
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      expect(covered(`{${a},${b}}`, a)).not.toBe(false);
      expect(covered(`{${a},${b}}`, `{${b},${a}}`)).not.toBe(false);
    }),
  );
});

test('gives up in time', () => {
  const wide = `/**a${'?'.repeat(40)}`;
  expect(covers(pathPattern(wide)!, pathPattern('/{a,b}**')!, { left: 10_000 })).not.toBe(true);
});

test('every path that a pattern matches begins with one of its heads', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        pattern,
        pattern.map((text) => `{${text},/a}b`),
      ),
      (text) => {
        const matches = expression(text);
        const { heads } = pathPattern(text)!;
        const strange = paths.find(
          (path) => matches.test(path) && !heads.some((head) => path.startsWith(head)),
        );
        expect(strange).toBeUndefined();
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['{/home/*,/root}/.a/**', ['/home/', '/root/.a/']],
  ['/{usr/,}lib{,32}/x*', ['/usr/lib/x', '/lib/x', '/usr/lib32/x', '/lib32/x']],
  ['/{a,b*}', ['/b', '/a']],
  ['/a{b\\},c}', ['/a']],
  ['/**', ['/']],
])('%s begins with %j', (text, heads) =>
  expect([...pathPattern(text)!.heads].sort()).toEqual([...heads].sort()),
);
