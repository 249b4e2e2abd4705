/** Packaging, through the service: a .deb, a patch for the checkout that is open, or the files to add to another. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { afterAll, describe, expect, test } from 'vitest';
import { type Packaging, PackagingSchema } from '../../shared/api/packaging.ts';
import { buildApp } from '../app.ts';
import { missingTools, run, temporaryFolder } from '../export/forTests.ts';
import { loadKit } from '../kits.ts';
import { closeParsers } from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';

const parser = (await parsersForTests()).find(newEnough);
const noGit = missingTools('packaging through the service', ['git']).length > 0;
const noDpkg = missingTools('the .deb through the service', ['dpkg-deb']).length > 0;
afterAll(closeParsers);

const root = join(import.meta.dirname, '../..');
const onDisk = await loadKit(join(root, 'public/kits'), 'rustnet');
const files = [onDisk.files.profile, onDisk.files.tunables, onDisk.files.local].map(({ path, text }) => ({
  path,
  text,
}));
const folder = temporaryFolder();

async function post(url: string, payload: object, workspace?: string) {
  const app = await buildApp({ workspace });
  try {
    return {
      list: await app.inject('/api/workspace'),
      answer: await app.inject({ method: 'POST', url, payload }),
    };
  } finally {
    await app.close();
  }
}

const contentOf = ({ content }: Packaging) => Buffer.from(content!, 'base64');

describe.skipIf(!parser || noGit)('packaging', () => {
  test('is a patch where the workspace is a checkout, and nothing once that is applied', async () => {
    const place = join(folder, 'checkout');
    cpSync(join(root, 'server/export/patch/fixture'), place, { recursive: true });
    const git = (...words: string[]) =>
      run('git', ['-c', 'user.name=T', '-c', 'user.email=t@program.example.org', ...words], place);
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'x');

    const edited = files.map(({ path, text }) => ({
      path,
      text: path === 'usr.bin.rustnet' ? `${text}# mine\n` : text,
    }));
    const { list, answer } = await post('/api/packaging', { kit: 'rustnet', files: edited }, place);
    expect(list.json()).toMatchObject({ packaged: true });
    const made: Packaging = answer.json();
    expect(Value.Check(PackagingSchema, made)).toBe(true);
    expect(made).toMatchObject({ kind: 'patch', name: 'rustnet-apparmor.patch', missing: [] });
    writeFileSync(join(folder, 'a.patch'), contentOf(made));
    git('am', '-q', join(folder, 'a.patch'));
    expect(readFileSync(join(place, 'debian/apparmor/usr.bin.rustnet'), 'utf8')).toMatch(/# mine\n$/);

    const again = await post('/api/packaging', { kit: 'rustnet', files: edited }, place);
    expect(again.answer.json()).toEqual({ kind: 'nothing', missing: [], notes: [] });
  });

  test('is the files, and what to add by hand, where it is none', async () => {
    const place = join(folder, 'plain');
    mkdirSync(place);
    const { list, answer } = await post('/api/packaging', { kit: 'rustnet', files }, place);
    expect(list.json()).not.toHaveProperty('packaged');
    const made: Packaging = answer.json();
    expect(made).toMatchObject({ kind: 'overlay', name: 'rustnet-apparmor-packaging.tar.gz' });
    writeFileSync(join(folder, 'a.tar.gz'), contentOf(made));
    run('tar', ['-xzf', join(folder, 'a.tar.gz'), '-C', place]);
    const text = (path: string) => readFileSync(join(place, path), 'utf8');
    expect(text('debian/apparmor/usr.bin.rustnet.abi-5.0')).toBe(files[0]!.text);
    expect(text('.github/workflows/apparmor.yml')).toContain('apparmor_parser -Q');
    expect(text('add-by-hand/debian/control')).toBe(' apparmor,\n dh-apparmor,\n');
    expect(text('add-by-hand/debian/install')).toBe(
      'debian/apparmor/tunables/rustnet.d/site etc/apparmor.d/tunables/rustnet.d/\n',
    );
    expect(text('add-by-hand/debian/rules')).toMatch(
      /^# One source[\s\S]*\tdh_apparmor --profile-name=usr\.bin\.rustnet -prustnet\n$/,
    );
    expect(text('add-by-hand/Cargo.toml')).toMatch(
      /^ {4}\["debian\/apparmor\/usr\.bin\.rustnet", [\s\S]*maintainer-scripts = "debian\/apparmor\/cargo-deb\/"\n$/,
    );
    expect(text('add-by-hand/SECURITY.md')).toMatch(/^## AppArmor/);
    for (const path of [
      'debian/control',
      'debian/rules',
      'debian/install',
      'Cargo.toml',
      'SECURITY.md',
      'INSTALL.md',
    ])
      expect(text('README')).toContain(`add-by-hand/${path}`);
  });

  test('leaves out what is for one machine, and says so', async () => {
    const own = files.map(({ path, text }) => ({
      path,
      text: path.startsWith('local/') ? '/srv/x w,\n' : text,
    }));
    const { answer } = await post('/api/packaging', { kit: 'rustnet', files: own });
    expect(answer.json().notes).toEqual([expect.stringContaining('is for one machine')]);
  });

  test.each([
    [{ kit: 'none', files }, 404, /There is no kit “none”/],
    [{ kit: 'rustnet', files: files.slice(0, 1) }, 400, /not the three files of the kit/],
  ])('refuses what is no kit’s: %#', async (payload, status, words) => {
    const { answer } = await post('/api/packaging', payload);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().message).toMatch(words);
  });
});

describe.skipIf(noDpkg)('a .deb', () => {
  test('of any profile', async () => {
    const own = [{ path: 'usr.bin.t', text: 'abi <abi/4.0>,\nprofile t /usr/bin/t {}\n' }];
    const { answer } = await post('/api/download', { files: own, target: 'debian-13', format: 'deb' });
    expect(answer.headers['content-disposition']).toBe('attachment; filename="usr.bin.t-apparmor.deb"');
    const place = join(folder, 'own.deb');
    writeFileSync(place, answer.rawPayload);
    expect(run('dpkg-deb', ['-f', place, 'Depends'])).toBe('apparmor (>= 4.0~)\n');
    expect(run('dpkg-deb', ['-c', place])).toContain('./etc/apparmor.d/usr.bin.t\n');
  });
  test('of a name that a shell would read is refused', async () => {
    const { answer } = await post('/api/download', {
      files: [{ path: 'a b', text: '' }],
      target: 'debian-13',
      format: 'deb',
    });
    expect([answer.statusCode, answer.json().message]).toEqual([
      400,
      expect.stringContaining('cannot be in a package'),
    ]);
  });
});
