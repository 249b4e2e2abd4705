/** The routes, with the real parser behind them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CheckResponseSchema, type PolicyText, TargetsResponseSchema } from '../../shared/api/schemas.ts';
import type { ToolchainLine } from '../../shared/api/service.ts';
import { buildApp } from '../app.ts';
import { loadKit } from '../kits.ts';
import { closeParsers } from '../parser/check.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';

let app: FastifyInstance;
const parser = (await parsersForTests()).find(newEnough);
const { version } = parser ?? { version: '' };
let rustnet: PolicyText[];
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'routes-test-'));
  app = await buildApp({ workspace: folder });
  const { files } = await loadKit(app.kitsFolder, 'rustnet');
  rustnet = [files.profile, files.tunables, files.local].map(({ path, text }) => ({ path, text }));
});
afterAll(async () => {
  await app.close();
  await closeParsers();
  rmSync(folder, { recursive: true, force: true });
});

const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });
const check = async (files: PolicyText[], target = 'ubuntu-26.04') =>
  (await post('/api/check', { files, target })).json();
const profile = (text: string): PolicyText[] => [{ path: 'usr.bin.t', text }];

describe.skipIf(!parser)('check', () => {
  test('the shipped profile is valid where it is meant for', async () => {
    const answer = await check(rustnet);
    expect(Value.Check(CheckResponseSchema, answer)).toBe(true);
    expect(answer).toMatchObject({ verdict: 'valid', exitStatus: 0, parser: { version } });
    expect(answer.policyBytes).toBeGreaterThan(1000);
    expect(answer.milliseconds).toBeGreaterThan(0);
  });

  test('an error is placed in the file it is in', async () => {
    const [main, tunables, local] = rustnet as [PolicyText, PolicyText, PolicyText];
    const broken = { ...local, text: '# fine\n  /srv/x zz,\n' };
    const answer = await check([main, tunables, broken]);
    expect(answer).toMatchObject({ verdict: 'invalid', exitStatus: 1 });
    expect(answer.diagnostics.find((one: { severity: string }) => one.severity === 'error')).toMatchObject({
      file: local.path,
      range: { start: { line: 1 } },
      source: 'apparmor_parser',
    });
  });

  test('no file outside the policy tree is read into an answer', async () => {
    const secret = readFileSync('/etc/passwd', 'utf8').split(':')[0]!;
    for (const text of [
      'profile t {\n  include "/etc/passwd"\n}\n',
      'profile t {\n  capability include "/etc/passwd"\n}\n',
      'profile t {\n  include <../../../../../../../etc/passwd>\n}\n',
      'abi "/etc/passwd",\nprofile t {\n}\n',
    ]) {
      const answer = await check(profile(text));
      expect(answer.verdict).not.toBe('valid');
      expect(answer.diagnostics.length).toBeGreaterThan(0);
      expect(JSON.stringify(answer)).not.toMatch(
        new RegExp(`\\b${secret}:|nologin|“${secret}”|\\b${secret}\\b.*capability`),
      );
    }
  });
});

describe.skipIf(!parser)('under attack', () => {
  const bomb = (letters: number) => profile(`profile t {\n  /**a${'?'.repeat(letters)} r,\n}\n`);

  test('bombs end as too complex, and the others are still answered', async () => {
    let bombsEnded = 0;
    const bombs = [18, 19, 20, 21].map((letters) => check(bomb(letters)).finally(() => void bombsEnded++));
    const health = (await app.inject('/api/health')).json();
    const endedBeforeHealth = bombsEnded;
    const good = await Promise.all([check(rustnet), check(profile('profile t {\n}\n'), 'debian-13')]);
    expect(health.status).toBe('ok');
    expect(endedBeforeHealth).toBe(0);
    expect(good.map((answer) => answer.verdict)).toEqual(['valid', 'valid']);
    for (const answer of await Promise.all(bombs)) {
      expect(answer.verdict).toBe('too-complex');
      expect(answer.reason).toMatch(/^Too complex: /);
    }
    expect((await check(rustnet)).verdict).toBe('valid');
  });

  test('who asks and goes away frees the place', async () => {
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const gone = new AbortController();
    const order: string[] = [];
    const asked = Array.from({ length: 40 }, () =>
      fetch(`http://127.0.0.1:${port}/api/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ files: bomb(22), target: 'ubuntu-26.04' }),
        signal: gone.signal,
      }).catch(() => void order.push('gone')),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    gone.abort();
    await Promise.all(asked);
    // Forty bombs take more than a minute where they are not ended: this test's time would be up.
    expect((await check(rustnet)).verdict).toBe('valid');
    expect(order).toHaveLength(40);
  });
});

describe.skipIf(!parser)('targets and the policy tree', () => {
  test('six targets, one of them the default, each with its parser', async () => {
    const answer = (await app.inject('/api/targets')).json();
    expect(Value.Check(TargetsResponseSchema, answer)).toBe(true);
    expect(answer.targets).toHaveLength(6);
    expect(answer.targets.filter((one: { isDefault: boolean }) => one.isDefault)).toMatchObject([
      { id: 'ubuntu-26.04', parser: { version } },
    ]);
  });

  test('abstractions and tunables can be read', async () => {
    const get = async (path: string) =>
      (await app.inject(`/api/policy-tree/${path}?target=ubuntu-26.04`)).json();
    expect((await get('abstractions')).entries).toContain('base');
    expect((await get('abstractions/base')).text).toContain('include <abstractions/');
    expect((await get('')).entries).toContain('tunables/');
  });

  test.each([
    '../passwd',
    '..%2f..%2fpasswd',
    'abstractions/..%2f..%2f..%2fpasswd',
    '%2fetc%2fpasswd',
    'abstractions/none',
  ])('the tree ends at its root: %s', async (path) => {
    const answer = await app.inject(`/api/policy-tree/${path}?target=ubuntu-26.04`);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).not.toContain('root:');
  });
});

describe.skipIf(!parser)('download', () => {
  const download = (more: object) =>
    post('/api/download', { files: rustnet, target: 'ubuntu-26.04', ...more });

  test('a single file comes as it is, under its own name', async () => {
    const answer = await download({ format: 'file' });
    expect(answer.body).toBe(rustnet[0]!.text);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="usr.bin.rustnet"');
    const site = await download({ format: 'file', path: rustnet[1]!.path });
    expect(site.body).toBe(rustnet[1]!.text);
  });

  test('a name cannot break out of the header', async () => {
    const files = [{ path: "a; b=é'.x", text: 'x' }];
    const answer = await post('/api/download', { files, target: 'debian-12', format: 'file' });
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="a_ b___.x"; filename*=UTF-8''a%3B%20b%3D%C3%A9%27.x`,
    );
  });

  test.each([
    [{ format: 'file', path: 'none' }, '“none” is none of the files that were sent.'],
    [{ format: 'tar', target: 'plan-9' }, 'There is no target “plan-9”.'],
    [{ format: 'tar', files: [{ path: '../../root/.ssh/x', text: '' }] }, 'may not have empty parts'],
    [{ format: 'tar', files: [{ path: '/etc/x', text: '' }] }, 'must be relative to /etc/apparmor.d'],
    [{ format: 'tar', name: '../x' }, '“name” has characters that are not taken'],
  ])('what cannot be laid out is refused: %j', async (more, words) => {
    const answer = await download(more);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().message).toContain(words);
  });

  test('the archive unpacks to files that the real parser takes', async () => {
    const answer = await download({ format: 'tar', name: 'rustnet' });
    expect(answer.headers['content-disposition']).toBe('attachment; filename="rustnet.tar.gz"');
    const place = mkdtempSync(join(folder, 'unpack-'));
    writeFileSync(join(place, 'a.tar.gz'), answer.rawPayload);
    const listing = execFileSync('tar', ['-tvzf', join(place, 'a.tar.gz')], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    });
    const lines = listing
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/));
    expect(lines.map((words) => words.at(-1))).toEqual([
      'INSTALL',
      'etc/',
      'etc/apparmor.d/',
      'etc/apparmor.d/local/',
      'etc/apparmor.d/local/usr.bin.rustnet',
      'etc/apparmor.d/tunables/',
      'etc/apparmor.d/tunables/rustnet.d/',
      'etc/apparmor.d/tunables/rustnet.d/site',
      'etc/apparmor.d/usr.bin.rustnet',
    ]);
    for (const [mode, owner, , day] of lines) {
      expect(['-rw-r--r--', 'drwxr-xr-x']).toContain(mode);
      expect([owner, day]).toEqual(['root/root', '2000-01-01']);
    }

    const said = execFileSync('tar', ['-xzf', 'a.tar.gz'], { cwd: place, encoding: 'utf8', stdio: 'pipe' });
    expect(said).toBe('');
    const tree = join(place, 'etc/apparmor.d');
    for (const file of rustnet) expect(readFileSync(join(tree, file.path), 'utf8')).toBe(file.text);
    expect(statSync(join(tree, 'usr.bin.rustnet')).mode & 0o777).toBe(0o644);
    expect(runParser(tree, 'usr.bin.rustnet')).toContain('rustnet');
    const install = readFileSync(join(place, 'INSTALL'), 'utf8');
    expect(install).toContain('sudo apparmor_parser -r /etc/apparmor.d/usr.bin.rustnet');
    expect(install).toContain('tar --no-overwrite-dir --no-same-owner -C / -xzf rustnet.tar.gz etc');
  });

  test('the same files give the same bytes', async () => {
    const [one, two] = [await download({ format: 'tar' }), await download({ format: 'tar' })];
    expect(one.rawPayload.equals(two.rawPayload)).toBe(true);
  });

  /** Names of the profiles in a file, by the real parser, after it has compiled it. Throws where it does not. */
  function runParser(tree: string, name: string): string {
    const [command, ...args] = parser!.command;
    const common = [...args, '-j0', '--config-file', '/dev/null', '-b', parser!.base, '-I', tree];
    execFileSync(command!, [...common, '-QKT', join(tree, name)], { stdio: 'pipe' });
    return execFileSync(command!, [...common, '-N', join(tree, name)], { encoding: 'utf8', stdio: 'pipe' });
  }
});

