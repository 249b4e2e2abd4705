/** `check` with requirements and with --enforced, in this process, with the real parsers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsersForTests } from '../toolchains/forTests.ts';
import { newEnough } from '../toolchains/index.ts';
import { main } from './main.ts';
import type { CheckedFile, Finding } from './report/index.ts';

const parser = (await parsersForTests()).find(newEnough);
const kit = 'public/kits/rustnet/usr.bin.rustnet';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'requirements-test-'));
  write('one', 'profile one {\n  /etc/* r,\n  deny /etc/no r,\n}\n');
  write('two', 'profile two {\n}\n');
  write('none', '# nothing\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

async function run(words: string[], stdin = '') {
  const out: string[] = [];
  const err: string[] = [];
  const given = words.map((word) => (word.startsWith('./') ? join(folder, word) : word));
  const status = await main(['check', ...given], {
    stdout: (text) => void out.push(text),
    stderr: (text) => void err.push(text),
    stdin: async () => stdin,
    env: {},
    signal: new AbortController().signal,
  });
  const plain = (text: string[]) => text.join('').replaceAll(folder, '.');
  return { status, out: plain(out), err: plain(err) };
}

/** The first file of a check for Debian sid, and what the compiled policy said of it. */
async function checked(words: string[], target = 'debian-sid') {
  const { status, out, err } = await run([...words, '--target', target, '--format', 'json']);
  const [file] = (JSON.parse(out) as { files: CheckedFile[] }).files;
  return { status, err, file: file!, found: file!.diagnostics.filter(({ source }) => source === 'policy') };
}

const read = (path: string, want: string, more: object = {}) => ({
  want,
  request: { op: 'file', path, perms: 'r' },
  ...more,
});
const asJson = (...requirements: object[]) => JSON.stringify({ requirements });
const said = (found: Finding[]) =>
  found.map(({ severity, range, message }) => `${severity} ${range.start.line + 1}: ${message}`);

describe('refusals', () => {
  test.each<[text: string, message: string]>([
    ['{', 'Not JSON: '],
    ['[]', 'Expected {"requirements": [ … ]}.'],
    [asJson({ want: 'maybe' }), 'Requirement 1: “want” must be allow or deny.'],
    [
      asJson(read('/x', 'deny'), { want: 'deny', request: { op: 'file', path: '/x' } }),
      'Requirement 2: A request “file” needs “perms”.',
    ],
  ])('of a file of requirements: %s', async (text, message) => {
    write('bad.json', text);
    const { status, out, err } = await run(['./one', '--requirements', './bad.json']);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(`aa-workbench: ./bad.json: ${message}`);
  });

  test.each<[words: string[], message: string]>([
    [['./one', '--requirements', './gone'], './gone cannot be read: there is no such file.'],
    [
      ['./one', './two', '--requirements', './x'],
      'With --requirements one profile is checked at a time: which one are they about?',
    ],
    [
      ['./one', '--syntax-only', '--requirements', './x'],
      '--requirements asks the compiled policy, and --syntax-only starts no parser: leave one out.',
    ],
    [
      ['./one', '--syntax-only', '--enforced'],
      '--enforced asks the compiled policy, and --syntax-only starts no parser: leave one out.',
    ],
    [
      ['./one', './two', '--kit', 'rustnet'],
      'None of the files holds the profile “rustnet”, which the requirements of the kit rustnet are about.',
    ],
  ])('%j', async (words, message) => {
    expect(await run(words)).toEqual({ status: 2, out: '', err: `aa-workbench: ${message}\n` });
  });

  test('of requirements without a profile', async () => {
    write('all.json', asJson(read('/x', 'deny')));
    expect((await run(['./none', '--requirements', './all.json'])).err).toBe(
      'aa-workbench: ./none holds no profile that could meet ./all.json.\n',
    );
  });
});

