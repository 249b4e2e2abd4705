import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hover } from './hover.ts';
import { caretIn, inProfile } from './testing.ts';
import { Workspace } from './workspace.ts';

const at = (marked: string, options?: Parameters<typeof caretIn>[1]) => {
  const { workspace, document, offset } = caretIn(marked, options);
  return hover(workspace, document, offset);
};
const words = (marked: string, options?: Parameters<typeof caretIn>[1]) =>
  at(marked, options)?.contents ?? '';
/** On a rule of a profile. */
const rule = (marked: string) => words(inProfile(marked));
/** The text that the hover is about. */
const about = (marked: string) => {
  const { text } = caretIn(marked);
  const { start, end } = at(marked)!;
  return text.slice(start, end);
};

describe('what a rule grants', () => {
  it.each([
    ['/e|tc/x r,', 'Lets the program read `/etc/x`.'],
    ['/e|tc/x rwk,', 'Lets the program read, write and lock `/etc/x`.'],
    ['/e|tc/x/ r,', 'Lets the program list the names in `/etc/x/`.'],
    ['"/e|tc/x y" r,', 'Lets the program read `/etc/x y`.'],
    [
      'deny /e|tc/x w,',
      'Does not let the program write `/etc/x`:\n\n- even where another rule of the same priority allows it\n- refusals are not recorded',
    ],
    ['audit /e|tc/x r,', 'Lets the program read `/etc/x`:\n\n- each use is recorded'],
    ['audit deny /e|tc/x r,', '- each refusal is recorded'],
    ['owner /e|tc/x r,', '- only where the file belongs to the user that the program runs as'],
    ['priority=3 /e|tc/x r,', '- priority 3: before rules without one'],
    ['prompt /e|tc/x r,', 'Asks the user whether to let the program read'],
    ['deny {\n /e|tc/x r,\n}', 'Does not let the program read `/etc/x`'],
    ['/b|in/x mrix,', 'Lets the program map as code and read `/bin/x`, and run it under this same profile.'],
    ['/b|in/x Px,', 'Lets the program run `/bin/x` under the profile that is made for it.'],
    ['/b|in/x rCx -> kid,', 'Lets the program read `/bin/x`, and run it under the child profile `kid`.'],
    ['/b|in/x ux,', 'run `/bin/x` without any confinement'],
    ['file|,', 'Lets the program do everything with every file'],
    ['link /|a -> /b,', 'Lets the program make `/a` a hard link to `/b`.'],
    ['capability| chown,', 'Lets the program change the owner and group of any file.'],
    ['capability|,', 'use every capability'],
    [
      'network| inet dgram,',
      'Lets the program use sockets: `inet` (IPv4), `dgram` (single messages, such as UDP).',
    ],
    ['network|,', 'the whole network'],
    ['network| packet raw,', '`packet` (the network card itself'],
    ['network| tcp,', '`tcp` (connections, the same as the type stream)'],
    ['network| (connect) inet,', '- only to make a connection to another address'],
    [
      'signal| (send) set=(term kill) peer=other,',
      'Lets the program send signals to the peer:\n\n- only `term` (please end) and `kill` (end at once; cannot be caught)\n- only with programs under the profile `other`',
    ],
    ['signal|,', 'Lets the program send and receive signals.'],
    ['ptrace| (read) peer=unconfined,', '- only with programs without a profile'],
    ['unix| (send) type=stream peer=(label=x),', 'only where the other end has `label` `x`'],
    [
      'dbus| send bus=system,',
      'Lets the program send messages, to call methods and emit signals:\n\n- only where `bus` is `system`',
    ],
    [
      'mount| fstype=tmpfs tmpfs -> /x/,',
      'Lets the program mount `tmpfs` at `/x/`:\n\n- only file systems of the kind `tmpfs`',
    ],
    ['umount| /x/,', 'Lets the program unmount `/x/`.'],
    ['pivot_root| /x/,', 'put `/x/` in the place of its root directory'],
    ['change_profile| -> x,', 'Lets the program go over to the profile `x`.'],
    ['userns|,', 'make user namespaces'],
    ['mqueue| (create) /q,', 'Lets the program make a queue:\n\n- only the queue `/q`'],
    ['io_uring| sqpoll,', 'have the kernel poll for requests'],
    ['set| rlimit nofile <= 10,', 'Limits to `10` at most: number of open files.'],
    ['all|,', 'do everything'],
  ])('%s', (marked, expected) => {
    expect(rule(marked.replace(/\b(\w+)\|(?=[ ,])/, '|$1'))).toContain(expected);
  });

  it('says where the kernel of the target is coarser', () => {
    const text = inProfile('network inet dgram peer=(port=53),');
    const on = (target: string) => {
      const workspace = new Workspace({ files: [{ path: 'p', text }], target });
      return hover(workspace, workspace.document('p')!, text.indexOf('=(port') + 1)!.contents;
    };
    expect(on('debian-13')).toContain('there the rule holds for all of them');
    expect(on('ubuntu-26.04')).not.toContain('holds for all of them');
  });
});

