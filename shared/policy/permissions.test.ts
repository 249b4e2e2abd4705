import { describe, expect, test } from 'vitest';
import { kernelFeatures } from '../targets/kernels.ts';
import { access } from './access.ts';
import { readDfa } from './dfa.ts';
import { fileState } from './files.ts';
import { kernelOf } from './kernel.ts';
import { enforce, exec, noPermissions } from './permissions.ts';
import type { CompiledProfile, Permissions, PolicyDb } from './profile.ts';
import { type PlainState, writeDfa } from './testing.ts';

const kernels = {
  '6.1': kernelOf('6.1', kernelFeatures.linux61),
  '6.12': kernelOf('6.12', kernelFeatures.linux612),
  '7.2': kernelOf('7.2', kernelFeatures.linux7),
};
type Release = keyof typeof kernels;

const dead: PlainState = { otherwise: 0, to: {} };
const byte = (character: string) => character.charCodeAt(0);
const db = (states: PlainState[], more: Partial<PolicyDb> = {}): PolicyDb => ({
  dfa: readDfa(writeDfa(states), 0),
  start: 1,
  table: undefined,
  tableVersion: 0,
  targets: [],
  ...more,
});
const profile = (more: Partial<CompiledProfile>): CompiledProfile =>
  ({ name: 'p', mode: 'enforce', auditAll: false, version: { kernel: 7 }, ...more }) as CompiledProfile;
const entry = (allow: number): Permissions => ({ ...noPermissions, allow });

/** One rule for the path `/`, with these accept words. */
const rule = (accept: number, accept2 = 0): PlainState[] => [
  dead,
  { otherwise: 0, to: { [byte('/')]: 2 } },
  { otherwise: 0, to: {}, accept, accept2 },
];
const fileAt = (files: PolicyDb, path: string, owner: boolean, release: Release = '6.1') =>
  fileState(enforce(profile({ files }), kernels[release]), path, owner).permissions;

describe('accept words of files', () => {
  // r w for the owner, r for others; the owner's r is logged, others' w is quiet.
  const files = db(rule(0x6 | (0x4 << 14), 0x4 | (0x2 << 21)));
  test('the owner', () =>
    expect(fileAt(files, '/', true)).toMatchObject({ allow: 0x3376, audit: 0x244, quiet: 0 }));
  test('others', () =>
    expect(fileAt(files, '/', false)).toMatchObject({ allow: 0x244, audit: 0, quiet: 0x3172 }));
  test('nothing matches: attributes can be read', () =>
    expect(fileAt(files, '/no', true)).toMatchObject({ allow: 0x200, quiet: 0 }));
  test('lock, link, map', () =>
    expect(fileAt(db(rule(0x70)), '/', true).allow).toBe(0x200 | 0x8000 | 0x40000 | 0x10000));
  test('change_profile and onexec are no matter of the owner', () => {
    for (const owner of [true, false])
      expect(fileAt(db(rule(0xc0000000)), '/', owner).allow).toBe(0x60000200);
  });
  test.each([
    ['ix', 0x200, exec.inherit],
    ['Ux', 1 << 10, exec.unconfined],
    ['ux', (1 << 10) | 0x100, exec.unconfined + exec.unsafe],
    ['px', (2 << 10) | 0x100, exec.name | exec.unsafe],
    ['cx', (3 << 10) | 0x100, exec.name | exec.child | exec.unsafe],
    ['Pix -> the third name', (6 << 10) | 0x200, exec.table | exec.inherit | 2],
    ['Pux', (2 << 10) | 0x80, exec.name + exec.unconfined],
  ])('exec by %s', (_, packed, xindex) =>
    expect(fileAt(db(rule(packed | 1)), '/', true).xindex).toBe(xindex),
  );
});

describe('tables of file permissions', () => {
  const table = [entry(0x200), entry(0x206), entry(0x204)];
  test('up to version 2 an entry for the owner comes before that for others', () => {
    const files = db(rule(1), { table, tableVersion: 2 });
    expect(fileAt(files, '/', true, '6.12').allow).toBe(0x206);
    expect(fileAt(files, '/', false, '6.12').allow).toBe(0x204);
  });
  test('from version 3 only where the state says so', () => {
    expect(fileAt(db(rule(1, 1), { table, tableVersion: 3 }), '/', false, '7.2').allow).toBe(0x204);
    expect(fileAt(db(rule(1, 0), { table, tableVersion: 3 }), '/', false, '7.2').allow).toBe(0x206);
  });
});

/** Class 14 mediated, then one rule for the byte 7; class 2 mediated as parsers do, with the mark 4. */
const classes = (accept: number, accept2 = 0): PlainState[] => [
  dead,
  { otherwise: 0, to: { 2: 2, 14: 3 } },
  { otherwise: 0, to: {}, accept: 4 },
  { otherwise: 0, to: { 7: 4 }, accept: 4 },
  { otherwise: 0, to: {}, accept, accept2 },
];
const asked = (release: Release, more: Partial<CompiledProfile>, cls: number, ...bytes: number[]) =>
  access(enforce(profile(more), kernels[release]), cls, Uint8Array.from(bytes), true);

describe('accept words of other classes', () => {
  // Seven bits, seven more that only old kernels read, and those of others, which hold further permissions.
  const policy = db(classes(0x12 | (0x3 << 7) | (0x11 << 14), 0x2 | (0x10 << 7)));
  test.each<[Release, number]>([
    ['6.1', 0x12 | 0x80 | 0x400 | 0x100 | 0x400000],
    ['6.12', 0x12 | 0x8000 | 0x100 | 0x400000],
    ['7.2', 0x12 | 0x8000 | 0x100 | 0x400000],
  ])('Linux %s', (release, allow) =>
    expect(asked(release, { policy }, 14, 7)).toEqual({ allow, deny: 0, audit: 2, quiet: 0 }),
  );
  test('what is mediated and not allowed', () =>
    expect(asked('7.2', { policy }, 14, 8)).toEqual({ allow: 0, deny: 0, audit: 0, quiet: 0 }));
  test('what is not mediated', () => {
    const unasked = { allow: 0xffffffff, deny: 0, audit: 0, quiet: 0xffffffff };
    expect(asked('7.2', { policy }, 9, 7)).toEqual(unasked);
    expect(asked('7.2', { policy }, 1)).toEqual(unasked);
    expect(asked('7.2', { policy, mode: 'unconfined' }, 14, 8)).toEqual(unasked);
  });
  test('the bus is asked about only together with class 15, on kernels that have that', () => {
    const bus = db([dead, { otherwise: 0, to: { 32: 2 } }, { otherwise: 0, to: {}, accept: 4 }]);
    expect(asked('6.12', { policy: bus }, 32, 9).allow).toBe(0);
    expect(asked('7.2', { policy: bus }, 32, 9).allow).toBe(0xffffffff);
  });
});

describe('a profile without any rule of files', () => {
  const policy = db(classes(2));
  const paths = (release: Release, owner: boolean) =>
    fileState(enforce(profile({ policy }), kernels[release]), '/etc', owner).permissions.allow;
  test('Linux 6.1 still shows attributes', () => expect(paths('6.1', true)).toBe(0x200));
  test('Linux 6.12 shows the owner nothing, others what another state has', () => {
    expect(paths('6.12', true)).toBe(0);
    expect(paths('6.12', false)).toBe(0x8000);
  });
  test('Linux 7.2 shows nothing', () => {
    expect(paths('7.2', true)).toBe(0);
    expect(paths('7.2', false)).toBe(0);
  });
});
