import { expect, test } from 'vitest';
import { wayOf } from './keys.ts';

test.each([
  ['ArrowDown', false, false, 'next'],
  ['ArrowUp', true, true, 'previous'],
  ['Home', false, false, 'first'],
  ['End', false, false, 'last'],
  ['ArrowLeft', false, false, 'head'],
  ['ArrowLeft', true, false, 'fold'],
  ['ArrowRight', true, true, 'unfold'],
  ['ArrowRight', true, false, 'next'],
  ['ArrowRight', false, false, undefined],
  [' ', false, false, undefined],
] as const)('%s, in a head: %j, folded: %j', (key, isHead, folded, way) =>
  expect(wayOf(key, { isHead, folded })).toBe(way),
);
