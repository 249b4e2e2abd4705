import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../syntax/index.ts';
import { completion } from './completion.ts';
import { caretIn, inProfile } from './testing.ts';
import { type PolicyText, Workspace } from './workspace.ts';

const all = (marked: string, options?: Parameters<typeof caretIn>[1]) => {
  const { workspace, document, offset } = caretIn(marked, options);
  return completion(workspace, document, offset);
};
const labels = (marked: string, options?: Parameters<typeof caretIn>[1]) =>
  all(marked, options).map(({ label }) => label);
const rule = (marked: string) => labels(inProfile(marked));

/** The text after taking a suggestion; `|` is the caret of a snippet. */
const taken = (marked: string, label: string, options?: Parameters<typeof caretIn>[1]) => {
  const { text } = caretIn(marked, options);
  const found = all(marked, options).find((one) => one.label === label);
  if (!found) throw new Error(`“${label}” is not among ${labels(marked, options).join(', ')}`);
  return applyEdits(text, [{ ...found.replace, text: found.insert.replace('$0', '|') }]);
};
const takenIn = (marked: string, label: string) => {
  const start = inProfile('').indexOf('\n}');
  return taken(inProfile(marked), label).slice(start, -3);
};

describe('at the beginning of a rule', () => {
  it.each(['file', 'capability', 'network', 'dbus', 'deny', 'owner', 'include', 'profile', 'set'])(
    '%s',
    (word) => {
      expect(rule('|')).toContain(word);
    },
  );
  it('also after other rules', () => expect(rule('/a r,\n  |')).toContain('capability'));
  it('also behind a rule on its line', () => expect(rule('/a r, |')).toContain('capability'));
  it('also before other rules', () => expect(rule('cap|\n  /a r,')).toContain('capability'));
  it('takes the whole word', () => expect(takenIn('cap|x', 'capability')).toBe('capability |,'));
  it('no variables are declared', () => expect(rule('|')).not.toContain('@{NAME} ='));
  it('after a prefix, what may follow it', () => {
    expect(rule('audit |')).toContain('deny');
    expect(rule('deny |')).toContain('capability');
    expect(rule('deny |')).not.toContain('audit');
    expect(rule('owner |')).not.toContain('deny');
    expect(rule('deny |')).not.toContain('include');
    expect(rule('priority=1 |')).toContain('audit');
  });
  it('in a block of rules and under a condition', () => {
    expect(rule('deny {\n |\n}')).toContain('capability');
    expect(rule('if defined @{X} {\n |\n}')).toContain('capability');
    expect(rule('profile kid {\n |\n}')).toContain('capability');
  });
  it('nothing in a comment', () => expect(rule('# cap|')).toEqual([]));
  it('the include of local additions, once', () => {
    expect(rule('|')).toContain('include if exists <local/usr.bin.app>');
    expect(rule('include if exists <local/usr.bin.app>\n |')).not.toContain(
      'include if exists <local/usr.bin.app>',
    );
  });
});

describe('outside of profiles', () => {
  it.each(['include', 'abi', 'profile', 'alias', '@{NAME} ='])('%s', (word) => {
    expect(labels('|')).toContain(word);
  });
  it('no rules', () => expect(labels('|')).not.toContain('capability'));
  it('variables to add to', () =>
    expect(taken('include <tunables/global>\n@{HO|', '@{HOME} +=')).toMatch(/\n@\{HOME\} \+= \|$/));
  it('values of a variable', () =>
    expect(labels('include <tunables/global>\n@{X}=|')).toEqual(
      expect.arrayContaining(['@{HOME}', '/etc/']),
    ));
  it('values of a boolean', () => expect(labels('${X}=|')).toEqual(['false', 'true'].reverse()));
});

describe('capabilities', () => {
  it('all', () =>
    expect(rule('capability |')).toEqual(expect.arrayContaining(['chown', 'net_admin', 'sys_ptrace'])));
  it('but not those there', () => expect(rule('capability chown |')).not.toContain('chown'));
  it('say what they give', () =>
    expect(all(inProfile('capability sys_mod|')).find(({ label }) => label === 'sys_module')).toMatchObject({
      detail: 'load and unload kernel modules',
    }));
  it('nothing after the comma on the next line', () =>
    expect(rule('capability chown,\n  |')).not.toContain('net_admin'));
});

