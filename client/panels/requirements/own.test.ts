import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  printRequirements,
  type Requirement,
  readRequirements,
} from '../../../shared/policy/requirements.ts';
import { without, withRequirement } from './own.ts';

const made = (title: string, id?: string): Omit<Requirement, 'id'> & { id?: string } => ({
  title,
  want: 'deny',
  request: { op: 'file', path: '/etc/shadow', perms: 'r' },
  ...(id !== undefined && { id }),
});

test('one that is new goes to the end, one with an id of the list into its place', () => {
  const { list } = withRequirement([], made('Read /etc/shadow'));
  const two = withRequirement(list, made('Read /etc/shadow')).list;
  expect(two.map(({ id }) => id)).toEqual(['read-etc-shadow', 'read-etc-shadow-2']);
  const changed = withRequirement(two, made('Another', 'read-etc-shadow'));
  expect(changed.id).toBe('read-etc-shadow');
  expect(changed.list.map(({ title }) => title)).toEqual(['Another', 'Read /etc/shadow']);
  expect(without(two, 'read-etc-shadow').map(({ id }) => id)).toEqual(['read-etc-shadow-2']);
});

test('whatever the titles, the list can be written to a file and read again', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (titles) => {
      const list = titles.reduce<Requirement[]>((all, title) => withRequirement(all, made(title)).list, []);
      expect(readRequirements(printRequirements(list))).toEqual(list);
    }),
  );
});
