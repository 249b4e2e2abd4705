import { describe, expect, test } from 'vitest';
import { bodyFile, makeKit, profileFile, rustnet, shipped, textOf } from './fixtures.ts';
import { readState } from './read.ts';
import type { OptionState } from './state.ts';

/** The switch of one option that stands for these rules, in a profile with these lines. */
const switchOf = (rules: string[], ...lines: string[]) => optionOf(rules, ...lines).switch;
const optionOf = (rules: string[], ...lines: string[]): OptionState =>
  readState(makeKit({ g: { o: rules } }), bodyFile(...lines)).groups[0]!.options[0]!;

describe('an option is on', () => {
  test.each([
    ['capability bpf,', 'capability bpf,'],
    ['capability bpf,', '  capability   bpf  ,'],
    ['capability bpf,', 'capability bpf, # my words'],
    ['capability bpf,', 'allow capability bpf,'],
    ['capability bpf,', 'audit capability bpf,'],
    ['capability bpf,', 'capability bpf perfmon,'],
    ['capability bpf,', 'capability perfmon, capability bpf,'],
    ['/a rw,', '/a wr,'],
    ['/a rw,', '"/a" rw,'],
    ['/a rw,', 'rw /a,'],
    ['/a rw,', 'file /a rw,'],
    ['/a rw,', 'priority=2 /a rw,'],
    ['@{PROC}/ r,', '@{PROC}/ r,'],
    ['ptrace (read),', 'ptrace read,'],
    ['network (send, receive) inet dgram,', 'network (receive send) inet dgram,'],
    ['network (send, receive) inet dgram,', 'network (\n    receive,\n    send\n  ) inet dgram,'],
    ['include <abstractions/base>', '#include <abstractions/base>'],
  ])('%s in %s', (rule, line) => expect(switchOf([rule], line)).toBe('on'));
});

describe('an option is off', () => {
  test.each([
    ['capability bpf,', ''],
    ['capability bpf,', '# capability bpf,'],
    ['capability bpf,', '# off: capability bpf,'],
    ['capability bpf,', 'deny capability bpf,'],
    ['capability bpf,', 'capability bpf'],
    ['capability bpf,', 'capability perfmon,'],
    ['capability bpf,', 'profile child {\n capability bpf,\n}'],
    ['capability bpf,', 'if $x {\n capability bpf,\n}'],
    ['/a rw,', '/a r,'],
    ['/a rw,', '/a rwk,'],
    ['/a rw,', 'owner /a rw,'],
    ['/a rw,', '/a/ rw,'],
    ['include <abstractions/base>', 'include if exists <abstractions/base>'],
  ])('%s in %s', (rule, line) => expect(switchOf([rule], line)).toBe('off'));
});

describe('half', () => {
  test('some rules of an option', () => expect(switchOf(['/a r,', '/b r,'], '/b r,')).toBe('half'));
  test('says what is there and what is missing', () => {
    const option = optionOf(['/a r,', '/b r,'], '/c r,', '/b r,');
    expect(option.missing).toEqual(['/a r,']);
    expect(option.present).toEqual([{ path: 'p', start: 22, end: 27, line: 2 }]);
  });
  test('a marked rule is off in place', () => {
    const option = optionOf(['/a r,'], '# off: /a r, # mine');
    expect(option).toMatchObject({ switch: 'off', off: [{ line: 1 }], missing: ['/a r,'] });
  });
  test('one name of a capability rule is the place', () =>
    expect(optionOf(['capability bpf,'], 'capability perfmon bpf,').present).toEqual([
      { path: 'p', start: 33, end: 36, line: 1 },
    ]));
});

describe('"one" groups', () => {
  const kit = makeKit({ 'dns!': { port: ['/a r,', '/b r,'], any: ['/c r,'], none: [] } });
  const group = (...lines: string[]) => {
    const { switch: whole, options } = readState(kit, bodyFile(...lines)).groups[0]!;
    return [whole, ...options.map((option) => option.switch)].join(' ');
  };
  test('one way', () => expect(group('/a r,', '/b r,')).toBe('on on off off'));
  test('half a way', () => expect(group('/a r,')).toBe('half half off off'));
  test('two ways', () => expect(group('/a r,', '/b r,', '/c r,')).toBe('half on on off'));
  test('the way without rules', () => expect(group('/d r,')).toBe('on off off on'));
});

