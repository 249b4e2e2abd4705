import { expect, test } from 'vitest';
import { type Command, findCommands, lineTyped } from './commands.ts';

const commands: Command[] = [
  'Undo',
  'Go to the next problem',
  'Show local/usr.bin.x',
  'Toggle line comment',
].map((label) => ({ id: label, label, run() {} }));
const found = (typed: string) => findCommands(commands, typed).map(({ label }) => label);

test('all without a word', () => expect(found('')).toHaveLength(4));
test('beginnings of words, in any order', () => expect(found('prob ne')).toEqual(['Go to the next problem']));
test('parts of a path', () => expect(found('usr')).toEqual(['Show local/usr.bin.x']));
test('none', () => expect(found('xyz')).toEqual([]));
test.each([
  [':43', { line: 42, character: 0 }],
  [':43:5', { line: 42, character: 4 }],
  [':0', undefined],
  ['43', undefined],
  [':', undefined],
])('%s is a line', (typed, place) => expect(lineTyped(typed)).toEqual(place));
