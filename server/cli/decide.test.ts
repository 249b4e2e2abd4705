/** `decide` on the command line, in this process, with the real parsers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../compileForTests.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { main } from './main.ts';

const parser = (await parsersForTests()).find(newEnough);
const kit = 'public/kits/rustnet/usr.bin.rustnet';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'decide-test-'));
  write('one', 'profile one /usr/bin/one {\n  /etc/one r,\n  deny /etc/shadow r,\n}\n');
  write('two', 'profile a { /a r, ^hat { /h r, } }\nprofile b { /b r, }\n');
  write('bad', 'profile bad {\n  /etc/bad zz,\n}\n');
  write('empty', '# nothing\n');
  write(
    'requests',
    '{"op":"file","path":"/etc/one","perms":"r"}\n{"op":"file","path":"/etc/shadow","perms":"r"}\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string | Uint8Array): void {
  writeFileSync(join(folder, name), text);
}

async function decide(words: string[], stdin = '') {
  const out: string[] = [];
  const err: string[] = [];
  const given = words.map((word) => (word.startsWith('./') ? join(folder, word) : word));
  const status = await main(['decide', ...given], {
    stdout: (text) => void out.push(text),
    stderr: (text) => void err.push(text),
    stdin: async () => stdin,
    env: {},
    signal: new AbortController().signal,
  });
  const lines = out.join('').split('\n').filter(Boolean);
  return {
    status,
    answers: lines.map((line) => JSON.parse(line)),
    err: err.join('').replaceAll(folder, '.'),
  };
}

const asks = (...requests: object[]) => requests.map((request) => JSON.stringify(request)).join('\n');
const read = (path: string) => ({ op: 'file', path, perms: 'r' });

describe('refusals', () => {
  test.each<[words: string[], message: string]>([
    [[], 'Name the file to ask, a profile or with --policy compiled policy.'],
    [['./one'], 'Name the file of requests with --requests.'],
    [['-', '--requests', '-'], 'Only one of the profile and the requests can be standard input.'],
    [['./one', '--requests', './gone'], './gone cannot be read: there is no such file.'],
    [
      ['./one', '--requests', './requests', '--target', 'arch'],
      'There is no target “arch”; there is: debian-12, debian-13, debian-sid, ubuntu-22.04, ubuntu-24.04, ubuntu-26.04.',
    ],
    [
      ['./one', '--policy', '--requests', './requests', '--target', 'debian-sid'],
      './one: Not a compiled policy: at byte 0, expected the name “version”, but found the unknown code 112.',
    ],
  ])('%j', async (words, message) => {
    expect(await decide(words)).toEqual({ status: 2, answers: [], err: `aa-workbench: ${message}\n` });
  });
});

describe.skipIf(!parser)('answers', () => {
  test('one a line, in the order of the requests', async () => {
    const { status, answers, err } = await decide([
      './one',
      '--target',
      'debian-sid',
      '--requests',
      './requests',
    ]);
    expect(answers).toEqual([
      {
        verdict: 'allow',
        mediated: true,
        explicitDeny: false,
        audit: false,
        quiet: false,
        perms: { allow: '0x00000244', deny: '0x00000000', audit: '0x00000000', quiet: '0x00000000' },
      },
      expect.objectContaining({ verdict: 'deny', explicitDeny: true, quiet: true }),
    ]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
  });

  test('a line that is no request: an error in its place, and status 2', async () => {
    const words = ['./one', '--target', 'debian-sid', '--requests', '-'];
    const { status, answers, err } = await decide(
      words,
      `${asks(read('/etc/one'))}\n\n{"op":"fly"}\n{\n${asks(read('/x'))}`,
    );
    expect(answers.map(({ verdict }) => verdict)).toEqual(['allow', undefined, undefined, 'deny']);
    expect(answers[1].error).toContain('“op” must be one of file, exec');
    expect(answers[2].error).toContain('not JSON');
    expect(status).toBe(2);
    expect(err).toContain('line 3 of the requests: “op” must be one of');
  });

  test('of several profiles one must be named', async () => {
    const words = ['./two', '--target', 'debian-sid', '--requests', '-'];
    const asked = asks(read('/a'), read('/b'), read('/h'));
    const verdicts = async (profile: string) =>
      (await decide([...words, '--profile', profile], asked)).answers.map(({ verdict }) => verdict);
    expect(await verdicts('a')).toEqual(['allow', 'deny', 'deny']);
    expect(await verdicts('b')).toEqual(['deny', 'allow', 'deny']);
    expect(await verdicts('a//hat')).toEqual(['deny', 'deny', 'allow']);
    expect((await decide(words, asked)).err).toBe(
      'aa-workbench: The policy holds several profiles; choose one with --profile: a, a//hat, b.\n',
    );
    expect((await decide([...words, '--profile', 'c'], asked)).err).toBe(
      'aa-workbench: There is no profile “c” in the policy; there is: a, a//hat, b.\n',
    );
  });

  test('what cannot be compiled', async () => {
    const words = ['--target', 'debian-sid', '--requests', './requests'];
    expect((await decide(['./bad', ...words])).err).toMatch(
      /^aa-workbench: \.\/bad cannot be compiled for debian-sid: bad:2:\d+: /,
    );
    expect((await decide(['./empty', ...words])).err).toBe('aa-workbench: ./empty holds no profile.\n');
  });

  test('compiled policy gives the same answers', async () => {
    write('policy', compile(parser!, { path: join(folder, 'one') }, 'debian-sid'));
    const words = ['--target', 'debian-sid', '--requests', './requests'];
    expect((await decide(['./policy', '--policy', ...words])).answers).toEqual(
      (await decide(['./one', ...words])).answers,
    );
  });

  test('rustnet’s profile: only name service over UDP, where the kernel can tell', async () => {
    const udp = (port: number) => ({
      op: 'network',
      family: 'inet',
      type: 'dgram',
      access: ['connect', 'send'],
      peer: { ip: '192.0.2.1', port },
    });
    const asked = asks(udp(53), udp(123), read('/etc/shadow'), { op: 'capability', name: 'net_raw' });
    const blocked = async (target: string) =>
      (await decide([kit, '--kit', 'rustnet', '--target', target, '--requests', '-'], asked)).answers.map(
        ({ verdict, complain }) => verdict === 'deny' || complain === true,
      );
    expect(await blocked('ubuntu-26.04')).toEqual([false, true, true, false]);
    expect(await blocked('debian-sid')).toEqual([false, false, true, false]);
  });

  test('thousands of requests take one parser run', async () => {
    const many = asks(...Array.from({ length: 5_000 }, (_, at) => read(`/etc/${at % 2 ? 'one' : 'two'}`)));
    const { answers } = await decide(['./one', '--target', 'debian-sid', '--requests', '-'], many);
    expect(answers.filter(({ verdict }) => verdict === 'allow')).toHaveLength(2_500);
    expect(answers).toHaveLength(5_000);
  });
});