describe.skipIf(!parser)('requirements', () => {
  const ask = (...requirements: object[]) => {
    write('asked.json', asJson(...requirements));
    return checked(['./one', '--requirements', './asked.json']);
  };

  test('that are met give no finding', async () => {
    const { status, found, file } = await ask(read('/etc/x', 'allow'), read('/etc/no', 'deny'));
    expect({ status, found, ok: file.ok }).toEqual({ status: 0, found: [], ok: true });
    expect(file.requirements).toEqual([
      {
        from: './asked.json',
        target: 'debian-sid',
        form: 'text',
        results: [
          expect.objectContaining({ id: 'requirement-1', standing: 'met', verdict: 'allow' }),
          expect.objectContaining({ id: 'requirement-2', standing: 'met', verdict: 'deny' }),
        ],
      },
    ]);
  });

  test('that are not met are errors at the rule that decides, else at the profile’s name', async () => {
    const { status, found } = await ask(
      read('/etc/shadow', 'deny', { title: 'Shadow' }),
      read('/etc/no', 'allow', { title: 'No' }),
      read('/home/x', 'allow', { title: 'Home' }),
      { want: 'allow', title: 'Both', request: { op: 'file', path: '/etc/x', perms: 'rw' } },
    );
    expect(status).toBe(1);
    expect(said(found)).toEqual([
      'error 2: “Shadow” must be denied, but is allowed by “/etc/* r,” (line 2).',
      'error 2: “No” must be allowed, but is denied by “deny /etc/no r,” (line 3).',
      'error 1: “Home” must be allowed, but is denied: no rule allows it.',
      'error 2: “Both” must be allowed, but is denied: the rules allow only a part of it.',
    ]);
    expect(found.every(({ code, target }) => code === 'requirement-not-met' && target === 'debian-sid')).toBe(
      true,
    );
  });

  test('that no rule could meet there are warnings', async () => {
    write('userns.json', asJson({ want: 'deny', title: 'Userns', request: { op: 'userns' } }));
    const { status, found } = await checked(['./one', '--requirements', './userns.json'], 'debian-12');
    expect(status).toBe(0);
    expect(said(found)).toEqual([
      'warning 1: “Userns” must be denied, but the kernel of Debian 12 (bookworm) does not ask the policy about it, so no rule can deny it.',
    ]);
  });

  test('stand in a file beside the profile', async () => {
    write('two.requirements.json', asJson(read('/x', 'allow')));
    expect((await run(['./one', './two', '--target', 'debian-sid'])).out).toContain(
      './two: 0 of 1 requirements of ./two.requirements.json are met on debian-sid, 1 not met\n./two: errors found',
    );
    const { status } = await run(['./two', '--syntax-only']);
    expect(status).toBe(0);
  });

  test.each(['profile :space:a', '@{N}=a\nprofile @{N}'])('are asked of %s', async (header) => {
    write('named', `${header} {\n}\n`);
    write('named.json', asJson(read('/x', 'allow')));
    const { found } = await checked(['./named', '--requirements', './named.json']);
    expect(found.map(({ code }) => code)).toEqual(['requirement-not-met']);
  });

  test('are judged as in enforce mode', async () => {
    write('learning', 'profile learning flags=(complain) {\n}\n');
    write('learning.json', asJson(read('/x', 'deny')));
    const { status } = await checked(['./learning', '--requirements', './learning.json']);
    expect(status).toBe(0);
  });

  test('are not asked where the text is refused, and that is told', async () => {
    write('refused', 'abi <abi/5.0>,\nprofile refused {\n}\n');
    write('refused.json', asJson(read('/x', 'deny')));
    const { status, file } = await checked(['./refused', '--requirements', './refused.json'], 'debian-12');
    expect(status).toBe(1);
    expect(file.requirements![0]).toMatchObject({ form: 'text', reason: expect.stringContaining('abi/5.0') });
    expect(file.requirements![0]).not.toHaveProperty('results');
  });

  test.each(['github', 'sarif'])('in %s', async (format) => {
    write('form.json', asJson(read('/etc/shadow', 'deny')));
    const words = ['./one', '--requirements', './form.json', '--target', 'debian-sid', '--format', format];
    const { status, out } = await run(words);
    expect(status).toBe(1);
    expect(out).toContain(
      format === 'github'
        ? '::error file=./one,line=2,endLine=2,col=3,endColumn=12,title=policy requirement-not-met debian-sid::'
        : '"ruleId": "policy/requirement-not-met"',
    );
  });

  test('with an address that is none are refused by number', async () => {
    const network = { op: 'network', family: 'inet', type: 'dgram', access: ['connect'], peer: { ip: 'x' } };
    write('ip.json', asJson(read('/x', 'deny'), { want: 'deny', request: network }));
    const { status, err } = await run([
      ...['./one', '--requirements', './ip.json'],
      ...['--target', 'ubuntu-26.04'],
    ]);
    expect(status).toBe(2);
    expect(err).toMatch(/^aa-workbench: \.\/ip\.json: Requirement 2: /);
  });
});

