import { describe, expect, test } from 'vitest';
import { supportOf } from '../../../shared/targets/support.ts';
import { targetFacts } from '../../../shared/targets/targets.ts';
import type { GridAnswers, GridRequirement } from '../../store/decisions.ts';
import { enforcedThere, notMediated, someOf } from './enforced.ts';

const requirement = (id: string, group: string): GridRequirement => ({
  id,
  title: id.toUpperCase(),
  group,
  criterion: '',
  own: false,
  want: 'deny',
  reason: '',
  request: { op: 'file', path: `/${id}`, perms: 'r', owner: false },
});
const requirements = [requirement('a', 'Files'), requirement('b', 'Network'), requirement('c', 'Network')];
const answer = (verdict: 'allow' | 'deny', coarse = false) => ({
  verdict,
  mediated: true,
  explicitDeny: false,
  audit: false,
  quiet: false,
  perms: { allow: 0, deny: 0, audit: 0, quiet: 0 },
  ...(coarse && { coarse: true as const }),
});
const grid = (answers: ReturnType<typeof answer>[] | undefined, reason?: string): GridAnswers => ({
  requirements,
  targets: [
    {
      target: 'debian-13',
      source: 'shipped',
      form: 'portable',
      ...(answers && { answers }),
      ...(reason !== undefined && { reason }),
    },
  ],
});

describe('what a release enforces', () => {
  test('is told by group, what cannot be apart from what is wrong', () =>
    expect(
      enforcedThere(
        requirements,
        grid([answer('deny'), answer('allow', true), answer('allow')]),
        'debian-13',
      ),
    ).toEqual({
      form: 'portable',
      met: 1,
      all: 3,
      inexpressible: [{ group: 'Network', titles: ['B'], all: 2 }],
      wrong: [{ group: 'Network', titles: ['C'], all: 2 }],
    }));
  test('is not known before it is asked, nor of another release', () => {
    expect(enforcedThere(requirements, undefined, 'debian-13')).toBeUndefined();
    expect(enforcedThere(requirements, grid([]), 'debian-12')).toBeUndefined();
  });
  test('is not known of a requirement that is newer than the answers', () =>
    expect(
      enforcedThere([...requirements, requirement('d', 'Files')], grid([]), 'debian-13'),
    ).toBeUndefined());
  test('where nothing compiles, the reason is told', () =>
    expect(enforcedThere(requirements, grid(undefined, 'No parser.'), 'debian-13')).toBe('No parser.'));
});

test.each([
  ['debian-12', true],
  ['debian-13', true],
  ['ubuntu-22.04', true],
  ['ubuntu-26.04', false],
])('the kernel of %s leaves addresses and ports alone: %j', (id, left) => {
  const { tree } = targetFacts.find((one) => one.id === id)!.features;
  expect(notMediated(tree).includes('Network addresses and ports')).toBe(left);
});
test('what is no access is not told as let through', () => {
  const titles = supportOf({}).map(({ title }) => title);
  expect(notMediated({})).not.toContain('disconnected.path');
  expect(notMediated({}).length).toBe(titles.length - 4);
});

test.each([
  [['a'], 'a'],
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
])('%j is told as %s', (titles, words) => expect(someOf(titles)).toBe(words));
