import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from './testing.ts';

const ignore = '# aa-workbench: ignore unconfined-exec (needs it)';
const code = 'unconfined-exec';

test.each([
  ['behind the rule', `/bin/a Ux, ${ignore}`],
  ['before the rule', `${ignore}\n/bin/a Ux,`],
  ['before the rule, with other comments between', `${ignore}\n# says more\n\n/bin/a Ux,`],
  ['behind a rule of several lines', `/bin/a\n  Ux, ${ignore}`],
  ['among other codes', '/bin/a Ux, # aa-workbench: ignore wide-path, unconfined-exec'],
  ['without a reason', '/bin/a Ux, # aa-workbench: ignore unconfined-exec'],
])('silences %s', (_, text) => expect(findings(text, code)).toEqual([]));

test.each([
  ['the rule after the next', `${ignore}\n/bin/a r,\n/bin/b Ux,`],
  ['the rule before', `/bin/b Ux,\n${ignore}\n/bin/a r,`],
  ['the next line', `/bin/a r, ${ignore}\n/bin/b Ux,`],
  ['with another code', '/bin/b Ux, # aa-workbench: ignore unused-ignore'],
  ['with other words', '/bin/b Ux, # aa-workbench: unconfined-exec'],
])('does not silence %s', (_, text) => expect(findings(text, code)).toEqual(['Ux']));

test('at a profile it counts for the header', () => {
  const text = `profile t /t { ${ignore}\n  /bin/b Ux,\n}\n`;
  expect(findings(text, code)).toEqual(['Ux']);
  expect(findings(text, 'unused-ignore')).toEqual(['unconfined-exec']);
});

test('one that silences nothing is found, at the code', () => {
  expect(findings(`/bin/a r, ${ignore}`, 'unused-ignore')).toEqual(['unconfined-exec']);
  expect(findings(`/bin/a Ux, ${ignore}`, 'unused-ignore')).toEqual([]);
  expect(findings('/bin/a r, # aa-workbench: ignore', 'unused-ignore')).toEqual(['# aa-workbench: ignore']);
  expect(findings('/bin/a Ux, # aa-workbench: ignore unconfined-exec, nope', 'unused-ignore')).toEqual([
    'nope',
  ]);
});

test('says whether the code is unknown or unused', () => {
  const [unknown, unused] = ['nope', 'unconfined-exec'].map(
    (name) => diagnostics(`/bin/a r, # aa-workbench: ignore ${name}`, 'unused-ignore')[0]!.message,
  );
  expect(unknown).toBe('There is no check “nope”, so this comment silences nothing.');
  expect(unused).toBe(
    'The check “unconfined-exec” finds nothing at this rule, so this comment silences nothing.',
  );
});

test('the fix takes the comment away, and its line where it stands alone', () => {
  expect(fixed(`/bin/a r,  ${ignore}\n/bin/b r,`, 'unused-ignore')).toBe('/bin/a r,\n/bin/b r,');
  expect(fixed(`  ${ignore}\n/bin/b r,`, 'unused-ignore')).toBe('/bin/b r,');
});
