import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FeaturesError,
  type FeatureTree,
  feature,
  hasFeature,
  maxFeatureBytes,
  parseFeatures,
  printFeatures,
  withFeatures,
  withoutFeatures,
} from './features.ts';
import { targetFacts } from './targets.ts';

const dump = 'file {mask {create read\n}\n}\npolicy {versions {v7 {yes\n}\n}\nset_load {yes\n}\n}\n';
const tree = { file: { mask: 'create read' }, policy: { versions: { v7: 'yes' }, set_load: 'yes' } };

describe('reading a features file', () => {
  it('gives directories and values', () => expect(parseFeatures(dump)).toEqual(tree));
  it('takes any spacing', () =>
    expect(parseFeatures('file { mask {\ncreate read } }policy{versions{v7{yes}}set_load{yes}}')).toEqual(
      tree,
    ));
  it('takes an empty value', () => expect(parseFeatures('a {b {}\n}\n')).toEqual({ a: { b: {} } }));

  it.each([
    ['nothing', '', '“{” at line 1'],
    ['other text', 'root:x:0:0\n', '“{” at line 1'],
    ['an open brace', 'file {mask {read\n}\n', '“}” for “file”'],
    ['a brace too many', 'a {b\n}\n}\n', 'a name before “}” at line 3'],
    ['a name twice', 'a {b\n}\na {c\n}\n', '“a” only once at line 3'],
    ['a value between names', 'a {b {c\n}\nd e\n}\n', '“}” at line 3'],
  ])('refuses %s', (_name, text, words) => {
    expect(() => parseFeatures(text)).toThrow(FeaturesError);
    expect(() => parseFeatures(text)).toThrow(words);
  });
});

describe('printing', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,8}$/);
  const value = fc.array(name, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const { trees } = fc.letrec<{ trees: FeatureTree }>((tie) => ({
    trees: fc.dictionary(name, fc.oneof({ depthSize: 'small' }, value, tie('trees')), {
      minKeys: 1,
      maxKeys: 3,
    }),
  }));

  it('is undone by reading', () => {
    fc.assert(
      fc.property(trees, (any) => {
        expect(parseFeatures(printFeatures(any))).toEqual(any);
      }),
    );
  });

  it('never has a name behind a longer one that it ends', () => {
    const some = fc.uniqueArray(fc.stringMatching(/^[ab]{1,4}$/), { minLength: 1 });
    fc.assert(
      fc.property(some, (names) => {
        const printed = Object.keys(
          parseFeatures(printFeatures(Object.fromEntries(names.map((each) => [each, 'x'])))),
        );
        expect([...printed].sort()).toEqual([...names].sort());
        printed.forEach((longer, at) => {
          for (const shorter of printed.slice(at + 1)) expect(longer.endsWith(shorter)).toBe(false);
        });
      }),
    );
  });

  it('refuses what libapparmor would not read', () => {
    expect(() => printFeatures({ a: 'x'.repeat(maxFeatureBytes) })).toThrow(/reads at most 8191/);
  });
});

describe('changing', () => {
  it('adds, and makes directories on the way', () =>
    expect(withFeatures({ a: 'x' }, { 'network_v8/af_inet': 'yes' })).toEqual({
      a: 'x',
      network_v8: { af_inet: 'yes' },
    }));
  it('takes away, and empty directories with it', () =>
    expect(withoutFeatures({ a: 'x', b: { c: { d: 'y' } } }, ['b/c/d', 'no/such'])).toEqual({ a: 'x' }));
  it('leaves the given tree alone', () => {
    const before = structuredClone(tree);
    withoutFeatures(withFeatures(tree, { 'file/mask': 'x' }), ['file']);
    expect(tree).toEqual(before);
  });
  it('finds by path', () => {
    expect(feature(tree, 'file/mask')).toBe('create read');
    expect(hasFeature(tree, 'file/constructor')).toBe(false);
  });
});

describe('the targets’ features', () => {
  it.each(targetFacts.map((target) => [target.id, target.features.tree] as const))(
    '%s can be printed',
    (_id, features) => expect(parseFeatures(printFeatures(features))).toEqual(features),
  );

  const has = (path: string) =>
    targetFacts.filter(({ features }) => hasFeature(features.tree, path)).map(({ id }) => id);
  it('only Ubuntu’s kernels from 24.04 on mediate addresses and ports', () =>
    expect(has('network_v8/af_inet')).toEqual(['ubuntu-24.04', 'ubuntu-26.04']));
  it('dbus is mediated by Ubuntu’s kernels and by 7.x', () =>
    expect(has('dbus')).toEqual(['debian-sid', 'ubuntu-22.04', 'ubuntu-24.04', 'ubuntu-26.04']));
  it('user namespaces are mediated from 6.7 on', () =>
    expect(has('namespaces/mask')).toEqual(['debian-13', 'debian-sid', 'ubuntu-24.04', 'ubuntu-26.04']));
});