describe('network', () => {
  it('families, protocols and accesses', () =>
    expect(rule('network |')).toEqual(
      expect.arrayContaining(['inet', 'inet6', 'netlink', 'tcp', 'stream', 'connect', 'peer=']),
    ));
  it('families first, then accesses, then conditions', () => {
    const found = rule('network |');
    expect(found[0]).toBe('inet');
    expect(found.indexOf('create')).toBeGreaterThan(found.indexOf('netlink'));
    expect(found.indexOf('create')).toBeLessThan(found.indexOf('port='));
  });
  it('types after a family', () =>
    expect(rule('network inet |')).toEqual(expect.arrayContaining(['stream', 'dgram', 'tcp', 'icmp'])));
  it('fewer protocols after inet6', () => expect(rule('network inet6 |')).not.toContain('icmp'));
  it('no second family', () => expect(rule('network inet |')).not.toContain('inet6'));
  it('accesses in a list, each once', () => {
    expect(rule('network (|')).toContain('connect');
    expect(rule('network (send, |')).not.toContain('send');
  });
  it('families after a list', () => expect(rule('network (send) |')).toContain('inet'));
  it('conditions after a type', () =>
    expect(rule('network inet stream |')).toEqual(['ip=', 'port=', 'interface=', 'label=', 'peer=']));
  it('conditions of the peer', () =>
    expect(rule('network inet stream peer=(|')).toEqual(['ip=', 'port=', 'label=']));
  it('another condition of the peer', () =>
    expect(rule('network inet stream peer=(ip=none |')).toEqual(['port=', 'label=']));
  it('does not take the next rule along', () => expect(rule('network |\n  /x r,')).toContain('inet'));
});

describe('signal, ptrace, unix, dbus, mqueue, mount and the rest', () => {
  it.each<[string, string[]]>([
    ['signal |', ['send', 'receive', 'set=', 'peer=']],
    ['signal (|', ['send', 'receive']],
    ['signal (send) set=(|', ['term', 'kill', 'hup']],
    ['signal send set=|', ['term']],
    ['signal peer=|', ['unconfined', '@{profile_name}', 'app']],
    ['ptrace (|', ['trace', 'readby']],
    ['ptrace read peer=|', ['unconfined', 'app']],
    ['unix |', ['connect', 'type=', 'addr=', 'peer=']],
    ['unix type=|', ['stream', 'dgram']],
    ['unix (send) peer=(label=|', ['app', 'unconfined']],
    ['dbus |', ['send', 'bind', 'bus=']],
    ['dbus send bus=|', ['system', 'session']],
    ['dbus send bus=system peer=(|', ['name=', 'label=']],
    ['dbus send\n    bus=system\n    |', ['interface=']],
    ['mqueue |', ['create', 'type=']],
    ['mqueue type=|', ['posix', 'sysv']],
    ['io_uring |', ['sqpoll', 'override_creds']],
    ['userns |', ['create']],
    ['mount |', ['options=', 'fstype=', '->']],
    ['mount options=(|', ['ro', 'bind']],
    ['mount fstype=|', ['tmpfs']],
    ['mount /a -> |', ['/usr/']],
    ['umount |', ['/usr/']],
    ['pivot_root |', ['oldroot=', '->']],
    ['set |', ['rlimit']],
    ['set rlimit |', ['nofile', 'cpu']],
    ['set rlimit cpu |', ['<=']],
    ['set rlimit cpu <= |', ['infinity']],
    ['set rlimit fsize <= 10 |', ['MB']],
    ['link |', ['subset', '->', '/etc/']],
    ['change_profile |', ['safe', 'unsafe', '->']],
    ['change_profile -> |\n  profile kid {\n }', ['app//kid']],
    ['if |', ['defined', 'not']],
    ['if defined |', ['@{HOME}']],
  ])('%s', (marked, expected) => {
    expect(rule(marked)).toEqual(expect.arrayContaining(expected));
  });
  it('each signal once', () => expect(rule('signal set=(term, |')).not.toContain('term'));
  it('each condition once', () => expect(rule('signal (send) set=term |')).not.toContain('set='));
  it('no conditions of another rule', () => expect(rule('signal |')).not.toContain('bus='));
});

