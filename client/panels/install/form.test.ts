import { describe, expect, test } from 'vitest';
import type { Kit } from '../../../shared/kits/schema.ts';
import type { GroupState, KitState } from '../../../shared/kits/state.ts';
import { formFor, olderThan, unreadable } from './form.ts';

const kit = {
  groups: [
    { id: 'dns', options: [{ id: 'port', parserSince: '4.1.8' }, { id: 'any' }] },
    { id: 'log', options: [{ id: 'tmp' }] },
  ],
  recommended: { default: { dns: 'any', 'log/tmp': true }, new: { dns: 'port' } },
} as unknown as Kit;

const state = (port: boolean, any: boolean, tmp = true) => {
  const option = (id: string, on: boolean) => ({ id, switch: on ? 'on' : 'off' });
  const groups = [
    {
      id: 'dns',
      title: 'DNS',
      onCount: Number(port) + Number(any),
      options: [option('dns/port', port), option('dns/any', any)],
    },
    { id: 'log', title: 'Logs', onCount: Number(tmp), options: [option('log/tmp', tmp)] },
  ] as GroupState[];
  return { groups } as KitState;
};

describe('form', () => {
  test.each([
    ['the default on a release not named', state(false, true), 'old', { kind: 'recommended' }],
    ['its own on a release named', state(true, false), 'new', { kind: 'recommended' }],
    ['another way', state(true, false), 'old', { kind: 'other', differs: ['DNS'] }],
    ['both ways at once', state(true, true), 'new', { kind: 'other', differs: ['DNS'] }],
    ['an option off', state(false, true, false), 'old', { kind: 'other', differs: ['Logs'] }],
  ])('%s', (_, now, target, form) => expect(formFor(kit, now, target)).toEqual(form));
  test('without a kit', () =>
    expect(formFor(undefined, state(true, false), 'old')).toEqual({ kind: 'unknown' }));
});

test.each([
  ['3.0.8', ['dns/port']],
  ['4.1.8', []],
  ['5.0.2', []],
])('parser %s cannot read %j', (version, ids) =>
  expect(unreadable(kit, state(true, false), version).map(({ option }) => option.id)).toEqual(ids),
);
test('what is off is of no concern', () => expect(unreadable(kit, state(false, true), '3.0.8')).toEqual([]));

test.each([
  ['3.0.8', '4.1.8', true],
  ['4.1.0', '4.1.8', true],
  ['4.1.10', '4.1.8', false],
  ['5.0', '5.0.0', false],
  ['5.0.2', '5.0', false],
  ['4.0.1', '4.1', true],
])('%s is older than %s: %j', (a, b, older) => expect(olderThan(a, b)).toBe(older));
