/** Texts made to harm the service. Each must end in a clear answer within the limits, and the next check must be good. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { printFeatures } from '../../shared/targets/features.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { chooseToolchain } from '../toolchains/choose.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { checkPolicy, closeParsers, RequestError } from './check.ts';
import { sandboxFor } from './pool.ts';
import { precheck } from './precheck.ts';
import { runParser } from './run.ts';

const toolchains = await parsersForTests();
// One target for each parser at hand; 24.04 stands for 4.1.0, which has a weakness of its own with ports.
const targets = ['debian-12', 'ubuntu-24.04', 'ubuntu-26.04'].filter((id, at, all) => {
  const parserOf = (target?: string) =>
    target && chooseToolchain(findTarget(target)!, toolchains)?.toolchain.id;
  return parserOf(id) !== undefined && parserOf(id) !== parserOf(all[at + 1]);
});

const secretWord = `word${Math.random().toString(36).slice(2)}`;
const place = mkdtempSync(join(tmpdir(), 'attacks-'));
const secret = join(place, 'secret');
const fifo = join(place, 'fifo');
const timeoutMs = 1_000;

beforeAll(() => {
  writeFileSync(secret, `${secretWord} /${secretWord} r,\n`);
  execFileSync('mkfifo', [fifo]);
});
afterAll(async () => {
  await closeParsers();
  rmSync(place, { recursive: true, force: true });
});

const profile = (rules: string) => `profile t /bin/x {\n${rules}\n}\n`;
/** Variables that double from level to level. */
const doubling = (levels: number) =>
  [
    '@{A0}=/a /b',
    ...Array.from({ length: levels }, (_, at) => `@{A${at + 1}}=@{A${at}}x @{A${at}}y`),
    profile(`@{A${levels}} r,`),
  ].join('\n');

/** Each way to name a file outside the tree, at each place where a file can be named. */
const namings = [secret, fifo, place, '/etc/passwd', '/proc/self/environ', '/dev/stdin', '/dev/zero'].flatMap(
  (path) => [
    `"${path}"`,
    path,
    `<${path}>`,
    `<"${path}">`,
    `<../../../../../../..${path}>`,
    `"../../../../../..${path}"`,
    `<abstractions/../../../../../../../..${path}>`,
  ],
);
const placings = [
  (name: string) => profile(`include ${name}`),
  (name: string) => profile(`include if exists ${name}`),
  (name: string) => `#include ${name}\n${profile('/a r,')}`,
  (name: string) => profile(`capability include ${name},`),
  (name: string) => profile(`/etc/passwd include ${name} r,`),
  (name: string) => `abi ${name},\n${profile('/a r,')}`,
  (name: string) => `@{X}=a\n  include ${name}\n${profile('/a r,')}`,
];

const costly: [name: string, text: string, verdicts: string[]][] = [
  ['a pattern of many states', profile(`/**a${'?'.repeat(16)} r,`), ['too-complex', 'invalid']],
  ['a pattern of more', profile(`/**a${'?'.repeat(18)} r,`), ['too-complex']],
  ['variables that double 14 times', doubling(14), ['too-complex', 'valid']],
  ['variables that double 18 times', doubling(18), ['too-complex']],
  ['variables that double 22 times', doubling(22), ['too-complex']],
  [
    'every port by itself',
    profile('network (connect) inet dgram port=0-65535 peer=(port=53),'),
    ['too-complex', 'invalid', 'valid'],
  ],
  ['a very long word', profile(`/${'a'.repeat(200_000)} r,`), ['invalid']],
  ['braces nested too deeply', profile(`/${'{a,'.repeat(51)}b${'}'.repeat(51)} r,`), ['invalid']],
  ['profiles nested without end', 'profile a {\n'.repeat(20_000), ['invalid', 'too-complex']],
  ['only opening parentheses', profile(`signal ${'('.repeat(100_000)}`), ['invalid', 'too-complex']],
];

