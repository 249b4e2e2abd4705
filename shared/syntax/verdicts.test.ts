import { describe, expect, test } from 'vitest';
import { parse } from './testing.ts';
import { badTexts, goodTexts } from './verdictCases.ts';

const errors = (text: string) =>
  parse(text, { resolveInclude: () => undefined }).diagnostics.filter(({ severity }) => severity === 'error');

const named = (texts: readonly string[]) => texts.map((text) => [JSON.stringify(text).slice(0, 100), text]);

describe('what apparmor_parser takes', () => {
  test.each(named(goodTexts))('%s', (_name, text) => expect(errors(text)).toEqual([]));
});

describe('what apparmor_parser refuses', () => {
  test.each(named(badTexts))('%s', (_name, text) => expect(errors(text)).not.toEqual([]));
});

test('conflicting exec modes: at the later rule, with the earlier one', () => {
  const text = 'profile a {\n  /bin/* ix,\n  /bin/a* px -> b,\n}\n';
  const [found, ...more] = parse(text).diagnostics;
  expect(more).toEqual([]);
  expect(text.slice(found!.start, found!.end)).toBe('px');
  const [other] = (found as { related?: { start: number; end: number }[] }).related!;
  expect(text.slice(other!.start, other!.end)).toBe('ix');
});

test('conflicting exec modes, one of them included', () => {
  const resolveInclude = () => [{ path: 'x', text: '/bin/* ix,\n' }];
  const text = 'profile a {\n  include <x>\n  /bin/a* px,\n}\n';
  const [found] = parse(text, { resolveInclude }).diagnostics;
  expect(found).toMatchObject({ code: 'exec-conflict', related: [{ path: 'x', start: 7, end: 9 }] });
});

test.each([
  ['deny', 'exec-in-block'],
  ['audit', undefined],
])('an included rule runs programs, in a block of %s', (prefix, code) => {
  const resolveInclude = () => [{ path: 'x', text: '/bin/* ix,\n' }];
  const [found] = parse(`profile a {\n  ${prefix} { include <x>\n  }\n}\n`, { resolveInclude }).diagnostics;
  expect(found?.code).toBe(code);
});
