import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'no-abi';
const profile = 'profile t /t {\n  /a r,\n}\n';

test.each([
  ['a profile', profile, ['profile t /t']],
  ['a profile named by its path', '/usr/bin/t { /a r,\n}\nprofile u { /a r,\n}\n', ['/usr/bin/t']],
  ['with an abi', `abi <abi/3.0>,\n${profile}`, []],
  ['with an abi in the profile', 'profile t /t {\n  abi <abi/3.0>,\n}\n', []],
  ['with an abi in an include', `include <tunables/abi>\n${profile}`, []],
])('%s', (_, text, marked) =>
  expect(findings(text, code, { files: [{ path: 'tunables/abi', text: 'abi <abi/4.0>,\n' }] })).toEqual(
    marked,
  ),
);

test('a local addition needs none', () => expect(findings('/a r,\n', code, { path: 'local/t' })).toEqual([]));

test('the fix comes behind the comments at the top, with an abi of the target', () => {
  expect(fixed(`# about\n\ninclude <tunables/global>\n${profile}`, code, { target: 'debian-12' })).toBe(
    `# about\n\nabi <abi/3.0>,\n\ninclude <tunables/global>\n${profile}`,
  );
  const titles = (target: string) =>
    diagnostics(profile, code, { target })[0]!.fixes!.map(({ title }) => title);
  expect(titles('debian-13')).toEqual(['Declare <abi/4.0>']);
  expect(titles('debian-sid')).toEqual(['Declare <abi/4.0>', 'Declare <abi/5.0>']);
});
