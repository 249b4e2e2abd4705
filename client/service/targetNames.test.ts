import { expect, test } from 'vitest';
import { targetName, targetNames } from './targetNames.ts';

const targets = [
  { id: 'debian-12', title: 'Debian 12 (bookworm)' },
  { id: 'own-0a1b2c3d4e5f', title: 'My server' },
];

test('a release is called by its id, one of one’s own by its title', () =>
  expect(targets.map(targetName)).toEqual(['debian-12', 'My server']));
test('several at once, in their order', () =>
  expect(targetNames('own-0a1b2c3d4e5f, debian-12', targets)).toBe('My server, debian-12'));
test('one that is gone keeps its id', () => expect(targetNames('own-1', targets)).toBe('own-1'));
