import { describe, expect, test } from 'vitest';
import { bodyFile, bodyOf, edited, makeKit, profileFile, rustnet, shipped } from './fixtures.ts';
import { applyOptions, recommend, setGroup, setOption } from './options.ts';
import { readState } from './read.ts';

const kit = makeKit(
  {
    caps: { raw: ['capability net_raw,  # raw'], bpf: ['capability bpf,', 'capability perfmon,'] },
    'dns!': { port: ['/p1 r,', '/p2 r,'], any: ['/any r,'], none: [] },
    files: { a: ['/a r,'], b: ['/b r,'] },
  },
  ['# caps', 'caps/raw', 'caps/bpf', '# dns', 'dns/port', 'dns/any', '# files', 'files/a', 'files/b'],
);
/** The lines of a body after a switch. */
const set = (id: string, on: boolean, ...lines: string[]) => {
  const files = bodyFile(...lines);
  return bodyOf(edited(files, setOption(kit, files, id, on)));
};
const on = (id: string, ...lines: string[]) => set(id, true, ...lines);
const off = (id: string, ...lines: string[]) => set(id, false, ...lines);
/** The text of a profile after a switch, for what is not line by line. */
const inText = (id: string, state: boolean, text: string) => {
  const files = profileFile(text);
  return edited(files, setOption(kit, files, id, state));
};

describe('on puts a rule', () => {
  test('into an empty profile', () => expect(on('files/a')).toEqual(['/a r,']));
  test('with its comment', () => expect(on('caps/raw')).toEqual(['capability net_raw,  # raw']));
  test('all of an option in order', () =>
    expect(on('caps/bpf')).toEqual(['capability bpf,', 'capability perfmon,']));
  test('after the rule before it', () =>
    expect(on('caps/bpf', 'capability net_raw,', '', '/a r,')).toEqual([
      'capability net_raw,',
      'capability bpf,',
      'capability perfmon,',
      '',
      '/a r,',
    ]));
  test('after its heading', () =>
    expect(on('files/a', '# caps', '', '# files', '', '/z r,')).toEqual([
      '# caps',
      '',
      '# files',
      '/a r,',
      '',
      '/z r,',
    ]));
  test('before the rule after it', () =>
    expect(on('files/a', '/z r,', '', '/b r,')).toEqual(['/z r,', '', '/a r,', '/b r,']));
  test('between the two', () =>
    expect(on('caps/bpf', 'capability net_raw,', 'capability perfmon,')).toEqual([
      'capability net_raw,',
      'capability bpf,',
      'capability perfmon,',
    ]));
  test('after a rule that is off in place', () =>
    expect(on('files/b', '# off: audit /a r,', '/z r,')).toEqual(['# off: audit /a r,', '/b r,', '/z r,']));
  test('before the local include', () =>
    expect(on('files/a', '/z r,', '', 'include if exists <local/p>')).toEqual([
      '/z r,',
      '',
      '/a r,',
      'include if exists <local/p>',
    ]));
  test('at the end', () => expect(on('files/a', '/z r,', '# mine')).toEqual(['/z r,', '# mine', '/a r,']));
  test('in place of its mark', () =>
    expect(on('files/a', '/z r,', '# off: audit /a r, # mine', '/y r,')).toEqual([
      '/z r,',
      'audit /a r, # mine',
      '/y r,',
    ]));
  test('to complete a half option', () => expect(on('dns/port', '/p2 r,')).toEqual(['/p1 r,', '/p2 r,']));
  test('with the indent of its neighbour', () =>
    expect(inText('files/b', true, 'profile p {\n\t/a r,\n}\n')).toBe('profile p {\n\t/a r,\n\t/b r,\n}\n'));
  test('with the line breaks of the file', () =>
    expect(inText('files/b', true, 'profile p {\r\n  /a r,\r\n}\r\n')).toBe(
      'profile p {\r\n  /a r,\r\n  /b r,\r\n}\r\n',
    ));
  test('into one line', () =>
    expect(inText('files/b', true, 'profile p { /a r, }\n')).toBe('profile p { /a r, /b r, }\n'));
  test('into {}', () => expect(inText('files/b', true, 'profile p {}')).toBe('profile p { /b r,}'));
  test('where the brace is missing', () =>
    expect(inText('files/b', true, 'profile p {\n  /a r,')).toBe('profile p {\n  /a r,\n  /b r,'));
  test('into the main profile', () =>
    expect(inText('files/a', true, 'profile q {\n  /z r,\n}\nprofile p {\n}\n')).toBe(
      'profile q {\n  /z r,\n}\nprofile p {\n  /a r,\n}\n',
    ));
  test('nowhere without a profile', () => expect(inText('files/a', true, '# nothing\n')).toBe('# nothing\n'));
});

