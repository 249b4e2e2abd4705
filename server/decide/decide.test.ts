/** Requests asked of the policy that the real parser compiles from the kit for rustnet. */
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { PolicyText } from '../../shared/api/schemas.ts';
import { applyEdits } from '../../shared/syntax/index.ts';
import { loadKit } from '../kits.ts';
import { closeParsers } from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { decideOnTargets } from './decide.ts';
import { explain } from './explain.ts';

const parser = (await parsersForTests()).find(newEnough);
afterAll(closeParsers);

const { kit, files: kitFiles } = await loadKit(join(import.meta.dirname, '../../public/kits'), 'rustnet');
const files: PolicyText[] = [kitFiles.profile, kitFiles.tunables, kitFiles.local].map(({ path, text }) => ({
  path,
  text,
}));
const udp = (port: number) => ({
  op: 'network',
  family: 'inet',
  type: 'dgram',
  access: ['connect', 'send'],
  peer: { ip: '203.0.113.7', port },
});
const shadow = { op: 'file', path: '/etc/shadow', perms: 'r', owner: true };

describe.skipIf(!parser)('the kit for rustnet', () => {
  test('meets every requirement on the release it is made for', async () => {
    const { targets } = await decideOnTargets({
      files,
      targets: ['ubuntu-26.04'],
      requests: kit.requirements.map(({ request }) => request),
      enforce: true,
    });
    const answers = targets[0]!.answers!;
    const failed = kit.requirements.filter(({ want }, at) => answers[at]!.verdict !== want);
    expect(failed.map(({ id }) => id)).toEqual([]);
  });

  test('cannot be expressed as it is where the parser is too old, and says so', async () => {
    const { targets } = await decideOnTargets({ files, targets: ['debian-12'], requests: [udp(53)] });
    expect(targets[0]).toMatchObject({ target: 'debian-12', refused: true });
    expect(targets[0]!.reason).not.toBe('');
  });

  test('is judged there by the form that it recommends, where the kit is given', async () => {
    const { targets } = await decideOnTargets(
      {
        files,
        targets: ['debian-12', 'ubuntu-24.04', 'ubuntu-26.04'],
        requests: [udp(53), udp(443)],
        enforce: true,
      },
      kit,
    );
    expect(targets.map(({ form }) => form)).toEqual(['portable', 'portable', 'text']);
    const said = targets.map(({ answers }) =>
      answers!.map(({ verdict, coarse }) => `${verdict} ${coarse ?? ''}`),
    );
    expect(said).toEqual([
      ['allow true', 'allow true'],
      // Its kernel compares ports, but none of its abi files lets a policy ask for it.
      ['allow true', 'allow true'],
      ['allow ', 'deny '],
    ]);
  });

  test('in complain mode lets through what it would deny, unless asked as enforced', async () => {
    const ask = async (enforce: boolean) =>
      (await decideOnTargets({ files, targets: ['ubuntu-26.04'], requests: [shadow], enforce })).targets[0]!
        .answers![0]!;
    expect(await ask(false)).toMatchObject({ verdict: 'allow', complain: true });
    expect(await ask(true)).toMatchObject({ verdict: 'deny' });
  });

  test('a bad request is told by its number', async () =>
    expect(
      decideOnTargets({ files, targets: ['ubuntu-26.04'], requests: [shadow, { op: 'file' }] }),
    ).rejects.toThrow('Request 2: A request “file” needs “path”.'));
});

describe.skipIf(!parser)('an explanation', () => {
  const target = 'ubuntu-26.04';

  test('names the rules that allow', async () => {
    const { answer, rules } = await explain({ files, target, request: udp(53) }, kit);
    expect(answer.verdict).toBe('allow');
    expect(rules.map(({ text }) => text)).toEqual([expect.stringContaining('peer=(port=53)')]);
    expect(rules[0]!.file).toBe('usr.bin.rustnet');
  });

  test('names rules of includes, with the include', async () => {
    const request = { op: 'file', path: '/etc/ld.so.cache', perms: 'r', owner: false };
    const { rules } = await explain({ files, target, request }, kit);
    expect(rules[0]).toMatchObject({ file: 'abstractions/base', effect: 'allows' });
    expect(rules[0]!.include).toBeDefined();
  });

  test('offers the option that allows', async () => {
    const request = {
      op: 'network',
      family: 'inet',
      type: 'dgram',
      access: ['connect'],
      peer: { port: 443 },
    };
    const { answer, options } = await explain({ files, target, request, want: 'allow' }, kit);
    expect(answer.verdict).toBe('deny');
    expect(options.length).toBeGreaterThan(0);
  });

  test('offers the narrowest rule, which then allows', async () => {
    const { edits, editsTitle } = await explain({ files, target, request: shadow, want: 'allow' }, kit);
    expect(editsTitle).toBe('Add “owner /etc/shadow r,”');
    const edited = files.map(({ path, text }) => ({
      path,
      text: applyEdits(
        text,
        edits!.filter((edit) => edit.path === path),
      ),
    }));
    const { targets } = await decideOnTargets({
      files: edited,
      targets: [target],
      requests: [shadow],
      enforce: true,
    });
    expect(targets[0]!.answers![0]!.verdict).toBe('allow');
  });

  test('offers to take out what allows', async () => {
    const own = [{ path: 'a', text: 'profile a {\n  /x r,\n  /** r,\n}\n' }];
    const request = { op: 'file', path: '/x', perms: 'r', owner: false };
    const { rules, edits } = await explain({ files: own, target, request, want: 'deny' }, undefined);
    expect(rules.map(({ text }) => text)).toEqual(['/x r,', '/** r,']);
    expect(applyEdits(own[0]!.text, edits!)).toBe('profile a {\n}\n');
  });

  test('says where no rule can deny', async () => {
    const own = [{ path: 'a', text: 'profile a {\n}\n' }];
    const request = { op: 'dbus', access: 'send', bus: 'system' };
    const { answer, reason } = await explain(
      { files: own, target: 'debian-13', request, want: 'deny' },
      undefined,
    );
    expect(answer.mediated).toBe(false);
    expect(reason).toContain('no rule can deny');
  });
});