describe('paths', () => {
  it('the next step of paths that the policy has', () => {
    expect(rule('/opt/app/data r,\n  /opt/|')).toContain('/opt/app/');
    expect(rule('/opt/app/data r,\n  /opt/app/|')).toEqual(['/opt/app/data']);
  });
  it('of included files too', () =>
    expect(rule('include <abstractions/base>\n /usr/lib/|')).toContain('/usr/lib/**'));
  it('that begin with a variable', () =>
    expect(rule('@{HOME}/.config/x r,\n  owner @{HOME}/|')).toEqual(['@{HOME}/.config/']));
  it('plain names before patterns', () =>
    expect(rule('/opt/*/x r,\n  /opt/app/x r,\n  /opt/|')).toEqual(['/opt/app/', '/opt/*/']));
  it('usual directories', () => expect(rule('/va|')).toContain('/var/'));
  it('in quotes', () => expect(takenIn('"/va|" r,', '/var/')).toBe('"/var/" r,'));
  it('replace what is there', () => expect(takenIn('/va|rious r,', '/var/')).toBe('/var/ r,'));
  it('after permissions that come first', () => expect(rule('r |')).toContain('/etc/'));
});

describe('permissions', () => {
  it('after a path', () =>
    expect(rule('/etc/x |')).toEqual(expect.arrayContaining(['r', 'rw', 'mrix', 'Px', 'Cx', 'ix'])));
  it('after a quoted path', () => expect(rule('"/etc/x y" |')).toContain('r'));
  it('after a variable', () => expect(rule('@{HOME}/x |')).toContain('r'));
  it('after file and owner', () => expect(rule('owner file /etc/x |')).toContain('r'));
  it('exec modes join what is typed', () => expect(takenIn('/bin/x mr|,', 'mrCix')).toBe('/bin/x mrCix,'));
  it('under deny, no exec modes', () => {
    expect(rule('deny /etc/x |')).toContain('x');
    expect(rule('deny /etc/x |').filter((label) => /[pciu]x/i.test(label))).toEqual([]);
  });
  it('then the profile to run under', () => {
    expect(rule('/bin/x Px |')).toEqual(['->']);
    expect(
      labels(inProfile('/bin/x Px -> |'), { others: [{ path: 'o', text: 'profile other { }\n' }] }),
    ).toEqual(['other']);
    expect(rule('/bin/x Cx -> |\n  profile kid { }')).toEqual(['kid']);
  });
  it('then nothing where there is no profile to run under', () => expect(rule('/etc/x r |')).toEqual([]));
});

describe('includes and abis', () => {
  it('abstractions in a profile', () =>
    expect(rule('include <|')).toEqual(expect.arrayContaining(['abstractions/base', 'abstractions/net'])));
  it('tunables before it', () => {
    expect(labels('include <|')).toContain('tunables/global');
    expect(labels('include <|')).not.toContain('abstractions/base');
  });
  it('with what they are about', () =>
    expect(
      all(inProfile('include <abstr|')).find(({ label }) => label === 'abstractions/base')?.documentation,
    ).toBe('`What every program needs`'));
  it('of any folder that is typed', () =>
    expect(labels('include <abstractions/|>')).toContain('abstractions/base'));
  it('replace what is there and close it', () => {
    expect(takenIn('include <abs|', 'abstractions/base')).toBe('include <abstractions/base>');
    expect(takenIn('include <abs|tract>', 'abstractions/base')).toBe('include <abstractions/base>');
    expect(takenIn('include |', 'abstractions/base')).toBe('include <abstractions/base>');
    expect(takenIn('include <|>', 'abstractions/base')).toBe('include <abstractions/base>');
  });
  it('if exists', () => {
    expect(takenIn('include |', 'if exists')).toBe('include if exists <');
    expect(rule('include if |')).toEqual(['exists']);
    expect(takenIn('include if exists <|', 'abstractions/net')).toBe('include if exists <abstractions/net>');
  });
  it('not what apparmor_parser passes over', () => expect(rule('include <local/|')).toEqual([]));
  it('abis', () => {
    expect(labels('abi <|')).toEqual(['abi/3.0', 'abi/4.0', 'kernel']);
    expect(taken('abi <abi/|>,', 'abi/4.0')).toBe('abi <abi/4.0>,');
  });
});

describe('variables', () => {
  it('in paths, with their values', () => {
    const found = all(inProfile('@{HO|')).find(({ label }) => label === '@{HOME}');
    expect(found).toMatchObject({ kind: 'variable', detail: '@{HOMEDIRS}/*/ /root/' });
    expect(found?.documentation).toContain('`/home/*/`, `/root/`');
  });
  it('replace what is there', () => {
    expect(takenIn('@{|}/x r,', '@{HOME}')).toBe('@{HOME}/x r,');
    expect(takenIn('/a/@{HO|MEDIRS}/x r,', '@{HOME}')).toBe('/a/@{HOME}/x r,');
    expect(takenIn('@|', '@{HOME}')).toBe('@{HOME}');
  });
  it('in labels', () =>
    expect(takenIn('signal peer=@{pro|', '@{profile_name}')).toBe('signal peer=@{profile_name}'));
  it('of the profile that includes the file', () => {
    const others: PolicyText[] = [{ path: 'app', text: inProfile('include <local/app>') }];
    expect(labels('@{|', { path: 'local/app', others })).toContain('@{HOME}');
  });
});

