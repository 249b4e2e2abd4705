import { describe, expect, test } from 'vitest';
import { leftMatch, ownName } from './attach.ts';
import { readDfa } from './dfa.ts';
import type { CompiledProfile } from './profile.ts';
import { type PlainState, writeDfa } from './testing.ts';

const byte = (character: string) => character.charCodeAt(0);
const match = (states: PlainState[], path: string) =>
  leftMatch(readDfa(writeDfa(states), 0), 1, new TextEncoder().encode(path));

describe('how much of a path stands before the first loop', () => {
  const dead: PlainState = { otherwise: 0, to: {} };
  const exact: PlainState[] = [
    dead,
    { otherwise: 0, to: { [byte('/')]: 2 } },
    { otherwise: 0, to: { [byte('a')]: 3 } },
    { otherwise: 0, to: {} },
  ];
  const star: PlainState[] = [
    dead,
    { otherwise: 0, to: { [byte('/')]: 2 } },
    { otherwise: 3, to: { [byte('/')]: 0 } },
    { otherwise: 3, to: { [byte('/')]: 0 } },
  ];

  test('all of it, without one', () => expect(match(exact, '/a')).toEqual({ state: 3, count: 2 }));
  test('nothing, where it does not match', () => expect(match(exact, '/ab')).toEqual({ state: 0, count: 0 }));
  test('up to the loop of /*, with the first character of it', () =>
    expect(match(star, '/abc')).toEqual({ state: 3, count: 2 }));
  test('the rest still has to match', () => expect(match(star, '/abc/')).toEqual({ state: 0, count: 0 }));
  test('a way back over several states takes them off the count', () => {
    const round: PlainState[] = [
      dead,
      { otherwise: 0, to: { [byte('/')]: 2 } },
      { otherwise: 0, to: { [byte('a')]: 3 } },
      { otherwise: 0, to: { [byte('b')]: 2 } },
    ];
    expect(match(round, '/ababab')).toEqual({ state: 2, count: 1 });
  });
});

test.each([
  ['p', 'p'],
  ['p//kid', 'kid'],
  ['p//kid//hat', 'hat'],
  ['/usr/bin/p', '/usr/bin/p'],
  ['p///bin/kid', '/bin/kid'],
])('the own name of %s', (name, own) => {
  expect(ownName({ name } as CompiledProfile)).toBe(own);
});