describe('off takes a rule', () => {
  test('out, as the kit writes it', () => expect(off('files/b', '/a r,', '/b r,')).toEqual(['/a r,']));
  test('out with its comment', () =>
    expect(off('caps/raw', '# caps', 'capability net_raw,  # raw')).toEqual(['# caps']));
  test('out, all of an option', () =>
    expect(off('caps/bpf', '# caps', 'capability bpf,', 'capability perfmon,', '/z r,')).toEqual([
      '# caps',
      '/z r,',
    ]));
  test('out of the last line', () =>
    expect(inText('files/b', false, 'profile p {\n  /a r,\n  /b r,')).toBe('profile p {\n  /a r,'));
  test('out of a shared line', () =>
    expect(inText('files/b', false, 'profile p { /a r, /b r, }')).toBe('profile p { /a r, }'));
  test('off with a mark: another comment', () =>
    expect(off('files/b', '/a r,', '/b r, # mine')).toEqual(['/a r,', '# off: /b r, # mine']));
  test('off with a mark: another spelling', () =>
    expect(off('files/b', '/a r,', 'audit  /b r,')).toEqual(['/a r,', '# off: audit  /b r,']));
  test('off with a mark: another place', () =>
    expect(off('files/a', '/b r,', '', '/a r,')).toEqual(['/b r,', '', '# off: /a r,']));
  test('off with marks: written twice', () =>
    expect(off('files/b', '/a r,', '/b r,', '/b r,')).toEqual(['/a r,', '# off: /b r,', '# off: /b r,']));
  test('off with marks: of several lines', () =>
    expect(off('files/b', '/a r,', '/b', '  r,', '/z r,')).toEqual([
      '/a r,',
      '# off: /b',
      '  # off| r,',
      '/z r,',
    ]));
  test('off with a mark: more on the line', () =>
    expect(off('files/b', 'audit /b r, /z r,')).toEqual(
      ['# off&: audit /b r,', ' /z r,'].map((line, i) => (i ? line.replace(/^ {2}/, '') : line)),
    ));
  test('name by name', () =>
    expect(off('caps/bpf', 'capability net_raw bpf perfmon,')).toEqual(['capability net_raw,']));
  test('name by name, the first', () =>
    expect(off('caps/raw', 'capability net_raw bpf,')).toEqual(['capability bpf,']));
  test('a rule whose names all go', () =>
    expect(off('caps/bpf', 'capability perfmon bpf,')).toEqual(['# off: capability perfmon bpf,']));
  test('and leaves children alone', () =>
    expect(off('files/a', 'profile c {', '  /a r,', '}')).toEqual(['profile c {', '  /a r,', '}']));
});