describe('other rules', () => {
  const kit = makeKit({ g: { o: ['/a r,'] } });
  const others = (...lines: string[]) =>
    readState(kit, bodyFile(...lines))
      .groups.slice(1)
      .flatMap((group) => group.options.map((option) => `${option.title} ${option.switch}`));
  test('none', () => expect(others('/a r,')).toEqual([]));
  test('one', () => expect(others('/a r,', '/b   rw,')).toEqual(['/b rw on']));
  test('off in place', () => expect(others('# off: deny /b w, # x')).toEqual(['deny /b w off']));
  test('twice is one switch', () => expect(others('/b r,', '/b r,')).toEqual(['/b r on']));
  test('a capability rule that holds more than options', () =>
    expect(others('capability kill chown,')).toEqual(['capability kill chown on']));
  test('in children', () => expect(others('profile c {\n /a r,\n}')).toEqual(['/a r on']));
  test('plain comments are none', () => expect(others('# capability kill,', '# off: nothing')).toEqual([]));
  test('ids survive edits elsewhere', () => {
    const id = (...lines: string[]) =>
      readState(kit, bodyFile(...lines))
        .groups.at(-1)!
        .options.at(-1)!.id;
    expect(id('/z r,', 'deny /b w,')).toBe(id('# off: deny  /b w,'));
  });
  test('the comment behind a rule is its reason', () =>
    expect(readState(kit, bodyFile('/b r, # for b')).groups[1]!.options[0]!.reason).toBe('for b'));
});

describe('without a kit', () => {
  const text =
    'profile p /p {\n include <abstractions/base>\n capability kill,\n network inet,\n signal send,\n ptrace,\n /a r,\n /b Px,\n umount /c,\n profile c {\n /d r,\n }\n}\n';
  const { groups, tunables, mode, profileNames } = readState(undefined, profileFile(`@{X} = /a /b\n${text}`));
  test('groups are made by class', () =>
    expect(groups.map(({ id, options }) => `${id} ${options.length}`)).toEqual([
      'text/capability 1',
      'text/network 1',
      'text/include 1',
      'text/exec 1',
      'text/file 2',
      'text/signal 2',
      'text/mount 1',
    ]));
  test('a child is named', () => expect(groups[4]!.options[1]!.reason).toBe('in p//c'));
  test('variables are tunables', () =>
    expect(tunables).toMatchObject([{ name: 'X', values: [{ value: '/a' }, { value: '/b' }] }]));
  test('mode and names', () => expect([mode, profileNames]).toEqual(['enforce', ['p']]));
});

describe('broken text', () => {
  test.each([
    '',
    'profile',
    'profile p {',
    'profile p {\n capability bpf',
    'profile p {\n capability bpf,\n /a r\n',
    '}}}',
    'profile p {\n # off: ',
    '# off: capability bpf,',
    'profile p flags=( {\n capability bpf,\n}',
  ])('%j does not throw', (text) => expect(() => readState(rustnet, profileFile(text))).not.toThrow());
  test('rules before the fault still count', () =>
    expect(
      readState(
        makeKit({ g: { o: ['capability bpf,'] } }),
        profileFile('profile p {\n capability bpf,\n /a r\n'),
      ).groups[0]!.switch,
    ).toBe('on'));
});

describe('the shipped profile', () => {
  const state = readState(rustnet, shipped());
  const options = state.groups.flatMap((group) => group.options);
  test('every option stands as the kit says it starts', () =>
    expect(options.map(({ id, switch: is }) => `${id} ${is}`)).toEqual(
      rustnet.groups.flatMap((group) =>
        group.options.map(({ id, on }) => `${group.id}/${id} ${on ? 'on' : 'off'}`),
      ),
    ));
  test('no rule belongs to no option', () =>
    expect(state.groups.filter(({ origin }) => origin === 'text')).toEqual([]));
  test('is in complain mode', () => expect(state.mode).toBe('complain'));
  test('has its defaults', () =>
    expect(state.tunables.map(({ name, values }) => [name, ...values.map(({ value }) => value)])).toEqual(
      rustnet.tunables.map((tunable) => [tunable.name, ...tunable.default]),
    ));
  test('every kit line stands as a line of the text', () => {
    const lines = new Set(
      textOf(shipped())
        .split('\n')
        .map((line) => line.trim()),
    );
    const on = rustnet.groups.flatMap((group) => group.options.filter((option) => option.on));
    expect(on.flatMap((option) => option.rules).filter((line) => !lines.has(line))).toEqual([]);
  });
  test('every comment of the layout stands in the text', () => {
    const lines = new Set(
      textOf(shipped())
        .split('\n')
        .map((line) => line.trim()),
    );
    expect(rustnet.layout.filter((line) => line.startsWith('#') && !lines.has(line))).toEqual([]);
  });
});
