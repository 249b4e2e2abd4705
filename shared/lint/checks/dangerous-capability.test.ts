import { expect, test } from 'vitest';
import { diagnostics, findings } from '../testing.ts';

const code = 'dangerous-capability';

test.each([
  ['capability sys_admin,', ['sys_admin']],
  ['capability net_bind_service sys_module dac_override,', ['sys_module', 'dac_override']],
  ['capability,', ['capability,']],
  ['audit capability,', ['audit capability,']],
  ['deny capability sys_admin,', []],
  ['capability ipc_lock,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('says what it gives', () =>
  expect(diagnostics('capability sys_module dac_read_search,', code)).toMatchObject([
    { severity: 'warning', message: expect.stringMatching(/^“sys_module” lets the program .*modules/) },
    { severity: 'info', message: expect.stringContaining('/etc/shadow') },
  ]));