describe('single words', () => {
  it.each([
    ['capability sys_mo|dule,', 'load and unload kernel modules'],
    ['network ne|tlink raw,', '`netlink` (network): the kernel'],
    ['network inet dg|ram,', '`dgram` (socket type)'],
    ['network (con|nect) inet,', '`connect` (access)'],
    ['signal set=(te|rm),', '`term` (set): please end'],
    ['signal s|et=(term),', '`set` (condition): which signals'],
    ['ptrace tra|ce,', 'debug the peer'],
    ['ptrace pe|er=x,', 'the profile of the other process'],
    ['unix pe|er=(label=x),', 'conditions on the other end'],
    ['unix peer=(la|bel=x),', '`label` (condition): profile of the other end'],
    ['mount options=(r|o) /a -> /b,', '`ro` (options): read-only'],
    ['set rlimit no|file <= 1,', 'number of open files'],
    ['de|ny /x r,', 'refuse it, whatever else allows it'],
    ['ow|ner /x r,', 'only one’s own files'],
    ['au|dit /x r,', 'record it'],
    ['priori|ty=1 /x r,', 'before or after other rules'],
    ['h|at h { }', 'a hat: a profile to change into for a while'],
    ['i|f defined @{X} { }', 'rules under a condition'],
  ])('%s', (marked, expected) => expect(rule(marked)).toContain(expected));

  it('are what the hover is about', () => {
    expect(about(inProfile('capability chown net_|raw,'))).toBe('net_raw');
    expect(about(inProfile('audit de|ny /x r,'))).toBe('deny');
    expect(about(inProfile('/etc/x m|rix,'))).toBe('mrix');
  });
});

describe('permissions', () => {
  it('letter by letter', () => {
    const found = rule('/bin/x mr|PUx,');
    expect(found).toMatch(
      /^- `m` map as code\. .*\n- `r` read\. .*\n- `PUx` run it under the profile that is made for it\./,
    );
    expect(found).toContain('Where there is no such profile, it runs without any confinement.');
    expect(found).toContain('The environment is cleaned');
  });
  it('a bare x under deny', () =>
    expect(rule('deny /bin/x |x,')).toContain('Stands alone in deny rules only'));
});

describe('patterns', () => {
  it('with examples', () => {
    const found = rule('/etc/|*.conf r,');
    expect(found).toContain('- `*` any characters but “/”');
    expect(found).toContain('Matches `/etc/name.conf`');
    expect(found).toContain('Does not match `/etc/dir/name.conf`');
  });
  it('without their variables', () => {
    expect(rule('@{HOME}/.|x r,')).toContain('With its variables: `{/home/*,/root}/.x`');
    expect(rule('@{HOME}/.|x r,')).toContain('Matches `/home/name/.x`');
  });
  it('nothing about plain paths', () => expect(rule('/etc/|x r,')).toBe('Lets the program read `/etc/x`.'));
});

describe('variables', () => {
  it('what they stand for, through includes', () => {
    const found = rule('@{HO|ME}/x r,');
    expect(found).toContain('`@{HOME}` stands for `/home/*/` or `/root/`.');
    expect(found).toContain('- declared in `tunables/home`, line 2');
    expect(found).toContain('Written as `@{HOMEDIRS}/*/` and `/root/`.');
  });
  it('where they are declared', () =>
    expect(words('@{X|}=/a /b\n')).toContain('`@{X}` stands for `/a` or `/b`.'));
  it('that apparmor_parser sets', () =>
    expect(rule('signal peer=@{profile_na|me},')).toContain('stands for `app`.'));
  it('that nothing declares', () =>
    expect(rule('/@{NO|NE}/x r,')).toContain('No file that is read here declares it.'));
  it('of the profile that includes the file', () => {
    const others = [{ path: 'app', text: inProfile('include <local/app>') }];
    expect(words('@{HO|ME}/x r,\n', { path: 'local/app', others })).toContain('`/home/*/` or `/root/`');
  });
});

