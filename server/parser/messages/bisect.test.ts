import { describe, expect, test } from 'vitest';
import { bisect } from './bisect.ts';
import { placeOf, readMarks } from './marks.ts';

const bounds = { runs: 100, milliseconds: 10_000 };
/** A stand-in that refuses a text with all of some words in it. */
const needs =
  (...words: string[]) =>
  async (files: { text: string }[]) =>
    words.every((word) => files.some(({ text }) => text.includes(word)));

async function places(marked: string[], words: string[], more = {}) {
  const files = marked.map((text, at) => readMarks(`f${at}`, text));
  const spots = await bisect(files, needs(...words), { ...bounds, ...more });
  return {
    found: spots.map((spot) => placeOf(spot as Parameters<typeof placeOf>[0])).sort(),
    marks: files.flatMap((file) => file.marks).sort(),
  };
}

describe('the rules that a message comes from', () => {
  test.each<[string, string[], string[]]>([
    ['one of many', ['profile a {\n  /a r,\n  «/bad r,»\n  /c r,\n  capability kill,\n}\n'], ['bad']],
    ['the only one', ['profile a { «/bad r,» }\n'], ['bad']],
    ['two together', ['profile a {\n  «/one r,»\n  /x r,\n  /y r,\n  «/two r,»\n}\n'], ['one', 'two']],
    ['in two files', ['profile a {\n  «include <f1>»\n}\n', '/x r,\n«/two r,»\n'], ['include', 'two']],
    ['in a child profile', ['profile a {\n  ^b {\n    «/bad r,»\n  }\n}\n'], ['bad']],
  ])('%s', async (_name, marked, words) => {
    const { found, marks } = await places(marked, words);
    expect(found).toEqual(marks);
  });

  test('none where it is no rule', async () => {
    expect((await places(['profile bad { /a r, }\n'], ['bad'])).found).toEqual([]);
  });
});

test('asks the parser no more often than it may', async () => {
  let asked = 0;
  const text = `profile a {\n${'  /x r,\n'.repeat(200)}}\n`;
  const still = async (files: { text: string }[]) => {
    asked++;
    return (files[0]!.text.match(/\/x/g)?.length ?? 0) > 150;
  };
  expect(await bisect([{ path: 'a', text }], still, { ...bounds, runs: 20 })).toEqual([]);
  expect(asked).toBeLessThanOrEqual(20);
});

test('places stay: what is taken out becomes blanks', async () => {
  const text = 'profile a {\n  /a r,\n  /b\n    r,\n  /bad r,\n}\n';
  const shapes = new Set<string>();
  await bisect(
    [{ path: 'a', text }],
    async ([file]) => {
      shapes.add(file!.text.replace(/[^\n]/g, '.'));
      return file!.text.includes('bad');
    },
    bounds,
  );
  expect([...shapes]).toEqual([text.replace(/[^\n]/g, '.')]);
});

test('stops when the caller gives up', async () => {
  const stop = new AbortController();
  const still = async () => {
    stop.abort(new Error('given up'));
    return false;
  };
  await expect(
    bisect([{ path: 'a', text: 'profile a { /a r, /b r, }' }], still, { ...bounds, signal: stop.signal }),
  ).rejects.toThrow('given up');
});
