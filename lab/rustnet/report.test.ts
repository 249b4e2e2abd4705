import { expect, test } from 'vitest';
import type { KernelRuns } from './checks.ts';
import { optionsText, reportText } from './report.ts';

const run: KernelRuns = {
  kernel: '6.12',
  release: '6.12.1-cloud',
  version: '6.12.1-1',
  parser: 'Debian 13',
  rustnet: 'rustnet 1.7.0',
  rustnetFrom: 'a ready binary',
  seconds: 60,
  profile: 'profile rustnet {}',
  facts: [],
  checks: [
    {
      id: 'a',
      title: 'One | two',
      criterion: 3,
      outcome: 'failed',
      note: 'Seen.',
      evidence: [{ title: '# cat', text: '```' }],
      pictures: [],
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
