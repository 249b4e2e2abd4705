import { describe, expect, it } from 'vitest';
import { treeOf, Workspace } from './workspace.ts';

const profile = {
  path: 'usr.bin.t',
  text: 'include <tunables/global>\nprofile t /t {\n  include <abstractions/a>\n}\n',
};
const tree = treeOf([
  { path: 'tunables/global', text: '@{X}=/x\n' },
  { path: 'abstractions/a', text: '@{X}/f r,\n' },
]);
const open = (...texts: { path: string; text: string }[]) => ({ files: [profile, ...texts], tree });
const codes = (workspace: Workspace, path = profile.path) =>
  workspace.document(path)!.diagnostics.map(({ code }) => code);

describe('a workspace', () => {
  it('reads a file together with what it includes', () => {
    expect(codes(new Workspace(open()))).toEqual([]);
    expect(codes(new Workspace(open({ path: 'tunables/global', text: '' })))).toEqual([
      'undeclared-variable',
    ]);
  });

  it('says nothing of includes where no tree is known', () => {
    expect(codes(new Workspace({ files: [profile] }))).toEqual([]);
  });

  it('keeps a reading while another file changes', () => {
    const before = new Workspace(open({ path: 'other', text: 'profile o { }\n' }));
    const document = before.document(profile.path);
    const after = new Workspace(open({ path: 'other', text: '' }), before);
    expect(after.document(profile.path)).toBe(document);
    expect(after.document('other')!.text).toBe('');
  });

  it('reads again where an include has changed, comes or goes', () => {
    const before = new Workspace(open());
    expect(codes(before)).toEqual([]);
    const hidden = new Workspace(open({ path: 'tunables/global', text: '' }), before);
    expect(codes(hidden)).toEqual(['undeclared-variable']);
    expect(codes(new Workspace(open(), hidden))).toEqual([]);
  });

  it('reads again where a file comes into an included directory', () => {
    const files = [{ path: 'p', text: 'profile t /t {\n  include <abstractions/a.d>\n}\n' }];
    const before = new Workspace({ files, tree });
    expect(codes(before, 'p')).toEqual(['missing-include']);
    const after = new Workspace(
      { files: [...files, { path: 'abstractions/a.d/one', text: '' }], tree },
      before,
    );
    expect(codes(after, 'p')).toEqual([]);
  });

  it('reads an included text once, until it changes', () => {
    const workspace = new Workspace(open());
    const included = { path: 'abstractions/a', text: '/f r,\n' };
    const reading = workspace.parseIncluded(included, 'profile');
    expect(workspace.parseIncluded({ ...included }, 'profile')).toBe(reading);
    expect(workspace.parseIncluded(included, 'file')).not.toBe(reading);
    expect(workspace.parseIncluded({ ...included, text: '' }, 'profile').tree.items).toEqual([]);
  });
});