describe.skipIf(!parser)('the requirements of the kit for rustnet', () => {
  test('are met by its profile on the release that it is made for', async () => {
    const { status, file, found } = await checked([kit, '--kit', 'rustnet'], 'ubuntu-26.04');
    expect({ status, found }).toEqual({ status: 0, found: [] });
    expect(new Set(file.requirements![0]!.results!.map(({ standing }) => standing))).toEqual(
      new Set(['met']),
    );
  });

  test('where the text is refused, are judged in the form that the kit recommends', async () => {
    write('renamed', readFileSync(kit, 'utf8'));
    const { file, found } = await checked(['./renamed', '--kit', 'rustnet'], 'debian-12');
    expect(file.requirements![0]!.form).toBe('portable');
    const [told, ...others] = found.reverse();
    expect(told).toMatchObject({ severity: 'info', code: 'requirements-other-form' });
    expect(new Set(others.map(({ code }) => code))).toEqual(new Set(['requirement-not-expressible']));
  });

  test('name the rule of that form that breaks one', async () => {
    const text = readFileSync(kit, 'utf8');
    write(
      'usr.bin.rustnet',
      text.replace('capability net_raw,', 'capability net_raw,\n  capability sys_admin,'),
    );
    const { found } = await checked(['./usr.bin.rustnet', '--kit', 'rustnet'], 'ubuntu-24.04');
    const broken = found.find(({ code }) => code === 'requirement-not-met');
    expect(broken!.message).toMatch(/must be denied, but is allowed by “capability sys_admin,”/);
  });

  test('name the rule that breaks one', async () => {
    write('broken', readFileSync(kit, 'utf8').replace('capability net_raw,', 'deny capability net_raw,'));
    const { status, found } = await checked(['./broken', '--kit', 'rustnet'], 'ubuntu-26.04');
    expect(status).toBe(1);
    expect(found[0]!.message).toContain('is denied by “deny capability net_raw,” (line');
  });
});

describe.skipIf(!parser)('--enforced', () => {
  const enforced = async (rules: string, target: string) => {
    write('marks', `abi <abi/4.0>,\nprofile marks {\n${rules}\n}\n`);
    return (await checked(['./marks', '--enforced'], target)).found.map(
      ({ severity, code, range }) => `${severity} ${code} ${range.start.line + 1}`,
    );
  };

  test('warns of rules that do less or more than they say', async () => {
    expect(
      await enforced('/x r,\nnetwork connect inet dgram port=0 peer=(port=53),\ndbus send,', 'debian-13'),
    ).toEqual(['warning enforced-more 4', 'warning enforced-nothing 5']);
  });

  test('names the check where one tells more', async () => {
    write('peer', 'abi <abi/5.0>,\nprofile peer {\n  network inet dgram peer=(port=53),\n}\n');
    const { out } = await run(['./peer', '--enforced', '--target', 'ubuntu-26.04', '--format', 'sarif']);
    const [{ tool }] = JSON.parse(out).runs;
    expect(tool.driver.rules.find(({ id }: { id: string }) => id === 'policy/peer-only-inet')).toMatchObject({
      helpUri: expect.stringMatching(/docs\/checks\/peer-only-inet\.md$/),
    });
  });

  test('says nothing without being asked', async () => {
    expect((await checked(['./marks'], 'debian-13')).found).toEqual([]);
  });
});
