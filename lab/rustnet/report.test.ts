import { expect, test } from 'vitest';
import { readEvidence } from '../../shared/evidence/evidence.ts';
import { reportBlocks } from '../../shared/evidence/reportText.ts';
import type { KernelRuns } from './checks.ts';
import { evidenceOf } from './evidence.ts';
import { optionsText, reportText } from './report.ts';

const run: KernelRuns = {
  kernel: '6.12',
  target: 'debian-13',
  release: '6.12.1-cloud',
  version: '6.12.1-1',
  parser: 'Debian 13',
  rustnet: 'rustnet 1.7.0',
  rustnetFrom: 'a ready binary',
  seconds: 60,
  profile: 'profile rustnet {}',
  shipped: 'profile rustnet flags=(complain) {}',
  facts: [{ title: '# apparmor_parser --version', text: 'AppArmor parser version 4.1.0' }],
  checks: [
    {
      id: 'a',
      title: 'One | two',
      criterion: 3,
      outcome: 'failed',
      note: 'Seen.',
      form: { mode: 'enforce', options: { 'reverse-dns': 'resolver-socket', 'names/sockets': false } },
      evidence: [
        { title: '# cat', text: '```' },
        { title: 'kernel log', text: '<a id="x"></a>\n## DENIED' },
      ],
      pictures: [{ name: 'a', caption: 'One', screen: { text: '', cells: [] } as never }],
    },
  ],
  options: [
    { option: 'g/o', title: 'Option', run: 'x', outcome: 'nothing changed', note: 'a|b', records: ['r\nq'] },
  ],
  minutes: 1,
};
const text = reportText({
  runs: [run],
  computed: undefined,
  missing: [{ kernel: '7.x', reason: 'No disk.' }],
  short: false,
});

test('what failed is not hidden, and leads to its place', () => {
  expect(text).toContain('| One \\| two | 3 | [failed](#6-12-a) |');
  expect(text).toContain('<a id="6-12-a"></a>');
});

test('a kernel that was not run is named with its reason', () => {
  expect(text).toContain('Linux 7.x: **not run**. No disk.');
});

test('what programs print cannot end a block of text', () => {
  expect(text.match(/^```$/gm)).toHaveLength(text.match(/^```text$/gm)!.length);
});

test('an option is a row of its own', () => {
  expect(optionsText([run])).toContain('| Option (`g/o`) | nothing changed | a\\|b `r q` |');
});

const missing = [{ kernel: '7.x', reason: 'No disk.' }];
const evidence = evidenceOf({ runs: [run], missing, short: true }, new Date('2026-01-31T12:00:00.5Z'));

test('the evidence as data can be read again, and says what the report says', () => {
  expect(readEvidence(JSON.parse(JSON.stringify(evidence)))).toEqual(evidence);
  expect(evidence).toMatchObject({
    command: 'npm run lab -- rustnet --short',
    madeAt: '2026-01-31T12:00:00Z',
    kernels: [{ id: '6.12', parser: '4.1.0', target: 'debian-13' }],
    checks: [{ id: 'a', criterion: '3', form: { mode: 'enforce' }, runs: [{ outcome: 'failed' }] }],
  });
});

test('what was printed is found in the report by its place in the evidence', () => {
  expect(reportBlocks(text, evidence.checks[0]!.runs[0]!.anchor)).toEqual([
    { title: '# cat', text: '` ` `' },
    { title: 'kernel log', text: '<a id="x"></a>\n## DENIED' },
  ]);
});

test('a place that the report has not holds nothing', () => expect(reportBlocks(text, '6-12-b')).toEqual([]));
