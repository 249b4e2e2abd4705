import { expect, test } from 'vitest';
import { checksNamed, type Evidence, EvidenceError, kernelVersion, readEvidence } from './evidence.ts';

const good: Evidence = {
  version: 1,
  kit: 'rustnet',
  command: 'npm run lab -- rustnet',
  madeAt: '2026-01-31T12:00:00Z',
  kernels: [
    {
      id: '7.x',
      release: '7.2.13+deb14-cloud-amd64',
      target: 'debian-sid',
      parser: '5.0.2',
      program: 'rustnet 1.7.0',
      seconds: 300,
      profile: '0'.repeat(64),
    },
  ],
  missing: [{ kernel: '6.12', reason: 'No disk.' }],
  checks: [
    {
      id: 'denied-shadow',
      title: 'Reading /etc/shadow is refused',
      criterion: 'enforce mode',
      form: { mode: 'enforce', options: { 'reverse-dns': 'resolver-socket', 'names/sockets': false } },
      runs: [
        {
          kernel: '7.x',
          outcome: 'passed',
          note: '1 DENIED record.',
          anchor: '7-x-denied-shadow',
          pictures: [{ path: '7.x/a.png', text: '7.x/a.txt', caption: 'A screen' }],
        },
      ],
    },
    { id: 'unconfined', title: 'Without', criterion: '8', form: null, runs: [] },
  ],
};
const copy = () => structuredClone(good) as never;

test('is read as it is', () => expect(readEvidence(copy())).toEqual(good));
test('what newer evidence says more is left out', () =>
  expect(readEvidence({ ...good, more: 1 })).toEqual(good));

test.each([
  ['a text', 'no', 'evidence: expected an object'],
  ['another version', { ...good, version: 2 }, 'evidence/version: expected 1'],
  ['no checks', { ...good, checks: undefined }, 'evidence/checks: expected a list'],
  ['a time in words', { ...good, madeAt: 'today' }, 'evidence/madeAt: expected a time like'],
  [
    'an outcome of its own',
    change((evidence) => Object.assign(evidence.checks[0]!.runs[0]!, { outcome: 'fine' })),
    'evidence/checks/0/runs/0/outcome: expected "passed" or "failed" or "not run"',
  ],
  [
    'a picture elsewhere',
    change((evidence) => Object.assign(evidence.checks[0]!.runs[0]!.pictures[0]!, { path: '../../a.png' })),
    'evidence/checks/0/runs/0/pictures/0/path: expected a path like',
  ],
  [
    'a kernel that is not named',
    change((evidence) => Object.assign(evidence.checks[0]!.runs[0]!, { kernel: '5.0' })),
    'evidence/checks/0/runs: expected a known kernel, not “5.0”',
  ],
  [
    'the same check twice',
    change((evidence) => evidence.checks.push(evidence.checks[0]!)),
    'evidence/checks/2/id: expected another id than “denied-shadow”',
  ],
  [
    'an option that is a number',
    change((evidence) => Object.assign(evidence.checks[0]!.form!.options, { abi: 3 })),
    'evidence/checks/0/form/options/abi: expected a text',
  ],
])('%s is refused with its place', (_, json, words) => {
  expect(() => readEvidence(json)).toThrow(EvidenceError);
  expect(() => readEvidence(json)).toThrow(words);
});

function change(edit: (evidence: Evidence) => unknown): unknown {
  const evidence = structuredClone(good);
  edit(evidence);
  return evidence;
}

test.each([
  ['7.2.13+deb14-cloud-amd64', '7.2'],
  ['6.12.117+deb13-cloud-amd64', '6.12'],
  ['strange', 'x'],
])('the version of kernel %s is %s', (release, version) =>
  expect(kernelVersion({ release, id: 'x' })).toBe(version),
);

test('checks come in the order of the evidence', () =>
  expect(checksNamed(good, ['unconfined', 'nothing', 'denied-shadow']).map(({ id }) => id)).toEqual([
    'denied-shadow',
    'unconfined',
  ]));
