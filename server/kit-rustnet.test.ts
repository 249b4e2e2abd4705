/** rustnet's kit before the real parsers: every one that is here, each in the form that is meant for it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyOptions, editFiles, parseKit, renderKit, setOption } from '../shared/kits/index.ts';
import type { Choices, FileRole, Kit } from '../shared/kits/schema.ts';
import type { OpenFile } from '../shared/kits/state.ts';
import { printFeatures } from '../shared/targets/features.ts';
import { kernelFeatures } from '../shared/targets/kernels.ts';
import { closeParsers } from './parser/check.ts';
import { runParser } from './parser/run.ts';
import { ensureDefault, listToolchains, type Toolchain } from './toolchains/index.ts';
import { compareVersions } from './toolchains/version.ts';

const folder = join(import.meta.dirname, '../public/kits/rustnet');
let kit: Kit;
let sources: Record<FileRole, string>;
let toolchains: Toolchain[];
/** The one that the shipped form is meant for. */
let newest: Toolchain;

beforeAll(async () => {
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  kit = parseKit(JSON.parse(await read('kit.json')));
  const { profile, tunables, local } = kit.files;
  sources = {
    profile: await read(profile.source),
    tunables: await read(tunables.source),
    local: await read(local.source),
  };
  // Without a parser nothing of this can be tested: it fails, and says why.
  newest = await ensureDefault();
  toolchains = await listToolchains();
});
afterAll(closeParsers);

/** The parser's own run over the kit's files: exit status, compiled policy, and what it said. */
async function compile(toolchain: Toolchain, files: OpenFile[], features: string) {
  const [profile, ...overlay] = files;
  const { status, policy, messages } = await runParser(toolchain, {
    text: profile!.text,
    overlay: overlay.map(({ path, text }) => ({ path, text })),
    linked: [],
    features,
  });
  return { status, policy, messages };
}
const ubuntu = printFeatures(kernelFeatures.ubuntu2604);
const debian = printFeatures(kernelFeatures.linux61);
const valid = { status: 0 };
const shipped = () => renderKit(kit, sources, {});
const portable = () => renderKit(kit, sources, { target: 'debian-12' });

describe('the shipped form', () => {
  test('is valid on its own, as one downloaded file', async () => {
    const [profile] = shipped();
    expect(await compile(newest, [profile!], ubuntu)).toMatchObject(valid);
  });
  test('is valid with its tunables and local file', async () =>
    expect(await compile(newest, shipped(), ubuntu)).toMatchObject(valid));
  test('holds inet to port 53 where the kernel compares ports: the policy differs from that of any inet', async () => {
    const anyInet = renderKit(kit, sources, { options: { 'reverse-dns': 'any-inet' } });
    const [narrow, wide] = [await compile(newest, shipped(), ubuntu), await compile(newest, anyInet, ubuntu)];
    expect(narrow.policy.equals(wide.policy)).toBe(false);
  });
  test('under abi 3.0 ports are dropped without a word, which is why port 53 requires abi 5.0', async () => {
    const oldAbi = renderKit(kit, sources, { options: { abi: '3.0' } });
    const with123 = oldAbi.map((file) => ({ ...file, text: file.text.replaceAll('port=53', 'port=123') }));
    const [a, b] = [await compile(newest, oldAbi, ubuntu), await compile(newest, with123, ubuntu)];
    expect(a).toMatchObject(valid);
    expect(a.policy.equals(b.policy)).toBe(true);
  });
});

describe('the portable form', () => {
  test('is valid on every parser here', async () => {
    console.info(
      `portable form: tried on ${toolchains.map(({ id, version }) => `${version} (${id})`).join(', ')}`,
    );
    for (const toolchain of toolchains)
      expect(await compile(toolchain, portable(), debian), toolchain.id).toMatchObject(valid);
  });
  test('draws no warning about its own lines', async () => {
    for (const toolchain of toolchains) {
      const { messages } = await compile(toolchain, portable(), debian);
      // Two are not the profile's: unix rules of abstractions/base, and the newer abi of that file.
      const own = messages
        .split('\n')
        .filter((line) => line.trim() !== '' && !/unix socket rule|features abi .* differs/.test(line));
      expect(own, toolchain.id).toEqual([]);
    }
  });
  test('has the rules of the shipped form, but for inet and the abi', () => {
    const rules = ([profile]: OpenFile[]) =>
      profile!.text.split('\n').filter((line) => !/^\s*network .*inet|^abi /.test(line));
    expect(rules(portable())).toEqual(rules(shipped()));
  });
});

