import { expect, test } from 'vitest';
import { diagnostics, findings } from '../testing.ts';

const code = 'unmediated-rule';
const under = (rules: string, abi = '5.0') => `abi <abi/${abi}>,\nprofile t /t {\n  /t r,\n${rules}\n}\n`;

test.each([
  ['debian-12', 'dbus,', ['dbus,']],
  ['debian-13', 'dbus,', ['dbus,']],
  ['debian-sid', 'dbus,', []],
  ['ubuntu-22.04', 'dbus,', []],
  ['debian-13', 'userns,', []],
  ['ubuntu-22.04', 'userns,', ['userns,']],
  ['debian-13', 'unix (send) peer=(label=x),', ['unix (send) peer=(label=x),']],
  ['debian-13', 'unix,', []],
  ['debian-sid', 'mqueue,', ['mqueue,']],
  ['debian-12', 'network inet,\nptrace read,\nsignal,\nmount,', []],
])('%s: %s', (target, text, marked) => expect(findings(under(text), code, { target })).toEqual(marked));

test('the abi counts too', () => {
  expect(findings(under('userns,', '3.0'), code)).toEqual(['userns,']);
  expect(diagnostics(under('userns,', '3.0'), code)[0]).toMatchObject({ severity: 'warning' });
  expect(findings(under('userns,', '4.0'), code)).toEqual([]);
});

test('kernels 7 ask about dbus and unix sockets only under an abi of their kind', () => {
  const rules = 'dbus send,\nunix (send) peer=(label=x),';
  const target = 'debian-sid';
  expect(findings(under(rules, '4.0'), code, { target })).toHaveLength(2);
  expect(findings(under(rules, '5.0'), code, { target })).toEqual([]);
  expect(findings(under(rules, '4.0'), code, { target: 'ubuntu-24.04' })).toEqual([]);
});

test('a deny is worse, and pointed at', () => {
  const target = 'debian-12';
  const [finding] = diagnostics(under('dbus send,\ndeny dbus receive,'), code, { target });
  expect(finding).toMatchObject({ severity: 'warning' });
  expect(finding!.related).toHaveLength(1);
  expect(findings(under('dbus send,\ndeny dbus receive,'), code, { target })).toEqual(['deny dbus receive,']);
});
