import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapePattern, quote } from '../../../shared/shell.ts';
import { archiveName, packageName } from './archiveName.ts';
import { asScript, type InstallFacts, installSteps, type Step } from './commands.ts';

const rustnet: InstallFacts = {
  paths: ['usr.bin.rustnet', 'tunables/rustnet.d/site', 'local/usr.bin.rustnet'],
  profileNames: ['rustnet'],
  mode: 'complain',
  program: 'rustnet',
  archive: 'rustnet.tar.gz',
  package: 'rustnet-apparmor',
  from: 'archive',
};
const step = (id: Step['id'], facts: Partial<InstallFacts> = {}) =>
  installSteps({ ...rustnet, ...facts }).find((one) => one.id === id);

/** The words a real shell makes of a text. */
const words = (line: string) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

describe('quoting', () => {
  test.each(['usr.bin.rustnet', '/etc/apparmor.d/a+b@c'])('leaves %s as it is', (word) =>
    expect(quote(word)).toBe(word),
  );
  test.each([
    ['my profile', "'my profile'"],
    ["it's", "'it'\\''s'"],
    ['$(reboot)', "'$(reboot)'"],
    ['-rf', './-rf'],
    ['', "''"],
  ])('of %j is %s', (word, quoted) => expect(quote(word)).toBe(quoted));
  test('gives a shell the same word back, whatever is in it', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const word = `/${text.replaceAll('\0', '')}`;
        expect(words(quote(word))).toEqual([word]);
      }),
      { numRuns: 40 },
    ));
  test('of a pattern matches just its text', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(text.replace(new RegExp(escapePattern(text)), '')).toBe('');
        expect(`${text}x`.match(new RegExp(`^(?:${escapePattern(text)})$`))).toBeNull();
      }),
    ));
});

