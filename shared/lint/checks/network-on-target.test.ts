import { expect, test } from 'vitest';
import { diagnostics, findings } from '../testing.ts';

const code = 'network-on-target';
/** Rules in a profile under an abi that lists addresses and ports. */
const under = (rules: string, abi = '5.0') =>
  `abi <abi/${abi}>,\ninclude <tunables/global>\nprofile t /usr/bin/t {\n${rules}\n}\n`;

const rule = 'network inet dgram port=0 peer=(port=53),';

test.each([
  ['debian-12', [rule]],
  ['debian-13', [rule]],
  ['debian-sid', [rule]],
  ['ubuntu-22.04', [rule]],
  ['ubuntu-24.04', []],
  ['ubuntu-26.04', []],
])('%s', (target, marked) => expect(findings(under(rule), code, { target })).toEqual(marked));

test('one finding a profile names the others', () => {
  const [finding, ...more] = diagnostics(under(`${rule}\n${rule.replace('53', '54')}`), code, {
    target: 'debian-13',
  });
  expect(more).toEqual([]);
  expect(finding!.related).toHaveLength(1);
});

test('says where it is not measured', () => {
  const message = (target: string) => diagnostics(under(rule), code, { target })[0]!.message;
  expect(message('ubuntu-22.04')).toContain('as far as is known');
  expect(message('debian-13')).not.toContain('as far as is known');
});

test('an interface', () =>
  expect(findings(under('network inet dgram interface=eth0,'), code)).toEqual(['interface=eth0']));
