import { expect, test } from 'vitest';
import { Workspace } from '../../language/workspace.ts';
import { lint } from '../index.ts';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'abi-not-on-target';
const using = (abi: string) => `abi ${abi},\nprofile t /t {\n  /a r,\n}\n`;

test.each([
  ['debian-12', '<abi/3.0>', []],
  ['debian-12', '<abi/4.0>', ['<abi/4.0>']],
  ['debian-13', '<abi/4.0>', []],
  ['debian-13', '<abi/5.0>', ['<abi/5.0>']],
  ['debian-sid', '<abi/4.0-ip>', []],
  ['debian-12', '<kernel>', []],
  ['debian-12', '<abi/of-my-own>', []],
])('%s, %s', (target, abi, marked) => expect(findings(using(abi), code, { target })).toEqual(marked));

test('says which release has it, and offers the newest that is there', () => {
  const target = 'debian-13';
  expect(diagnostics(using('<abi/5.0>'), code, { target })[0]!.message).toBe(
    '“abi/5.0” comes with AppArmor 5.0; Debian 13 (trixie) has 4.1.0 without it, and refuses the whole file.',
  );
  expect(fixed(using('<abi/5.0>'), code, { target })).toBe(using('<abi/4.0>'));
});

test('without a policy tree the parser’s version tells', () => {
  const codes = (target: string) =>
    lint(new Workspace({ files: [{ path: 't', text: using('<abi/4.0>') }], target }), 't').map(
      (each) => each.code,
    );
  expect(codes('debian-12')).toContain(code);
  expect(codes('ubuntu-24.04')).not.toContain(code);
});
