/** Laws of switching, on texts made at random from a kit's lines: left out, spelled otherwise, moved, doubled, joined, broken. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../syntax/edits.ts';
import { edited, errorsIn, makeKit, profileFile, rustnet, shipped, textOf } from './fixtures.ts';
import { indexOf } from './kitIndex.ts';
import { applyOptions, setGroup, setOption } from './options.ts';
import { readState } from './read.ts';
import { scan } from './scan.ts';
import type { Choices, Kit } from './schema.ts';
import type { OptionState } from './state.ts';
import { treeOf } from './tree.ts';

const small = makeKit(
  {
    caps: { raw: ['capability net_raw,  # raw'], bpf: ['capability bpf,', 'capability perfmon,'] },
    'dns!': { port: ['network inet dgram,', 'network inet6 dgram,'], any: ['network inet,'], none: [] },
    files: { a: ['/a r,'], b: ['/b{c,d} rw,   # b'], base: ['include <abstractions/base>'] },
  },
  [
    'files/base',
    '# caps',
    'caps/raw',
    'caps/bpf',
    '# dns',
    'dns/port',
    'dns/any',
    '# files',
    'files/a',
    'files/b',
  ],
);
const kits: [string, Kit, string][] = [
  ['a small kit', small, 'profile p'],
  ['rustnet', rustnet, 'profile rustnet /usr/bin/rustnet flags=(complain)'],
];

/** Ways a kit's line may stand in a text. None gives a mark to a rule that is just as the kit writes it. */
const spellings: ((line: string) => string)[] = [
  (line) => line,
  (line) => line,
  (line) => line,
  () => '',
  (line) => `${line.replace(/\s+#.*/, '')} # mine`,
  (line) => line.replace(/^(capability|network|ptrace|\/|@)/, 'audit $1'),
  (line) => `# off: ${line.replace(/\s+#.*/, '')}     # mine`,
  (line) => `${line}\n${line}`,
  (line) => line.replace(/^(network|capability|ptrace) /, '$1\n      '),
  (line) => `${line.replace(/\s+#.*/, '')} /joined r,`,
  (line) => `/before r, ${line}`,
];
const between = [
  '',
  '',
  '',
  '',
  '# my words',
  '/other r,',
  'deny /other w,',
  '',
  'profile c {\n  /a r,\n  }',
];

function texts(kit: Kit, header: string) {
  const lines = kit.layout.flatMap((line) => {
    if (line === '' || line.startsWith('#')) return [line];
    const [group, option] = line.split('/');
    return kit.groups.find(({ id }) => id === group)!.options.find(({ id }) => id === option)!.rules;
  });
  const body = lines.filter((line) => !line.startsWith('abi'));
  return fc
    .record({
      forms: fc.array(fc.tuple(fc.nat(spellings.length - 1), fc.nat(between.length - 1)), {
        minLength: body.length,
        maxLength: body.length,
      }),
      moved: fc.option(fc.tuple(fc.nat(body.length - 1), fc.nat(body.length - 1)), { freq: 2 }),
      indent: fc.constantFrom('  ', '\t', '', '    '),
      newline: fc.constantFrom('\n', '\n', '\r\n'),
      open: fc.constantFrom(' {\n', '\n{\n', ' { '),
      close: fc.constantFrom('}\n', '}\n', '}', '', 'include if exists <local/p>\n}\n'),
    })
    .map(({ forms, moved, indent, newline, open, close }) => {
      const all = [...body];
      if (moved) all.splice(moved[1], 0, ...all.splice(moved[0], 1));
      const made = all.flatMap((line, i) => {
        const [spelling, after] = forms[i]!;
        if (line === '') return spelling === 3 ? [] : ['\n'];
        const written = line.startsWith('#') ? (spelling === 3 ? '' : line) : spellings[spelling]!(line);
        return [written, between[after]!].filter((text) => text !== '').map((text) => `${indent}${text}\n`);
      });
      return `# head\n${header}${open}${made.join('')}${close}`.replaceAll('\n', newline);
    });
}

