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
      ['./one', '--policy', '--why', '--requests', './requests'],
      'Compiled policy does not hold the text of its rules; --why needs the profile itself.',
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

  describe('with --why', () => {
    const why = async (text: string, ...requests: object[]) => {
      write('why', `include <tunables/global>\nprofile why {\n${text}\n}\n`);
      const words = ['./why', '--why', '--target', 'debian-sid', '--requests', '-'];
      const { answers } = await decide(words, asks(...requests));
      return answers.map(({ rules }) => rules.map((rule: { text: string }) => rule.text));
    };

    test('name the file as it was given, the place and the text', async () => {
      const words = ['./one', '--why', '--target', 'debian-sid', '--requests', './requests'];
      const { answers } = await decide(words);
      const place = (line: number, width: number) => ({
        file: join(folder, 'one'),
        range: { start: { line, character: 2 }, end: { line, character: 2 + width } },
      });
      expect(answers.map(({ rules }) => rules)).toEqual([
        [{ ...place(1, 11), text: '/etc/one r,', effect: 'allows' }],
        [{ ...place(2, 19), text: 'deny /etc/shadow r,', effect: 'denies' }],
      ]);
    });

    test('every rule that has a part in it, those of includes too', async () => {
      const both = { op: 'file', path: '/etc/passwd', perms: 'rw' };
      expect(
        await why('include <abstractions/nameservice-strict>\n/etc/passwd w,\n/etc/* r,\n/var/* r,', both),
      ).toEqual([['@{etc_ro}/passwd r,', '/etc/passwd w,', '/etc/* r,']]);
    });

    test('how a program may start, whatever it then runs under', async () => {
      const run = (path: string) => ({ op: 'exec', path });
      expect(
        await why('/bin/a Px -> other,\n/bin/b Cx,\n/bin/* ix,', run('/bin/a'), run('/bin/b'), run('/x')),
      ).toEqual([['/bin/a Px -> other,', '/bin/* ix,'], ['/bin/b Cx,', '/bin/* ix,'], []]);
    });

    test.each([':space:a', 'b', 'c d', 'a//hat'])('of the profile %s', async (name) => {
      const hat = '^hat { /[x] r, }';
      const text = `@{N}=b\nprofile :space:a { /x r, ${hat} }\nprofile @{N} { /x* r, }\nprofile "c d" { /{x,y} r, }\n`;
      write('named', text);
      const words = ['./named', '--why', '--target', 'debian-sid', '--requests', '-', '--profile', name];
      const { answers } = await decide(words, asks(read('/x')));
      expect(answers[0].rules.map((rule: { text: string }) => rule.text)).toEqual([
        { ':space:a': '/x r,', b: '/x* r,', 'c d': '/{x,y} r,', 'a//hat': '/[x] r,' }[name],
      ]);
    });

    test('none where nothing speaks of it', async () => {
      const asked = [{ op: 'userns' }, { op: 'change_hat', hat: 'x' }, read('/x')];
      expect(await why('capability chown,', ...asked)).toEqual([[], [], []]);
    });

    test('thousands of requests are quick', async () => {
      const paths = Array.from({ length: 3_000 }, (_, at) => read(`/etc/${at}`));
      const words = [kit, '--kit', 'rustnet', '--why', '--target', 'ubuntu-26.04', '--requests', '-'];
      const { answers, status } = await decide(words, asks(...paths, read('/etc/hosts')));
      expect(status).toBe(0);
      expect(answers.at(-1).rules).not.toEqual([]);
    });
  });
});