describe.skipIf(targets.length === 0)('attacks', () => {
  for (const kind of ['with the sandbox', 'without a sandbox'] as const) {
    describe(kind, () => {
      beforeAll(async () => {
        await closeParsers();
        if (kind === 'without a sandbox') process.env.AA_SANDBOX = 'bare';
      });
      afterAll(async () => {
        await closeParsers();
        delete process.env.AA_SANDBOX;
      });
      for (const target of kind === 'with the sandbox' ? targets : targets.slice(-1))
        describe(target, () => attacks(target));
    });
  }
});

function attacks(target: string) {
  const check = (text: string, more: { path: string; text: string }[] = []) =>
    checkPolicy({ files: [{ path: 'usr.bin.t', text }, ...more], target }, { timeoutMs });

  afterEach(async () => {
    expect(await check(profile('/etc/passwd r,'))).toMatchObject({ verdict: 'valid', exitStatus: 0 });
  });

  it('never reads a file outside the policy tree into an answer', async () => {
    const words = [secretWord, 'root:x:0:0', 'PATH='];
    for (const placing of placings)
      for (const naming of namings) {
        const answer = await check(placing(naming));
        expect(answer.verdict, placing(naming)).toBe('not-judged');
        expect(answer.diagnostics[0], placing(naming)).toMatchObject({
          code: 'include-outside',
          file: 'usr.bin.t',
        });
        for (const word of words) expect(JSON.stringify(answer)).not.toContain(word);
      }
  });

  it('looks into the included files under edit as well', async () => {
    const answer = await check(profile('include <local/x>'), [
      { path: 'local/x', text: `\ninclude "${secret}"\n` },
    ]);
    expect(answer).toMatchObject({
      verdict: 'not-judged',
      diagnostics: [{ file: 'local/x', range: { start: { line: 1 } } }],
    });
  });

  it.each(costly)('%s', async (_name, text, verdicts) => {
    const started = performance.now();
    const answer = await check(text);
    expect(verdicts).toContain(answer.verdict);
    if (answer.verdict === 'too-complex') expect(answer.reason).toMatch(/^Too complex: /);
    if (answer.verdict === 'too-complex' || answer.verdict === 'invalid')
      expect(answer.diagnostics.some((found) => found.severity === 'error')).toBe(true);
    expect(performance.now() - started).toBeLessThan(timeoutMs + 3_000);
  });

  it('refuses a text that is too large, before any work', async () => {
    const answer = await check(profile(`# ${'x'.repeat(300_000)}`));
    expect(answer).toMatchObject({ verdict: 'not-judged', milliseconds: 0, exitStatus: null });
    expect(answer.reason).toContain('256 kB');
  });

  it.each([
    ['NUL', 'a\0b'],
    ['half a Unicode pair', 'a\uD800b'],
  ])('refuses %s, with its place', async (_name, text) =>
    expect(await check(profile(text))).toMatchObject({
      verdict: 'not-judged',
      diagnostics: [{ code: 'text-not-plain', range: { start: { line: 1, character: 1 } } }],
    }),
  );

  it('takes Windows line ends', async () =>
    expect(await check(profile('/a r,').replaceAll('\n', '\r\n'))).toMatchObject({ verdict: 'valid' }));

  it('refuses two files of one path, and a file that is a directory', async () => {
    const one = { path: 'local/x', text: '' };
    for (const other of ['local/x', 'local', 'local/x/y'])
      await expect(check(profile(''), [one, { path: other, text: '' }])).rejects.toThrow(RequestError);
  });

  it('compiles a text whatever files of disable/ are called', async () => {
    const answer = await checkPolicy({ files: [{ path: 'disable/t', text: profile('/a rz,') }], target });
    expect(answer.verdict).toBe('invalid');
  });

  it.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../b',
    './a',
    'a//b',
    'a/',
    'a\nb',
    'a\0b',
    'a\\b',
    'a"b',
    'x'.repeat(300),
    '\uD800',
  ])('refuses the path %j', async (path) => {
    const files = [
      { path: 'usr.bin.t', text: profile('') },
      { path, text: '' },
    ];
    await expect(checkPolicy({ files, target })).rejects.toThrow(RequestError);
    await expect(checkPolicy({ files: files.reverse(), target })).rejects.toThrow(RequestError);
  });
}