describe('kits, toolchains, workspace', () => {
  test('the kits are listed and served', async () => {
    expect((await app.inject('/api/kits')).json().kits).toContainEqual(
      expect.objectContaining({ id: 'rustnet', title: expect.any(String) }),
    );
    expect((await app.inject('/kits/rustnet/usr.bin.rustnet')).body).toBe(rustnet[0]!.text);
  });

  test('only suites that a target names are fetched', async () => {
    for (const suite of ['buster', '../x', 'sid;reboot']) {
      const answer = await post('/api/toolchains', { suite });
      expect(answer.statusCode).toBe(400);
      expect(answer.json().message).toBe(
        `There is no suite “${suite}” here; there is: bookworm, trixie, sid.`,
      );
    }
  });

  test('a suite that cannot be fetched says why, as the last line', async () => {
    const path = process.env.PATH;
    process.env.PATH = folder;
    const answer = await post('/api/toolchains', { suite: 'trixie' }).finally(() => {
      process.env.PATH = path;
    });
    expect(answer.headers['content-type']).toContain('application/x-ndjson');
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ToolchainLine);
    expect(lines.at(-1)).toEqual({
      kind: 'failed',
      message: expect.stringMatching(/^This machine has no apt, so/),
    });
  });

  test('a file of the workspace is read, saved over what was read, and not over anything else', async () => {
    writeFileSync(join(folder, 'usr.bin.w'), 'profile w {\n}\n');
    const url = '/api/workspace/file?path=usr.bin.w';
    const read = await app.inject(url);
    expect(read.json().text).toBe('profile w {\n}\n');
    expect(read.headers.etag).toBe(`"${read.json().hash}"`);
    const put = (headers: Record<string, string>, text = 'profile w2 {\n}\n') =>
      app.inject({ method: 'PUT', url, headers, payload: { text } });

    expect((await put({})).statusCode).toBe(428);
    const saved = await put({ 'if-match': String(read.headers.etag) });
    expect(saved.statusCode).toBe(200);
    const late = await put({ 'if-match': String(read.headers.etag) }, 'lost update');
    expect(late.statusCode).toBe(412);
    expect(late.json().message).toMatch(
      /^“usr.bin.w” was changed on disk since it was opened; nothing was overwritten/,
    );
    const again = await put({ 'if-none-match': '*' }, 'lost update');
    expect(again.statusCode).toBe(412);
    expect(readFileSync(join(folder, 'usr.bin.w'), 'utf8')).toBe('profile w2 {\n}\n');
    expect((await app.inject('/api/workspace')).json()).toMatchObject({ directory: folder });
  });

  test('without a workspace it says how to open one', async () => {
    const bare = await buildApp();
    const answer = await bare.inject('/api/workspace');
    await bare.close();
    expect(answer.statusCode).toBe(404);
    expect(answer.json().message).toContain('aa-workbench serve --workspace DIR');
  });
});
