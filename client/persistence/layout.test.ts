import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLayout, type SavedLayout } from './layout.ts';

const good: SavedLayout = {
  theme: 'dark',
  leftTab: 'tunables',
  rightTab: 'install',
  problemsOpen: false,
  folded: ['ebpf'],
  target: 'debian-12',
  enforcedHints: false,
  ownTargets: [{ title: 'x', features: 'file {mask {read\n}\n}\n', like: 'debian-12' }],
  panes: { columns: { left: 25, editor: 40, right: 35 } },
};

test('a layout is read as it was written', () => expect(readLayout(JSON.stringify(good))).toEqual(good));
test('nothing saved is nothing read', () => expect(readLayout(null)).toEqual({}));
test.each([
  ['{', {}],
  ['[]', {}],
  ['{"theme":"blue","leftTab":"rules"}', { leftTab: 'rules' }],
  ['{"panes":{"columns":{"left":900}}}', {}],
  ['{"panes":{"columns":{"left":50,"editor":null}}}', {}],
  ['{"folded":[1]}', {}],
  ['{"ownTargets":[{"title":"x"}]}', {}],
])('%s', (text, read) => expect(readLayout(text)).toEqual(read));
test('never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(Object.keys(good)).toEqual(expect.arrayContaining(Object.keys(readLayout(text))));
    }),
  );
});