describe('headers of profiles', () => {
  it('flags and what it is attached to', () =>
    expect(labels('profile app |')).toEqual(expect.arrayContaining(['flags=', '/usr/'])));
  it('modes and flags', () =>
    expect(labels('profile app flags=(|')).toEqual(
      expect.arrayContaining(['complain', 'attach_disconnected', 'kill.signal=']),
    ));
  it('of a profile named by its path', () => expect(labels('/usr/bin/x flags=(|')).toContain('complain'));
  it('one mode', () => expect(labels('profile app flags=(complain, |')).not.toContain('enforce'));
  it('no flags that exclude each other', () =>
    expect(labels('profile a flags=(mediate_deleted |')).not.toContain('delegate_deleted'));
  it('of a profile with a body', () =>
    expect(labels('profile app /x flags=(|) {\n}\n')).toContain('complain'));
  it('values of flags', () => expect(labels('profile a flags=(kill.signal=|')).toContain('term'));
  it('of hats', () => expect(rule('^hat flags=(|) { }')).toContain('complain'));
});

describe('what is taken', () => {
  it.each([
    ['capability |,'],
    ['network |,'],
    ['network inet |,'],
    ['network inet6 |,'],
    ['network netlink |,'],
    ['network (|) inet,'],
    ['unix (|),'],
    ['unix type=|,'],
    ['dbus (|),'],
    ['dbus send bus=|,'],
    ['signal (|),'],
    ['signal set=(|),'],
    ['signal peer=|,'],
    ['ptrace (|),'],
    ['mqueue (|),'],
    ['io_uring |,'],
    ['userns |,'],
    ['mount options=(|) -> /b/,'],
    ['mount fstype=(|) /a -> /b,'],
    ['/x |,'],
    ['deny /x |,'],
    ['set rlimit nofile <= |,'],
    ['set rlimit fsize <= 1 |,'],
    ['set rlimit cpu <= 100000000 |,'],
    ['profile kid flags=(|) { }'],
    ['profile kid flags=(kill.signal=|) { }'],
  ])('is good in %s', (context) => {
    const marked = inProfile(context);
    const { workspace, text } = caretIn(marked);
    const offered = all(marked).filter(
      ({ kind, label }) => /value|permission/.test(kind) && !label.endsWith('='),
    );
    expect(offered).not.toEqual([]);
    for (const { insert, replace, label } of offered) {
      const after = applyEdits(text, [{ ...replace, text: insert }]);
      const document = new Workspace({ files: [{ path: 'p', text: after }], tree: workspace.tree }).document(
        'p',
      )!;
      const errors = document.diagnostics.filter(({ severity }) => severity === 'error');
      expect({ label, errors }).toEqual({ label, errors: [] });
    }
  });

  it('is one of a kind', () => {
    for (const marked of [inProfile('|'), inProfile('network |'), inProfile('/x |'), '|']) {
      const found = labels(marked);
      expect(found).toEqual([...new Set(found)]);
    }
  });
});

describe('on any text', () => {
  it('never throws, and replaces a range around the caret', () => {
    const word = fc.constantFrom(
      ...'profile app { } ( ) , = -> <= @{ HOME } " # \n include < > /etc/ capability network peer= flags= deny owner r Px set rlimit priority dbus ^ if : ; é \\'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), fc.nat(), (words, at) => {
        const text = words.join(' ');
        const offset = at % (text.length + 1);
        for (const { replace, insert } of all(`${text.slice(0, offset)}|${text.slice(offset)}`)) {
          expect(insert).not.toBe('');
          expect(replace.start).toBeLessThanOrEqual(offset);
          expect(replace.end).toBeGreaterThanOrEqual(offset);
          expect(text.slice(replace.start, replace.end)).not.toContain('\n');
        }
      }),
      { numRuns: 400 },
    );
  });

  it('answers on long and deep ones', () => {
    for (const text of [
      `profile p { ${'x'.repeat(1e6)}`,
      '{'.repeat(20_000),
      `profile p { ${'network '.repeat(1e5)}`,
      `@{X}=${'/a '.repeat(1e5)}`,
    ])
      for (const place of [text.length, text.length >> 1])
        expect(all(`${text.slice(0, place)}|${text.slice(place)}`)).toBeInstanceOf(Array);
  });
});
