import { expect, test } from 'vitest';
import type { GridRequirement } from '../../store/decisions.ts';
import { criteriaWords, groupRequirements } from './model.ts';

test.each([
  [['criterion 3', 'criterion 3'], 'criterion 3'],
  [['criterion 4', 'criterion 5'], 'criteria 4, 5'],
  [['scope'], 'scope'],
  [['criterion 8', 'scope'], 'criterion 8 and scope'],
])('%j is %s', (criteria, words) => expect(criteriaWords(criteria)).toBe(words));

test('groups keep the kit’s order and gather what is apart', () => {
  const one = (group: string, criterion: string) => ({ group, criterion, id: criterion }) as GridRequirement;
  expect(
    groupRequirements([one('A', 'criterion 1'), one('B', 'scope'), one('A', 'criterion 2')]).map(
      ({ title, criteria, requirements }) => [title, criteria, requirements.length],
    ),
  ).toEqual([
    ['A', 'criteria 1, 2', 2],
    ['B', 'scope', 1],
  ]);
});
