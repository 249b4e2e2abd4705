import { expect, test } from 'vitest';
import { diagnostics, findings } from '../testing.ts';

const code = 'home-write';
test.each([
  ['owner @{HOME}/** rw,', ['@{HOME}/**']],
  ['@{HOME}/.bash* a,', ['@{HOME}/.bash*']],
  ['owner @{HOME}/.config/** rw,', ['@{HOME}/.config/**']],
  ['owner @{HOME}/.ssh/* w,', ['@{HOME}/.ssh/*']],
  ['owner @{HOME}/[^.]** rw,', []],
  ['owner @{HOME}/** r,', []],
  ['owner @{HOME}/.config/t/** rw,', []],
  ['deny @{HOME}/** w,', []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('what a deny takes away is not told', () => {
  const deny = 'deny @{HOME}/.{bash,profile,zsh}* w,\ndeny @{HOME}/.{ssh,config}/** w,\n';
  expect(findings(`${deny}@{HOME}/** rw,`, code)).toEqual([]);
  expect(diagnostics('deny @{HOME}/.config/** w,\n@{HOME}/** rw,', code)[0]!.message).not.toContain(
    'autostart',
  );
});

test('everything is told by wide-path', () => expect(findings('/** rw,', code)).toEqual([]));
