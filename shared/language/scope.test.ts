import { describe, expect, it } from 'vitest';
import { scopeOf } from './scope.ts';
import { treeOf, Workspace } from './workspace.ts';

const tree = treeOf([
  { path: 'tunables/global', text: 'include <tunables/home>\n@{etc}=/etc/ /usr/etc/\n' },
  { path: 'tunables/home', text: '@{HOMEDIRS}=/home/\n@{HOME}=@{HOMEDIRS}/*/ /root/\n' },
  { path: 'abstractions/a', text: '@{HOME}/.a r,\n' },
]);
const text = `include <tunables/global>
@{HOME}+=/srv/
profile one /one {
  include <abstractions/a>
  include if exists <local/one>
  profile kid /kid {
  }
}
`;
const files = [
  { path: 'one', text },
  { path: 'local/one', text: '@{HOME}/x r,\n' },
];
const workspace = new Workspace({ files, tree });
const scope = (path: string) => scopeOf(workspace, workspace.document(path)!);

describe('the scope of a file', () => {
  it('has the variables of its includes, with every assignment', () => {
    const home = scope('one').variables.get('HOME')!;
    expect(home.values.toSorted()).toEqual(['/root/', '/srv/', '@{HOMEDIRS}/*/'].toSorted());
    expect(home.places.map(({ path }) => path).sort()).toEqual(['one', 'tunables/home']);
  });

  it('expands a text as apparmor_parser does', () => {
    expect(scope('one').expand('@{etc}/x', 0)).toBe('{/etc,/usr/etc}/x');
    expect(scope('one').expand('@{HOME}/x', 0)).toBe('{/home/*,/root,/srv}/x');
    expect(scope('one').expand('@{NONE}/x', 0)).toBeUndefined();
  });

  it('knows the variables of the profile at hand', () => {
    expect(scope('one').expand('@{profile_name}', text.indexOf('include if'))).toBe('one');
    expect(scope('one').expand('@{profile_name}', text.indexOf('/kid {') + 9)).toBe('one//kid');
    expect(scope('one').expand('@{profile_name}', 0)).toBeUndefined();
  });

  it('of a fragment is that of the profile that includes it', () => {
    expect(scope('local/one').expand('@{HOME}/@{profile_name}', 0)).toBe('{/home/*,/root,/srv}/one');
    expect(scope('abstractions/a').expand('@{etc}', 0)).toBe('{/etc/,/usr/etc/}');
  });

  it('of a fragment that nothing includes is the usual tunables', () => {
    const alone = new Workspace({ files: [{ path: 'local/x', text: '/x r,\n' }], tree });
    expect(scopeOf(alone, alone.document('local/x')!).expand('@{etc}', 0)).toBe('{/etc/,/usr/etc/}');
  });

  it('follows what changes in its host', () => {
    const changed = text.replace('/srv/', '/opt/');
    const after = new Workspace({ files: [{ path: 'one', text: changed }, files[1]!], tree }, workspace);
    expect(scopeOf(after, after.document('local/one')!).expand('@{HOME}', 0)).toContain('/opt/');
  });

  it('follows what changes in other files where no tree is known', () => {
    const profile = { path: 'p', text: 'include <tunables/t>\nprofile p { }\n' };
    const value = (workspace: Workspace) => scopeOf(workspace, workspace.document('p')!).expand('@{T}', 0);
    const before = new Workspace({ files: [profile, { path: 'tunables/t', text: '@{T}=/a\n' }] });
    expect(value(before)).toBe('/a');
    const after = new Workspace({ files: [profile, { path: 'tunables/t', text: '@{T}=/b\n' }] }, before);
    expect(value(after)).toBe('/b');
  });
});
