/** What the lab's runs show, and what the kit says they show. */
import { expect, test } from 'vitest';
import evidenceJson from '../../docs/evidence/evidence.json';
import { readEvidence } from '../evidence/evidence.ts';
import { rustnet } from './fixtures.ts';

const evidence = readEvidence(evidenceJson);
const shown = evidence.checks.map(({ id }) => id);
const links = rustnet.requirements.flatMap((one) => one.evidence ?? []);
const whole = rustnet.evidence ?? [];

test('it is about this kit', () => expect(evidence.kit).toBe(rustnet.id));
test('every check that a requirement names was made', () =>
  expect(links.filter((id) => !shown.includes(id))).toEqual([]));
test('every check of the whole profile was made', () =>
  expect(whole.filter((id) => !shown.includes(id))).toEqual([]));
test('every check that was made is linked, or of the whole profile, and never both', () => {
  expect(shown.filter((id) => !links.includes(id) && !whole.includes(id))).toEqual([]);
  expect(whole.filter((id) => links.includes(id))).toEqual([]);
});
test('what must be denied is shown by a refusal, what must be allowed by none', () => {
  const odd = rustnet.requirements.filter(({ want, evidence: ids = [] }) =>
    ids.some((id) => id.startsWith('denied-') !== (want === 'deny')),
  );
  expect(odd.map(({ id }) => id)).toEqual([]);
});
test('no run in complain mode shows a requirement: there nothing is refused', () => {
  const complain = evidence.checks.filter(({ form }) => form?.mode !== 'enforce').map(({ id }) => id);
  expect(links.filter((id) => complain.includes(id))).toEqual([]);
});
