import { describe, expect, it } from 'vitest';
import { treeOf, Workspace } from '../language/workspace.ts';
import { parse } from '../syntax/index.ts';
import { preambleOf, probeText, rulesApart } from './apart.ts';

function apart(text: string, tree: Record<string, string> = {}) {
  const workspace = new Workspace({
    files: [{ path: 'a', text }],
    tree: treeOf(Object.entries(tree).map(([path, body]) => ({ path, text: body }))),
  });
  return rulesApart(workspace, workspace.document('a')!);
}

describe('rules apart', () => {
  it('come in order, with their profiles', () =>
    expect(
      apart('profile a {\n/x r,\nprofile b {\n/y r,\n}\n}\n').map(({ profile, source }) => [profile, source]),
    ).toEqual([
      ['a', '/x r,'],
      ['a//b', '/y r,'],
    ]));
  it('come from includes, with the include that brings them', () => {
    const [rule] = apart('profile a {\ninclude <abstractions/b>\n}\n', { 'abstractions/b': '  /x r,\n' });
    expect(rule!.place).toEqual({
      path: 'abstractions/b',
      text: '/x r,',
      start: 2,
      end: 7,
      include: { start: 12, end: 36 },
    });
  });
  it('keep what the block around them says', () =>
    expect(apart('profile a {\ndeny {\n/x r,\n}\n}\n')[0]!.source).toBe('deny {\n/x r,\n}'));
  it('lose their conditions in a variant', () =>
    expect(apart('profile a {\nnetwork inet dgram port=0 peer=(port=53),\n}\n')[0]!.loosened).toMatch(
      /^network inet dgram\s+,$/,
    ));
  it('that name their profile name it in the probe too', () => {
    const rule = 'ptrace read peer=@{profile_name},';
    expect(apart(`profile a {\n${rule}\n}\n`)[0]).toMatchObject({
      source: 'ptrace read peer=a,',
      place: { text: rule },
    });
    expect(apart(`profile "a b" {\n${rule}\n}\n`)[0]!.source).toBe(rule);
  });
  it('without conditions have no variant', () =>
    expect(apart('profile a {\nnetwork inet dgram,\n}\n')[0]!.loosened).toBeUndefined());
});

it('the preamble is what stands before the first profile', () => {
  const workspace = new Workspace({
    files: [{ path: 'a', text: '# c\nabi <abi/5.0>,\n@{A}=/x\n\nprofile a {\n}\n@{B}=/y\n' }],
  });
  expect(preambleOf(workspace.document('a')!)).toBe('abi <abi/5.0>,\n@{A}=/x');
});

it('probes are profiles that parse, and know their lines', () => {
  const { text, probes } = probeText('abi <abi/5.0>,', [{ name: 'probe-0', source: '/x r,' }]);
  expect(parse(text).diagnostics).toEqual([]);
  const lines = text.split('\n');
  for (const { name, firstLine, lastLine } of probes) {
    expect(lines[firstLine]).toBe(`profile ${name} {`);
    expect(lines[lastLine]).toBe('}');
  }
});