describe('"one" groups', () => {
  test('the chosen way takes the place', () =>
    expect(on('dns/any', '# dns', '/p1 r,', '/p2 r,', '', '/z r,')).toEqual([
      '# dns',
      '/any r,',
      '',
      '/z r,',
    ]));
  test('and back', () =>
    expect(on('dns/port', '# dns', '/any r,', '', '/z r,')).toEqual([
      '# dns',
      '/p1 r,',
      '/p2 r,',
      '',
      '/z r,',
    ]));
  test('beside the other wherever it stands', () =>
    expect(on('dns/port', '# dns', '', '/z r,', '/any r, # mine')).toEqual([
      '# dns',
      '',
      '/z r,',
      '/p1 r,',
      '/p2 r,',
      '# off: /any r, # mine',
    ]));
  test('the way without rules', () =>
    expect(on('dns/none', '# dns', '/any r,', '/z r,')).toEqual(['# dns', '/z r,']));
  test('off leaves none', () => expect(off('dns/any', '# dns', '/any r,')).toEqual(['# dns']));
});

describe('nothing changes', () => {
  test.each<[string, boolean, string[]]>([
    ['files/a', true, ['audit /a r,']],
    ['files/a', false, ['/z r,']],
    ['files/a', false, ['# off: /a r,']],
    ['dns/none', true, ['/z r,']],
    ['dns/any', true, ['/any r,']],
    ['text/file//gone r,', false, ['/z r,']],
  ])('%s %s', (id, state, lines) => expect(setOption(kit, bodyFile(...lines), id, state)).toEqual([]));
});

describe('groups', () => {
  const group = (id: string, state: boolean, ...lines: string[]) => {
    const files = bodyFile(...lines);
    return bodyOf(edited(files, setGroup(kit, files, id, state)));
  };
  test('on completes', () => expect(group('files', true, '/b r,')).toEqual(['/a r,', '/b r,']));
  test('off empties', () =>
    expect(group('caps', false, '# caps', 'capability net_raw bpf,', '/z r,')).toEqual([
      '# caps',
      '# off: capability net_raw bpf,',
      '/z r,',
    ]));
  test('"one" cannot be all on', () => expect(group('dns', true, '/any r,')).toEqual(['/any r,']));
  test('other rules', () =>
    expect(group('text/other', false, '/a r,', '/z r,', 'deny /y w, # no')).toEqual([
      '/a r,',
      '# off: /z r,',
      '# off: deny /y w, # no',
    ]));
  test('other rules, on', () =>
    expect(group('text/other', true, '# off: /z r,', '# off: deny /y w, # no')).toEqual([
      '/z r,',
      'deny /y w, # no',
    ]));
});

describe('rules of no option', () => {
  const toggle = (state: boolean, text: string) => {
    const files = profileFile(text);
    const id = readState(kit, files).groups.at(-1)!.options[0]!.id;
    return edited(files, setOption(kit, files, id, state));
  };
  test.each([
    ['profile p {\n  /z r, # c\n}\n', 'profile p {\n  # off: /z r, # c\n}\n'],
    ['profile p { /z r, }', 'profile p { # off&: /z r,\n }'],
    ['profile p { /a r, /z r,\n}', 'profile p { /a r, # off: /z r,\n}'],
    [
      'profile p {\r\n  network (send,\r\n\r\n    receive) inet,\r\n}\r\n',
      'profile p {\r\n  # off: network (send,\r\n# off| \r\n    # off| receive) inet,\r\n}\r\n',
    ],
    [
      'profile p {\n  profile c {\n    /z r,\n  }\n}\n',
      'profile p {\n  profile c {\n    # off: /z r,\n  }\n}\n',
    ],
  ])('%j off and on', (text, without) => {
    expect(toggle(false, text)).toBe(without);
    expect(toggle(true, without)).toBe(text);
  });
  test('a rule that is not known', () => {
    const text = 'profile p {\n  quantum (entangle) peer=b,\n}\n';
    expect(toggle(true, toggle(false, text))).toBe(text);
  });
  test('without a kit', () => {
    const files = bodyFile('capability kill,', '/z r,');
    expect(bodyOf(edited(files, setGroup(undefined, files, 'text/file', false)))).toEqual([
      'capability kill,',
      '# off: /z r,',
    ]);
  });
});