describe.skipIf(targets.length === 0)('a tree with a trap in it', () => {
  const toolchain = toolchains.find((each) => each.root !== '/');
  const tree = join(place, 'tree');
  const moved = (path: string) => path.replaceAll(toolchain!.root, tree);
  const trapped = () => ({
    ...toolchain!,
    root: tree,
    base: moved(toolchain!.base),
    command: toolchain!.command.map(moved),
  });
  beforeAll(() => {
    if (!toolchain) return;
    execFileSync('cp', ['-al', toolchain.root, tree]);
    execFileSync('mkfifo', [join(trapped().base, 'abstractions/fifo')]);
    symlinkSync(secret, join(trapped().base, 'abstractions/leak'));
  });
  const run = (text: string) =>
    runParser(
      trapped(),
      { text, overlay: [], linked: [], features: 'file {mask {read\n}\n}\n' },
      { timeoutMs: 1_000 },
    );

  it.skipIf(!toolchain)('a FIFO is given up after the time limit', async () =>
    expect(await run(profile('include <abstractions/fifo>'))).toMatchObject({
      stopped: 'time',
      status: null,
    }),
  );

  it.skipIf(!toolchain)('a link out of the tree leads nowhere in the sandbox', async () => {
    const { kind } = await sandboxFor(trapped());
    const answer = await run(profile('include <abstractions/leak>'));
    if (kind === 'bubblewrap') expect(answer.messages).toContain('Could not open');
    if (kind === 'bubblewrap') expect(answer.messages).not.toContain(secretWord);
  });
});

describe.skipIf(targets.length === 0)('without a sandbox, the include check holds alone', () => {
  const toolchain = toolchains[0]!;
  beforeAll(async () => {
    await closeParsers();
    process.env.AA_SANDBOX = 'bare';
  });
  afterAll(async () => {
    await closeParsers();
    delete process.env.AA_SANDBOX;
  });

  it('whatever the words around: what it lets through never reads the file', async () => {
    const words = [
      ...[`"${secret}"`, secret, `<${secret}>`, 'include ', '#include ', 'include if exists ', 'abi '],
      ...[
        'mount ',
        'dbus ',
        'capability ',
        'network ',
        'profile ',
        'change_profile ',
        'set rlimit ',
        'signal ',
        'alias ',
      ],
      ...[
        '# ',
        '"',
        ',',
        ' ',
        '\n',
        '{',
        '}',
        '(',
        ')',
        '->',
        '=',
        '+=',
        '<',
        '>',
        '@{X}',
        '/a ',
        'r',
        '\\',
        '\t',
        ':',
        '^',
        'x',
      ],
    ];
    let ran = 0;
    const texts = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 14 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(texts, fc.boolean(), async (rules, inside) => {
        const text = inside ? `profile t {\n${rules}\n}\n` : `${rules}\n`;
        if (precheck({ path: 't', text }, { everywhere: true }).length > 0) return;
        ran++;
        const { messages } = await runParser(toolchain, {
          text,
          overlay: [],
          linked: [],
          features: printFeatures(findTarget('debian-12')!.features.tree),
        });
        // The parser names each file that it reads in its messages: the secret one is not a good rule anywhere.
        expect(messages).not.toContain(secretWord);
        expect(messages).not.toMatch(new RegExp(`in profile ${secret}`));
      }),
      { numRuns: 400 },
    );
    expect(ran).toBeGreaterThan(50);
  });
});
