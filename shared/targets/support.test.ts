import { describe, expect, it } from 'vitest';
import { supportOf } from './support.ts';
import { findTarget } from './targets.ts';

const of = (target: string) =>
  Object.fromEntries(supportOf(findTarget(target)!.features.tree).map(({ title, has }) => [title, has]));

describe('what a kernel mediates', () => {
  it.each([
    ['debian-12', { 'Network addresses and ports': 'no', 'D-Bus': 'no', 'User namespaces': 'no' }],
    ['debian-13', { 'Network addresses and ports': 'no', 'User namespaces': 'yes', io_uring: 'yes' }],
    ['debian-sid', { 'D-Bus': 'yes', 'Unix sockets by name and peer': 'yes', 'Message queues': 'no' }],
    ['ubuntu-22.04', { 'Network addresses and ports': 'no', 'D-Bus': 'yes' }],
    ['ubuntu-26.04', { 'Network addresses and ports': 'yes', 'Message queues': 'yes' }],
  ])('%s', (target, rows) => expect(of(target)).toMatchObject(rows));
  it('of one that says nothing: none of it', () =>
    expect(new Set(supportOf({}).map(({ has }) => has))).toEqual(new Set(['no'])));
  it('has the same rows for all', () =>
    expect(Object.keys(of('debian-12'))).toEqual(Object.keys(of('ubuntu-26.04'))));
});
