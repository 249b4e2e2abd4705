import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternsOverlap } from './overlap.ts';

describe('patterns that can match the same path', () => {
  it.each([
    ['/bin/*', '/b*n/y'],
    ['/usr/**', '/usr/bin/[ab]'],
    ['/a/{b,c{d,e}}x', '/a/cex'],
    ['@{bin}/x', '/usr/bin/x'],
    ['/a\\*', '/a?'],
    ['/[a-c]', '/b'],
    ['/a', '/a'],
  ])('%s and %s', (a, b) => expect(patternsOverlap(a, b)).toBe(true));

  it.each([
    ['/bin/*', '/sbin/*'],
    ['/a/?', '/a/bc'],
    ['/a/*', '/a/b/c'],
    ['/a/[^b]', '/a/b'],
    ['/a\\*', '/ab'],
    ['/{a,b}', '/c'],
  ])('not %s and %s', (a, b) => expect(patternsOverlap(a, b)).toBe(false));

  it('is the same either way round, and true of a pattern and itself', () => {
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '/', '*', '**', '?', '[ab]', '[^a]', '{a,b}'))
      .map((parts) => `/${parts.join('')}`);
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        expect(patternsOverlap(a, b)).toBe(patternsOverlap(b, a));
        expect(patternsOverlap(a, a)).toBe(true);
      }),
    );
  });

  it('ends in time on patterns that are made to take long', () => {
    expect(patternsOverlap('**a?'.repeat(400), '**b?'.repeat(400))).toBe(true);
  });
});
