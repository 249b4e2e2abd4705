/** `tell` on the command line, with the real parsers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { main } from './main.ts';

const parser = (await parsersForTests()).find(newEnough);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tell-test-'));
  mkdirSync(join(folder, 'abstractions'));
  writeFileSync(join(folder, 'abstractions/site'), 'network inet stream,\n/etc/site/* r,\n');
  writeFileSync(join(folder, 'one'), 'profile one {\n  include <abstractions/site>\n  /etc/site/a r,\n}\n');
  writeFileSync(join(folder, 'two'), 'profile two {\n}\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function tell(...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const given = words.map((word) => (word.startsWith('./') ? join(folder, word) : word));
  const status = await main(['tell', ...given], {
    stdout: (text) => void out.push(text),
    stderr: (text) => void err.push(text),
    stdin: async () => '',
    env: {},
    signal: new AbortController().signal,
  });
  return { status, out: out.join('').replaceAll(folder, '.'), err: err.join('').replaceAll(folder, '.') };
}

test.each<[words: string[], message: string]>([
  [[], 'Name the profile whose includes are to be told.'],
  [['./gone'], './gone cannot be read: there is no such file.'],
  [['./one', '--format', 'xml'], 'There is no format “xml” here; there is: text, json.'],
])('%j', async (words, message) => {
  expect(await tell(...words)).toEqual({ status: 2, out: '', err: `aa-workbench: ${message}\n` });
});

describe.skipIf(!parser)('includes', () => {
  const around = ['--base', './', '--target', 'debian-sid'];

  test('are told in words', async () => {
    expect(await tell('./one', ...around)).toEqual({
      status: 0,
      out: [
        './one:2: abstractions/site: 2 rules',
        '  ! sockets: inet stream',
        '    reads 1 path',
        '    makes moot: line 3, “/etc/site/a r,”',
        '',
      ].join('\n'),
      err: '',
    });
  });
  test('are told as JSON', async () => {
    const { out } = await tell('./one', ...around, '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      target: 'debian-sid',
      includes: [{ path: 'abstractions/site' }],
    });
  });
  test('where there are none', async () => {
    expect((await tell('./two', ...around)).out).toBe(
      './two: no include of a profile brings a rule on debian-sid\n',
    );
  });
});