describe('options', () => {
  test('each one switched the other way is valid', async () => {
    const cases: [OpenFile[], Toolchain, string][] = [
      [shipped(), newest, ubuntu],
      [portable(), toolchains.toSorted((a, b) => compareVersions(a.version, b.version))[0]!, debian],
    ];
    for (const [files, toolchain, features] of cases)
      for (const group of kit.groups) {
        if (group.id === 'abi') continue;
        for (const option of group.options) {
          const id = `${group.id}/${option.id}`;
          const needsNewer = toolchain !== newest && option.requires?.includes('abi/5.0');
          if (option.unavailable || needsNewer) continue;
          for (const on of [true, false]) {
            const edits = setOption(kit, files, id, on);
            if (edits.length === 0) continue;
            expect(await compile(toolchain, editFiles(files, edits), features), `${id} ${on}`).toMatchObject(
              valid,
            );
          }
        }
      }
  });
  test('all off is valid', async () => {
    const off: Choices = Object.fromEntries(
      kit.groups.flatMap((group) =>
        group.options.filter(() => group.kind === 'any').map((option) => [`${group.id}/${option.id}`, false]),
      ),
    );
    const files = shipped();
    const edits = applyOptions(kit, files, { ...off, 'reverse-dns': 'resolver-socket' });
    expect(await compile(newest, editFiles(files, edits), ubuntu)).toMatchObject(valid);
  });
});

test('rules switched off in place are comments to every parser here', async () => {
  const text = (sources: Record<FileRole, string>) =>
    sources.profile
      .replace('abi <abi/5.0>', 'abi <abi/3.0>')
      .replace(/^ {2}network .*inet.*\n/gm, '')
      .replace('  capability net_raw,\n', '  capability net_raw, audit capability kill, capability chown,\n')
      .replace('network netlink raw,', 'network\n    netlink\n    raw,');
  const [profile, ...rest] = shipped();
  const files = [{ ...profile!, text: text(sources) }, ...rest];
  const marked = editFiles(files, [
    ...setOption(kit, files, 'capture/netlink', false),
    ...setOption(kit, files, 'sudo/chown', false),
    ...setOption(kit, files, 'text/capability/capability kill', false),
  ]);
  expect(marked[0]!.text).toContain(
    'capability net_raw, # off&: audit capability kill,\n # off: capability chown,',
  );
  expect(marked[0]!.text).toContain('  # off: network\n    # off| netlink\n    # off| raw,');
  for (const toolchain of toolchains)
    expect(await compile(toolchain, marked, debian), toolchain.id).toMatchObject(valid);
});

describe('tunables', () => {
  const withDirs = (...values: string[]) =>
    renderKit(kit, sources, { tunables: { RUSTNET_LOG_DIR: values } });
  test.each([
    ['a directory', '/srv/captures'],
    ['a space', '/srv/my captures'],
    ['choices', '/srv/{a,b}'],
    ['a hash and a bang', '/srv/a#b!c'],
    ['another script', '/srv/mésures'],
    ['a variable', '@{HOME}/captures'],
  ])('%s is valid on every parser here', async (_, value) => {
    for (const toolchain of toolchains) {
      const files = renderKit(kit, sources, { target: 'debian-12', tunables: { RUSTNET_LOG_DIR: [value] } });
      expect(await compile(toolchain, files, debian), toolchain.id).toMatchObject(valid);
    }
  });
  test('a trailing slash makes no difference', async () => {
    const files = withDirs('/srv/captures');
    const slash = files.map((file) => ({
      ...file,
      text: file.text.replace(/(\+= \/srv\/captures)$/m, '$1/'),
    }));
    expect(slash).not.toEqual(files);
    const [a, b] = [await compile(newest, files, ubuntu), await compile(newest, slash, ubuntu)];
    expect(a).toMatchObject(valid);
    expect(a.policy.equals(b.policy)).toBe(true);
  });
  test('a value changes what is compiled', async () => {
    const [a, b] = [
      await compile(newest, shipped(), ubuntu),
      await compile(newest, withDirs('/srv/x'), ubuntu),
    ];
    expect(a.policy.equals(b.policy)).toBe(false);
  });
});

describe('a profile with Windows line ends', () => {
  const windows = (): OpenFile[] =>
    shipped().map((file) =>
      // Comments take the \r of every network line of the kit that has one; the others need a space before it.
      ({ ...file, text: file.text.replace(/,$/gm, ', ').replaceAll('\n', '\r\n') }),
    );

  test('is valid to begin with', async () =>
    expect(await compile(newest, windows(), ubuntu)).toMatchObject(valid));

  test.each(['reverse-dns/any-inet', 'reverse-dns/resolver-socket', 'ebpf/sys-admin'])(
    'stays valid when %s is switched on',
    async (id) => {
      const before = windows();
      const after = editFiles(before, setOption(kit, before, id, true));
      expect(after[0]!.text).not.toBe(before[0]!.text);
      expect(await compile(newest, after, ubuntu)).toMatchObject(valid);
    },
  );
});