const optionOf = (kit: Kit, text: string, id: string): OptionState =>
  readState(kit, profileFile(text))
    .groups.flatMap(({ options }) => options)
    .find((option) => option.id === id)!;
const set = (kit: Kit, text: string, id: string, on: boolean) =>
  edited(profileFile(text), setOption(kit, profileFile(text), id, on));

/** Whether the text holds the option's rules with a mark that is not of our own making. */
const isMarked = (option: OptionState) => (option.off?.length ?? 0) > 0;

/** The text without the rules of an option that are switched off in place. */
function withoutMarks(kit: Kit, text: string, id: string): string {
  const { off = [] } = optionOf(kit, text, id);
  return applyEdits(
    text,
    off.map(({ start, end }) => ({ start, end, text: '' })),
  );
}

for (const [name, kit, header] of kits) {
  const ids = kit.groups.flatMap((group) =>
    group.options
      .filter((option) => !option.unavailable && group.id !== 'abi' && !option.requires)
      .map((option) => ({
        id: `${group.id}/${option.id}`,
        one: group.kind === 'one',
        ruleless: option.rules.length === 0,
      })),
  );
  const options = fc.constantFrom(...ids.filter(({ ruleless }) => !ruleless));
  const text = texts(kit, header);
  const runs = { numRuns: kit === small ? 300 : 40 };

  test(`${name}: setting what is set changes nothing, and what is set is what is read`, () => {
    fc.assert(
      fc.property(text, options, fc.boolean(), (before, { id }, on) => {
        const after = set(kit, before, id, on);
        expect(optionOf(kit, after, id).switch).toBe(on ? 'on' : 'off');
        expect(setOption(kit, profileFile(after), id, on)).toEqual([]);
      }),
      runs,
    );
  });

  test(`${name}: off, then on, gives the text back`, () => {
    fc.assert(
      fc.property(text, options, (before, { id, one }) => {
        const whole = set(kit, before, id, true);
        const without = set(kit, whole, id, false);
        fc.pre(!one || !isMarked(optionOf(kit, whole, id)));
        expect(set(kit, without, id, true)).toBe(whole);
      }),
      runs,
    );
  });

  test(`${name}: on, then off, gives the text back`, () => {
    fc.assert(
      fc.property(text, options, (before, { id, one }) => {
        fc.pre(!one);
        const without = withoutMarks(kit, set(kit, before, id, false), id);
        expect(set(kit, set(kit, without, id, true), id, false)).toBe(without);
      }),
      runs,
    );
  });

  test(`${name}: what parsed still parses, and other options stay as they were`, () => {
    fc.assert(
      fc.property(text, options, fc.boolean(), (before, { id }, on) => {
        const after = set(kit, before, id, on);
        expect(errorsIn(after)).toBeLessThanOrEqual(errorsIn(before));
        const others = (of: string) =>
          readState(kit, profileFile(of))
            .groups.filter((group) => group.id !== id.split('/')[0] && group.origin === 'kit')
            .flatMap((group) => group.options.map((option) => `${option.id} ${option.switch}`));
        expect(others(after)).toEqual(others(before));
      }),
      runs,
    );
  });

  test(`${name}: all but the option's own lines stays, in order`, () => {
    fc.assert(
      fc.property(text, options, fc.boolean(), (before, { id, one }, on) => {
        fc.pre(!one);
        const { present, off = [] } = optionOf(kit, before, id);
        const touched = new Set(
          [...present, ...off].flatMap(({ start, end }) => linesOf(before, start, end)),
        );
        const kept = before
          .split('\n')
          .filter((_, i) => !touched.has(i))
          .join('');
        const after = set(kit, before, id, on);
        let at = 0;
        for (const character of kept) at = after.indexOf(character, at) + 1 || Number.POSITIVE_INFINITY;
        expect(at, after).toBeLessThanOrEqual(after.length);
        expect(othersIn(kit, after, id)).toEqual(othersIn(kit, before, id));
      }),
      runs,
    );
  });

  test(`${name}: rules of no option come back unchanged`, () => {
    fc.assert(
      fc.property(text, (before) => {
        const files = profileFile(before);
        const all = edited(files, setGroup(kit, files, 'text/other', true));
        const without = edited(profileFile(all), setGroup(kit, profileFile(all), 'text/other', false));
        expect(edited(profileFile(without), setGroup(kit, profileFile(without), 'text/other', true))).toBe(
          all,
        );
      }),
      runs,
    );
  });
}

