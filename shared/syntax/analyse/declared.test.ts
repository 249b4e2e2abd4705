import { describe, expect, it } from 'vitest';
import { treeOf, Workspace } from '../../language/workspace.ts';

const tree = treeOf([
  { path: 'tunables/good', text: '@{X}=/x\n' },
  { path: 'tunables/bad', text: '@{X}=/x[\n' },
  { path: 'tunables/more', text: '@{X}+=/y[\n' },
  { path: 'tunables/alias', text: 'alias /x/ -> /z[/,\n' },
  { path: 'abstractions/a', text: '@{X}/f r,\n/b r,\n' },
  { path: 'abstractions/path', text: '/run@{exec_path} r,\n' },
  { path: 'abstractions/runs', text: '/b r,\n/usr/bin/* ix,\n' },
]);

/** What is wrong with each of some texts, read one after another by one workspace. */
function codes(...texts: string[]): string[][] {
  const files = texts.map((text, at) => ({ path: `p${at}`, text }));
  const workspace = new Workspace({ files, tree });
  return files.map(({ path }) => workspace.document(path)!.diagnostics.map(({ code }) => code));
}

const under = (preamble: string) => `${preamble}profile t /t {\n  include <abstractions/a>\n}\n`;
const good = under('include <tunables/good>\n');

describe('an included rule that was found sound before', () => {
  it.each([
    ['is told under declarations of another file', under('include <tunables/bad>\n'), ['bad-glob']],
    [
      'is told under one declaration more',
      under('include <tunables/good>\ninclude <tunables/more>\n'),
      ['bad-glob'],
    ],
    [
      'is told under one declaration of the text itself',
      under('include <tunables/good>\n@{X}+=/y[\n'),
      ['bad-glob'],
    ],
    ['is told under aliases', under('include <tunables/good>\ninclude <tunables/alias>\n'), ['bad-glob']],
    ['is told where nothing is declared', under(''), ['undeclared-variable']],
    ['is sound again under the same', good, []],
  ])('%s', (_, text, expected) => {
    expect(codes(good, text)).toEqual([[], expected]);
    expect(codes(text, good)).toEqual([expected, []]);
  });

  it('is told where it depends on the header of its profile', () => {
    const named = (name: string) => `profile ${name} {\n  include <abstractions/path>\n}\n`;
    expect(codes(named('/t'), named('t'), named('/t'))).toEqual([[], ['undeclared-variable'], []]);
  });
});

it('exec modes of included files are held against those of the text', () => {
  const text = 'profile t /t {\n  include <abstractions/runs>\n  /usr/bin/? Px,\n}\n';
  expect(codes(text, text)).toEqual([['exec-conflict'], ['exec-conflict']]);
});