describe('includes, abis and profiles', () => {
  it('an include: its words and counts', () => {
    const found = rule('include <abstractions/ba|se>');
    expect(found).toContain('It says: `What every program needs`');
    expect(found).toContain('Brings 4 rules (4 file), with what it includes in turn.');
  });
  it('tunables', () =>
    expect(words('include <tunables/gl|obal>\n')).toContain('Brings 3 assignments of variables'));
  it('what of it is worth a look', () => {
    expect(rule('include <abstractions/ba|se>')).toContain('Worth a look:\n\n- writes 1 path: `/dev/null`');
    expect(rule('include <abstractions/n|et>')).toContain(
      '- sockets: `inet stream`\n- capabilities: `net_raw`',
    );
    expect(rule('include <abstractions/cry|pto>')).not.toContain('Worth a look');
  });
  it('kinds of rules', () =>
    expect(rule('include <abstractions/n|et>')).toContain('2 rules (1 network and 1 capability)'));
  it('a directory', () => expect(rule('include <abs|tractions>')).toContain('a directory of 3 files'));
  it('that is missing', () => {
    expect(rule('include <abstractions/no|ne>')).toContain('There is no such file in the policy tree');
    expect(rule('include if exists <local/no|ne>')).toContain('which is no error');
  });
  it('an alias', () =>
    expect(words('alias /ho|me/ -> /srv/,\n')).toContain(
      'Each rule for a path that begins with `/home/` counts for `/srv/`',
    ));
  it('an abi', () => {
    expect(words('abi <abi/4|.0>,\n')).toContain('Ubuntu 26.04 LTS has it.');
    expect(words('abi <abi/9|.0>,\n')).toContain('does not have it: there the text is refused');
  });
  it('a profile', () => {
    const found = words(
      'profile a|pp /usr/bin/app flags=(complain) {\n  /a r,\n  include <abstractions/net>\n  profile kid { /b r, }\n}\n',
    );
    expect(found).toContain(
      'Profile `app`, for programs that match `/usr/bin/app`: 2 rules, 1 include and 1 child profile.',
    );
    expect(found).toContain('Mode `complain`: What no rule allows is recorded and let through');
  });
  it('its flags', () =>
    expect(words('profile app flags=(attach_dis|connected) {\n}\n')).toContain(
      '`attach_disconnected` (flag): Takes files',
    ));
});

describe('nothing', () => {
  it.each(['# com|ment', '/a r,|', '/a r, | ', '}|'])('%s', (marked) =>
    expect(at(inProfile(marked))).toBeUndefined(),
  );
  it('of a text that is no rule', () => expect(rule('some|thing odd')).toBe(''));
});

describe('on any text', () => {
  it('never throws, and is about a range around the place', () => {
    const word = fc.constantFrom(
      ...'profile app { } ( ) , = -> <= @{HOME} @{ " # \n include < <abstractions/base> > /etc/** capability chown network inet peer=(port=1) flags= deny owner r Px set rlimit priority=1 dbus ^ if : ` é \\'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), fc.nat(), (parts, place) => {
        const text = parts.join(' ');
        const offset = place % (text.length + 1);
        const found = at(`${text.slice(0, offset)}|${text.slice(offset)}`);
        if (!found) return;
        expect(found.contents.trim()).not.toBe('');
        expect(found.start).toBeLessThanOrEqual(offset);
        expect(found.end).toBeGreaterThan(offset);
      }),
      { numRuns: 400 },
    );
  });

  it('answers shortly on long and deep ones', () => {
    for (const text of [
      `profile p { /${'x'.repeat(1e6)} r, }`,
      '{'.repeat(20_000),
      `profile p { network ${'a '.repeat(1e5)}, }`,
      `@{X}=${'/a '.repeat(1e5)}\n`,
    ])
      for (const place of [text.length - 6, text.length >> 1, 14])
        expect((at(`${text.slice(0, place)}|${text.slice(place)}`)?.contents ?? '').length).toBeLessThan(
          5000,
        );
  });
});