describe('requires', () => {
  const needs = structuredClone(
    makeKit({ 'abi!': { five: ['abi <abi/5.0>,'], three: ['abi <abi/3.0>,'] }, g: { o: ['/a r,'] } }),
  );
  needs.groups[1]!.options[0]!.requires = ['abi/five'];
  const text = 'abi <abi/3.0>,\nprofile p {\n}\n';
  test('comes along', () =>
    expect(edited(profileFile(text), setOption(needs, profileFile(text), 'g/o', true))).toBe(
      'abi <abi/5.0>,\nprofile p {\n  /a r,\n}\n',
    ));
  test('yields to what was asked for', () =>
    expect(
      edited(profileFile(text), applyOptions(needs, profileFile(text), { abi: 'three', 'g/o': true })),
    ).toBe('abi <abi/3.0>,\nprofile p {\n  /a r,\n}\n'));
});

describe('what the kit does not have', () => {
  test('an option', () =>
    expect(() => setOption(kit, bodyFile(), 'files/c', true)).toThrow(
      'There is no option “files/c”; there is: files/a, files/b.',
    ));
  test('a group', () =>
    expect(() => setGroup(kit, bodyFile(), 'x', true)).toThrow(
      'There is no group “x”; there is: caps, dns, files.',
    ));
  test('a choice', () => expect(() => applyOptions(kit, bodyFile(), { dns: 'tcp' })).toThrow(RangeError));
});

describe('rustnet', () => {
  const state = (text: string) =>
    Object.fromEntries(
      readState(rustnet, profileFile(text)).groups.flatMap(({ options }) =>
        options.map((option) => [option.id, option.switch]),
      ),
    );
  const portable = edited(shipped(), applyOptions(rustnet, shipped(), recommend(rustnet, 'debian-12')));
  test('the portable form', () => {
    expect(state(portable)).toMatchObject({
      'abi/3.0': 'on',
      'abi/5.0': 'off',
      'reverse-dns/any-inet': 'on',
      'reverse-dns/port-53': 'off',
    });
    expect(portable).not.toContain('peer=');
    expect(portable).toContain(
      '(getnameinfo) ------------------------------------------\n  # Nothing else here grants inet. <abstractions/nameservice> would grant all of it.\n  network inet dgram,\n  network inet6 dgram,\n  network inet stream,          # TCP fallback for truncated answers\n  network inet6 stream,\n\n  # ---- name service',
    );
  });
  test('and the shipped one again', () => {
    const files = shipped().map((file) => (file.role === 'profile' ? { ...file, text: portable } : file));
    expect(edited(files, applyOptions(rustnet, files, recommend(rustnet, 'ubuntu-26.04')))).toBe(
      edited(shipped(), []),
    );
  });
  test('what is recommended for the default target is what is shipped', () =>
    expect(applyOptions(rustnet, shipped(), recommend(rustnet, 'ubuntu-26.04'))).toEqual([]));
  test('port 53 brings its abi', () => {
    const files = profileFile(portable);
    expect(state(edited(files, setOption(rustnet, files, 'reverse-dns/port-53', true)))).toMatchObject({
      'abi/5.0': 'on',
    });
  });
  test('the clipboard helper cannot be switched on', () =>
    expect(setOption(rustnet, shipped(), 'clipboard/wl-copy', true)).toEqual([]));
  test('but off, where someone wrote it', () => {
    const files = profileFile('profile rustnet {\n  /usr/bin/wl-copy Px,\n}\n');
    expect(edited(files, setOption(rustnet, files, 'clipboard/wl-copy', false))).toBe(
      'profile rustnet {\n}\n',
    );
  });
  test('every option off is one edit a line, and on again the same text', () => {
    for (const [id, is] of Object.entries(state(edited(shipped(), [])))) {
      if (is !== 'on') continue;
      const without = edited(shipped(), setOption(rustnet, shipped(), id, false));
      expect(state(without)[id]).toBe('off');
      expect(edited(profileFile(without), setOption(rustnet, profileFile(without), id, true)), id).toBe(
        edited(shipped(), []),
      );
    }
  });
});
