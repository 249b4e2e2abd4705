/** `export --format deb` and `--format patch`, as a person runs them; what they make is tested beside what makes it. */
import { cpSync, existsSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingTools, run, temporaryFolder } from '../export/forTests.ts';
import { closeParsers } from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { main } from './main.ts';

const parser = (await parsersForTests()).find(newEnough);
const noGit = missingTools('export --format patch', ['git']).length > 0;
const noDpkg = missingTools('export --format deb', ['dpkg-deb']).length > 0;
afterAll(closeParsers);

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

async function exported(...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await main(['export', '--kit', 'rustnet', ...words], {
    stdout: (text) => void out.push(text),
    stderr: (text) => void err.push(text),
    stdin: async () => '',
    env: { SOURCE_DATE_EPOCH: '1767323045' },
    signal: new AbortController().signal,
  });
  return { status, out: out.join(''), err: err.join('') };
}

describe.skipIf(!parser || noGit)('patch', () => {
  const place = at('checkout');
  const git = (...words: string[]) =>
    run('git', ['-C', place, '-c', 'user.name=T', '-c', 'user.email=t@program.example.org', ...words]);
  const patch = (...more: string[]) =>
    exported('--format', 'patch', '--repo', place, '--out', at('a.patch'), ...more);
  beforeAll(() => {
    cpSync(join(import.meta.dirname, '../export/patch/fixture'), place, { recursive: true });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'x');
  });

  test('is written, applied, and then there is nothing to do', async () => {
    const made = await patch('--author', 'Ada Lovelace <ada@program.example.org>');
    expect([made.status, made.err]).toEqual([0, '']);
    expect(made.out).toMatch(
      /^Wrote .*a\.patch \(12 files\); apply it with: git am .*\nNote: SECURITY\.zh-CN\.md/,
    );
    const there = await patch();
    expect(there).toMatchObject({
      status: 2,
      err: expect.stringMatching(/is already there; --force overwrites it/),
    });
    git('am', '-q', at('a.patch'));
    const again = await patch('--force');
    expect(again).toEqual({
      status: 0,
      out: 'Nothing to do: the repository has all of it. No patch was written.\n',
      err: '',
    });
  });

  test('names what has no place, with status 1', async () => {
    writeFileSync(join(place, 'Cargo.toml'), '[package]\nname = "p"\n');
    git('commit', '-qam', 'another way to package');
    const made = await patch('--force');
    expect(made.status).toBe(1);
    expect(made.err).toMatch(
      /^To be done by hand, because there is no place for it:\n {2}Cargo\.toml: there is no \[package\.metadata\.deb\]/,
    );
  });

  test.each([
    [['--repo', '/none'], /\/none/],
    [['--option', 'none/none=on'], /There is no option “none\/none”/],
    [['--set', 'RUSTNET_LOG_DIR=captures'], /A path starts with a slash/],
  ])('%j is refused', async (more, words) => {
    const ran = await exported('--format', 'patch', '--repo', place, '--out', at('refused.patch'), ...more);
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(words) });
    expect(existsSync(at('refused.patch'))).toBe(false);
  });
});

describe.skipIf(noDpkg)('deb', () => {
  const deb = (...more: string[]) => exported('--format', 'deb', '--out', at('a.deb'), ...more);
  const field = (name: string) => run('dpkg-deb', ['-f', at('a.deb'), name]).trim();

  test('is written for a release, of an author, once', async () => {
    const made = await deb(
      '--target',
      'debian-12',
      '--author',
      'Ada Lovelace <ada@program.example.org>',
      '--mode',
      'enforce',
    );
    expect(made).toEqual({
      status: 0,
      out: `Wrote ${at('a.deb')}, for AppArmor 3.0 or later; install it with: sudo apt install ${at('a.deb')}\n`,
      err: '',
    });
    expect([field('Maintainer'), field('Depends')]).toEqual([
      'Ada Lovelace <ada@program.example.org>',
      'apparmor (>= 3.0~)',
    ]);
    const before = readFileSync(at('a.deb'));
    expect((await deb()).err).toMatch(/is already there; --force overwrites it/);
    expect(readFileSync(at('a.deb')).equals(before)).toBe(true);
    expect((await deb('--force', '--package-version', '9')).status).toBe(0);
    expect(field('Version')).toBe('9');
  });

  test('a link that leads nowhere is not written over', async () => {
    symlinkSync('nowhere', at('link.deb'));
    const { status, err } = await exported('--format', 'deb', '--out', at('link.deb'));
    expect([status, err]).toEqual([2, expect.stringMatching(/is already there; --force overwrites it/)]);
    expect(readlinkSync(at('link.deb'))).toBe('nowhere');
  });

  test.each([
    [['--package-version', '1 2'], /“1 2” is no version of a package/],
    [['--set', 'RUSTNET_LOG_DIR=/a/../b'], /AppArmor takes/],
  ])('%j is refused', async (more, words) => {
    const ran = await exported('--format', 'deb', '--out', at('refused.deb'), ...more);
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(words) });
    expect(existsSync(at('refused.deb'))).toBe(false);
  });
});

describe.skipIf(!parser)('options and values that open what is to be refused', () => {
  const made = (...words: string[]) =>
    exported('--format', 'dir', '--target', 'ubuntu-26.04', '--out', at('opened'), '--force', ...words);

  test('are told, with what they open', async () => {
    const { status, out } = await made('--set', 'RUSTNET_LOG_DIR=/home/ada/.ssh');
    expect(status).toBe(0);
    expect(out).toMatch(/Note: by these options and values .* allows what the profile is to refuse: .*\.ssh/);
  });

  test('others are not', async () =>
    expect((await made('--set', 'RUSTNET_LOG_DIR=/srv/logs')).out).not.toContain('Note:'));
});