describe('steps', () => {
  test('come in the order they are done in', () =>
    expect(installSteps(rustnet).map(({ id }) => id)).toEqual([
      'packages',
      'place',
      'check',
      'load',
      'look',
      'enforce',
      'reload',
      'complain',
      'remove',
    ]));
  test('from a package are its own, and end with its removal', () => {
    const steps = installSteps({ ...rustnet, from: 'package' });
    expect(steps.map(({ id }) => id)).toEqual([
      'packages',
      'install',
      'look',
      'enforce',
      'reload',
      'complain',
      'remove',
    ]);
    expect(steps[1]!.commands).toEqual(['sudo apt install ./rustnet-apparmor.deb']);
    expect(steps.at(-1)!.commands).toEqual(['sudo apt purge rustnet-apparmor']);
  });
  test('for an installed profile come last, and are not done in one go', () => {
    for (const mode of ['complain', 'enforce', 'kill'] as const) {
      const steps = installSteps({ ...rustnet, mode });
      const first = steps.findIndex(({ afterwards }) => afterwards);
      expect(steps.slice(first).every(({ afterwards, later }) => afterwards && later)).toBe(true);
      expect(steps.at(-1)!.id).toBe('remove');
    }
  });
  test('are none without a profile', () => expect(installSteps({ ...rustnet, paths: [] })).toEqual([]));
  test('place every file, with its directories', () =>
    expect(step('place')!.commands).toEqual([
      'tar -xzf rustnet.tar.gz',
      'sudo install -D -b -m 644 -t /etc/apparmor.d etc/apparmor.d/usr.bin.rustnet',
      'sudo install -D -b -m 644 -t /etc/apparmor.d/tunables/rustnet.d etc/apparmor.d/tunables/rustnet.d/site',
      'sudo install -D -b -m 644 -t /etc/apparmor.d/local etc/apparmor.d/local/usr.bin.rustnet',
    ]));
  test('check and load the profile only', () => {
    expect(step('check')!.commands).toEqual(['sudo apparmor_parser -QKT /etc/apparmor.d/usr.bin.rustnet']);
    expect(step('load')!.commands).toEqual(['sudo apparmor_parser -r /etc/apparmor.d/usr.bin.rustnet']);
  });
  test('look for the profile and for what it logged', () =>
    expect(step('look')!.commands).toEqual([
      'sudo aa-status | grep -F rustnet',
      `sudo journalctl -k -g 'apparmor="(ALLOWED|DENIED)".*profile="rustnet["/]'`,
    ]));
  test.each([
    ['rustnet', true],
    ['rustnet//null-/usr/bin/id', true],
    ['rustnet2', false],
    ['xrustnet', false],
  ])('the pattern finds the lines of %s: %j', (profile, found) => {
    const pattern = words(step('look')!.commands[1]!).at(-1)!;
    const line = `audit: apparmor="ALLOWED" operation="open" profile="${profile}" name="/x"`;
    expect(new RegExp(pattern).test(line)).toBe(found);
  });
  test('say the word that the mode logs', () => {
    expect(step('look')!.aside).toMatch(/ALLOWED, not DENIED/);
    expect(step('look', { mode: 'enforce' })!.aside).toMatch(/as DENIED/);
  });
  test('enforce again where the text enforces and was made to complain', () => {
    expect(step('enforce')!.afterwards).toBeUndefined();
    expect(step('enforce', { mode: 'enforce' })!.afterwards).toBe(true);
    expect(step('load', { mode: 'enforce' })!.aside).toMatch(/^enforced at once/);
  });
  test('match the names of several profiles, dots as dots', () =>
    expect(step('look', { profileNames: ['a.b', 'c'] })!.commands[1]).toContain('profile="(a\\.b|c)["/]'));
  test('leave a name out of the pattern that the log writes in hexadecimal', () =>
    expect(step('look', { profileNames: ['my app'] })!.commands).toEqual([
      "sudo aa-status | grep -F 'my app'",
      `sudo journalctl -k -g 'apparmor="(ALLOWED|DENIED)"'`,
    ]));
  test('remove from the kernel before the disk', () =>
    expect(step('remove', { paths: ['a b'] })!.commands).toEqual([
      "sudo apparmor_parser -R '/etc/apparmor.d/a b'",
      "sudo rm '/etc/apparmor.d/a b'",
      "sudo rm -f '/etc/apparmor.d/disable/a b' '/etc/apparmor.d/force-complain/a b'",
    ]));
  test('as a script do nothing but install and load', () => {
    const lines = asScript(installSteps(rustnet)).split('\n');
    expect(lines.filter((line) => /^sudo|^tar/.test(line)).map((line) => line.split(' ')[1])).toEqual([
      'apt',
      '-xzf',
      'install',
      'install',
      'install',
      'apparmor_parser',
      'apparmor_parser',
    ]);
    expect(lines).toContain('#   sudo aa-enforce /etc/apparmor.d/usr.bin.rustnet');
  });
  test('are what a shell can read, whatever the names', () =>
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (path, name) => {
        const clean = (text: string) => text.replace(/[\0\n]/g, 'x');
        const script = asScript(
          installSteps({ ...rustnet, paths: [clean(path)], profileNames: [clean(name)], program: 'it' }),
        );
        execFileSync('sh', ['-n'], { input: script });
      }),
      { numRuns: 40 },
    ));
});

test.each([
  [{ kind: 'kit', id: 'rustnet' }, 'rustnet-apparmor'],
  [{ kind: 'file', name: 'My_app' }, 'my-app-apparmor'],
])('the package of %j is named %s', (opened, name) => expect(packageName(opened)).toBe(name));

test.each([
  [{ kind: 'kit', id: 'rustnet' }, 'rustnet-apparmor'],
  [{ kind: 'file', name: 'sub/my app' }, 'sub_my_app-apparmor'],
  [{ kind: 'none' }, 'profile-apparmor'],
])('the archive of %j is named %s', (opened, name) => expect(archiveName(opened)).toBe(name));