test('"one" groups: one way and back, where nothing had to be commented out, gives the text back', () => {
  const way = fc.constantFrom('port', 'any', 'none');
  const marked = (text: string) => ['port', 'any'].some((id) => isMarked(optionOf(small, text, `dns/${id}`)));
  fc.assert(
    fc.property(texts(small, 'profile p'), way, way, (before, first, second) => {
      const start = set(small, before, `dns/${first}`, true);
      const there = set(small, start, `dns/${second}`, true);
      const back = set(small, there, `dns/${first}`, true);
      expect(optionOf(small, back, `dns/${first}`).switch).toBe('on');
      if (!marked(start) && !marked(there)) expect(back).toBe(start);
    }),
    { numRuns: 300 },
  );
});

test('rustnet: any choice gives the layout without the options that are off', () => {
  const any = rustnet.groups.filter((group) => group.kind === 'any');
  const choice = fc.record({
    off: fc.subarray(any.flatMap((group) => group.options.map((option) => `${group.id}/${option.id}`))),
    on: fc.subarray(['ebpf/sys-admin']),
    dns: fc.constantFrom('port-53', 'any-inet', 'resolver-socket'),
    abi: fc.constantFrom('3.0', '5.0'),
  });
  fc.assert(
    fc.property(choice, ({ off, on, dns, abi }) => {
      const choices = {
        ...Object.fromEntries(on.map((id) => [id, true])),
        ...Object.fromEntries(off.map((id) => [id, false])),
        'reverse-dns': dns,
        abi,
      };
      const after = edited(shipped(), applyOptions(rustnet, shipped(), choices));
      expect(applyOptions(rustnet, profileFile(after), choices)).toEqual([]);
      const state = readState(rustnet, profileFile(after));
      const rules = state.groups.flatMap(({ options }) =>
        options.filter((option) => option.switch === 'on').flatMap((option) => option.rules),
      );
      const lines = after.split('\n').map((line) => line.trim());
      expect(rules.filter((rule) => !lines.includes(rule))).toEqual([]);
      expect(errorsIn(after)).toBe(0);
      const back: Choices = Object.fromEntries(
        rustnet.groups.flatMap((group): [string, string | boolean][] =>
          group.kind === 'one'
            ? [[group.id, group.options.find((option) => option.on)!.id]]
            : group.options.map((option) => [`${group.id}/${option.id}`, option.on]),
        ),
      );
      expect(edited(profileFile(after), applyOptions(rustnet, profileFile(after), back))).toBe(
        textOf(shipped()),
      );
    }),
    { numRuns: 100 },
  );
});

/** All rules that are none of an option's, and all comments on lines of their own that hold none. */
function othersIn(kit: Kit, text: string, id: string): string[] {
  const tree = treeOf(text);
  const keys = new Set(
    indexOf(kit)
      .options.get(id)!
      .rules.map(({ key }) => key),
  );
  const { found, body } = scan(tree, kit.profileName);
  return [
    ...found.filter(({ key }) => !keys.has(key)).map(({ key, on }) => `${key} ${on}`),
    ...body.flatMap((item) =>
      item.kind === 'comment' && !item.trailing && !item.text.startsWith('# off') ? [item.text] : [],
    ),
  ];
}

function linesOf(text: string, start: number, end: number): number[] {
  const first = text.slice(0, start).split('\n').length - 1;
  const last = text.slice(0, end).split('\n').length - 1;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
