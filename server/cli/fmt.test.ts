/** fmt, and what it must not change: the policy that apparmor_parser compiles. */
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatText } from '../../shared/language/format.ts';
import { applyEdits } from '../../shared/syntax/index.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { fmt } from './fmt.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fmt-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function run(names: string[], options: { check?: boolean; sort?: boolean; stdin?: string } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdout: (text: string) => void out.push(text),
    stderr: (text: string) => void err.push(text),
    stdin: async () => options.stdin ?? '',
    env: {},
    signal: new AbortController().signal,
  };
  const status = await fmt(names, { check: options.check ?? false, sort: options.sort ?? false }, io);
  return { status, out: out.join(''), err: err.join('') };
}

const untidy = 'profile x {\n/b   r,\n  /a r, # why\n}\n';
const tidy = 'profile x {\n  /b r,\n  /a r, # why\n}\n';

describe('fmt', () => {
  test('writes the layout, and keeps the mode', async () => {
    const path = write('x', untidy);
    chmodSync(path, 0o640);
    expect(await run([path])).toEqual({ status: 0, out: '', err: '' });
    expect(readFileSync(path, 'utf8')).toBe(tidy);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
  test('sorts where asked', async () => {
    const path = write('x', untidy);
    await run([path], { sort: true });
    expect(readFileSync(path, 'utf8')).toBe('profile x {\n  /a r, # why\n  /b r,\n}\n');
  });
  test('leaves what is tidy untouched', async () => {
    const path = write('x', tidy);
    const { mtimeNs, ino } = statSync(path, { bigint: true });
    expect((await run([path])).status).toBe(0);
    expect(statSync(path, { bigint: true })).toMatchObject({ mtimeNs, ino });
  });
  test('--check shows what would change, writes nothing and answers 1', async () => {
    const path = write('x', untidy);
    expect(await run([path], { check: true })).toEqual({
      status: 1,
      out: `--- ${path}\tas it is\n+++ ${path}\tformatted\n@@ -1,4 +1,4 @@\n profile x {\n-/b   r,\n+  /b r,\n   /a r, # why\n }\n`,
      err: '',
    });
    expect(readFileSync(path, 'utf8')).toBe(untidy);
  });
  test('--check of what is tidy answers 0', async () =>
    expect(await run([write('x', tidy)], { check: true })).toEqual({ status: 0, out: '', err: '' }));
  test('standard input goes to standard output', async () =>
    expect(await run(['-'], { stdin: untidy })).toEqual({ status: 0, out: tidy, err: '' }));
  test('a file with an error is left alone and named; the others are done', async () => {
    const bad = write('bad', 'profile x {\n  /a r\n}\n');
    const good = write('good', untidy);
    expect(await run([bad, good])).toEqual({
      status: 2,
      out: '',
      err: `aa-workbench: ${bad}: Line 2, column 6: Expected a comma at the end of this rule, before “}”. It is formatted once this is mended.\n`,
    });
    expect(readFileSync(bad, 'utf8')).toBe('profile x {\n  /a r\n}\n');
    expect(readFileSync(good, 'utf8')).toBe(tidy);
  });
  test('what is included in profiles is formatted too', async () => {
    const path = write('local/x', '/a   r,\n');
    expect((await run([path])).status).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe('/a r,\n');
  });
  test('a link stays a link', async () => {
    const path = write('x', untidy);
    const link = join(folder, 'link');
    symlinkSync(path, link);
    await run([link]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe(tidy);
  });
  test.each([
    ['no-such-file', 'no-such-file does not exist.'],
    ['.', '. is a directory.'],
  ])('%s cannot be read', async (name, words) => {
    expect(await run([name])).toEqual({ status: 2, out: '', err: `aa-workbench: ${words}\n` });
  });
  test('bytes that are no UTF-8 stay', async () => {
    const path = write('x', '');
    writeFileSync(path, Buffer.from([0x23, 0xff, 0x0a, 0x0a, 0x0a]));
    expect((await run([path])).status).toBe(2);
    expect(readFileSync(path)).toEqual(Buffer.from([0x23, 0xff, 0x0a, 0x0a, 0x0a]));
  });
  test('names are needed', () =>
    expect(run([])).rejects.toThrow('Name at least one file to format, or - for standard input.'));
});

const packages = ['apparmor', 'apparmor-profiles', 'apparmor-profiles-extra'];
const fragment = /\/(?:abstractions|tunables|abi|local|disable|force-complain)\//;

function installedProfiles(): string[] {
  try {
    return execFileSync('dpkg', ['-L', ...packages], { encoding: 'utf8' })
      .split('\n')
      .filter((path) => /^\/(?:etc\/apparmor\.d|usr\/share\/apparmor\/extra-profiles)\//.test(path))
      .filter((path) => !fragment.test(path) && !path.endsWith('README'))
      .filter((path) => existsSync(path) && statSync(path).isFile());
  } catch {
    return [];
  }
}

const profiles = installedProfiles();
const parser = (await parsersForTests())[0];
const runnable = profiles.length > 0 && parser !== undefined;
if (!runnable) console.warn(`SKIPPED: needs apparmor_parser and the packages ${packages.join(', ')}.`);
test.runIf(process.env.CI)('the packages and a parser are here', () => expect(runnable).toBe(true));

describe.skipIf(!runnable)('the compiled policy of the packages’ profiles', () => {
  /** Undefined where the parser refuses the text. */
  async function compiled(text: string, name: string): Promise<string | undefined> {
    const path = write(name, text);
    const [program, ...words] = parser!.command;
    const features = parser!.features ? ['-M', parser!.features] : [];
    const options = ['-QKTS', '-j1', '--config-file', '/dev/null', '-b', parser!.base, ...features, path];
    const env = { LC_ALL: 'C' };
    return promisify(execFile)(program!, [...words, ...options], {
      encoding: 'latin1',
      env,
      maxBuffer: 1e9,
    }).then(
      ({ stdout }) => stdout,
      () => undefined,
    );
  }

  test.each(profiles)('%s is the same, laid out and sorted', async (path) => {
    const text = readFileSync(path, 'utf8');
    const before = await compiled(text, 'policy');
    if (before === undefined) return;
    const edits = formatText(text, 'file', { sort: true });
    if ('refused' in edits) throw new Error(edits.refused);
    const after = edits.length > 0 ? await compiled(applyEdits(text, edits), 'policy') : before;
    expect(after === before).toBe(true);
  });
});
