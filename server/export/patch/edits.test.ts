import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CannotPlace } from '../place.ts';
import { addToScript, loadingCommands, requireDebhelperMark } from '../scripts.ts';
import { addToCargoDeb, readCargoDeb, variantsLeft } from './cargo.ts';
import { addBuildDepends, binaryPackages, debhelperLevel } from './control.ts';
import { addSection, addToChangelog, sectionIn } from './documents.ts';
import { addToInstall, installListOf, sourcesOf } from './install.ts';
import { addToRules } from './rules.ts';
import { fillTemplate } from './template.ts';
import { elementsOf, readToml } from './toml.ts';
import { checkoutOf, readsProfile, unknownSeries } from './workflow.ts';

const control = (field: string) => `Source: s\n${field}\nHomepage: h\n\nPackage: a\n\nPackage: b\n`;

describe('debian/control', () => {
  test.each([
    ['one line', 'Build-Depends: debhelper-compat (= 13)', 'Build-Depends: debhelper-compat (= 13), x, y'],
    [
      'lines',
      'Build-Depends: a,\n               b',
      'Build-Depends: a,\n               b,\n               x,\n               y',
    ],
    ['a comma at the end', 'Build-Depends:\n a,\n b,', 'Build-Depends:\n a,\n b,\n x,\n y,'],
    ['a comment inside', 'Build-Depends: a,\n# why\n b', 'Build-Depends: a,\n# why\n b,\n x,\n y'],
    ['one that is there', 'Build-Depends: a, x (>= 1) [amd64]', 'Build-Depends: a, x (>= 1) [amd64], y'],
    ['all there', 'Build-Depends: x | z, y <!nocheck>', 'Build-Depends: x | z, y <!nocheck>'],
    [
      'one of another field',
      'Build-Depends: a\nBuild-Depends-Arch: x',
      'Build-Depends: a, y\nBuild-Depends-Arch: x',
    ],
    ['commas at the beginning', 'Build-Depends: a\n , b', 'Build-Depends: a\n , b\n , x\n , y'],
    [
      'none of a conflict',
      'Build-Conflicts: x\nBuild-Depends: a',
      'Build-Conflicts: x\nBuild-Depends: a, x, y',
    ],
  ])('%s', (_name, before, after) => {
    expect(addBuildDepends(control(before), ['x', 'y'])).toBe(control(after));
  });
  it('keeps line breaks of Windows', () =>
    expect(addBuildDepends('Source: s\r\nBuild-Depends: a\r\n', ['x'])).toBe(
      'Source: s\r\nBuild-Depends: a, x\r\n',
    ));
  it('does not take a field of a later paragraph', () =>
    expect(() => addBuildDepends('Source: s\n\nPackage: a\nBuild-Depends: z\n', ['x'])).toThrow(
      /no Build-Depends field: add x/,
    ));
  it('may begin with comments', () =>
    expect(addBuildDepends('# one\n\nSource: s\nBuild-Depends: a\n\nPackage: p\n', ['x'])).toBe(
      '# one\n\nSource: s\nBuild-Depends: a, x\n\nPackage: p\n',
    ));
  it('lists the packages', () => expect(binaryPackages(control('X: y'))).toEqual(['a', 'b']));
  it('reads the level', () =>
    expect(debhelperLevel(control('Build-Depends: debhelper-compat (= 9)'))).toBe(9));
  it('reads the level of debian/compat', () =>
    expect(debhelperLevel(control('Build-Depends: debhelper (>= 9)'), '9\n')).toBe(9));
});

describe('debian/rules', () => {
  const facts = {
    profile: 'p',
    package: 'pkg',
    forms: { portable: 'debian/apparmor/p', newer: { path: 'debian/apparmor/p.abi-5.0', abi: '5.0' } },
  };
  const dh = '#!/usr/bin/make -f\n%:\n\tdh $@ --with bash-completion\n';
  const recipe = (rules: string) => rules.split(/^execute_after_dh_install:.*\n/m)[1]!;

  it('gets the step at its end', () => {
    const rules = addToRules(dh, facts);
    expect(rules.startsWith(dh)).toBe(true);
    expect(recipe(rules)).toContain('\tdh_apparmor --profile-name=p -ppkg\n');
    expect(rules).toMatch(
      /ifneq \(\$\(wildcard \/etc\/apparmor\.d\/abi\/5\.0\),\)\nAPPARMOR_PROFILE := debian\/apparmor\/p\.abi-5\.0\nAPPARMOR_ABI := 5\.0\nendif/,
    );
  });
  it('has no choice where there is one form', () =>
    expect(addToRules(dh, { ...facts, forms: { portable: 'x' } })).not.toContain('ifneq'));
  it('joins a step of that name, behind what it does', () => {
    const rules = addToRules(
      `${dh}\nexecute_after_dh_install:\n\ttouch a\n\noverride_dh_clean:\n\ttrue\n`,
      facts,
    );
    expect(rules.match(/^execute_after_dh_install:/gm)).toHaveLength(1);
    expect(recipe(rules)).toMatch(
      /^\ttouch a\n\tinstall [^\n]*\n\t#[^\n]*\n\t[^\n]*\\\n\t\t[^\n]*\n\tdh_apparmor [^\n]*\n\noverride_dh_clean:/,
    );
  });
  it('stays as it is the second time', () => {
    const rules = addToRules(dh, facts);
    expect(addToRules(rules, facts)).toBe(rules);
  });
  it('is not taken by a comment', () =>
    expect(addToRules(`${dh}# dh_apparmor\n`, facts)).toContain('\tdh_apparmor '));
  test.each(['dh $@', 'dh --with systemd $@', 'dh $@ --buildsystem=cargo', '@dh "$@"', 'dh ${@}'])(
    '“%s” is dh',
    (call) => {
      expect(addToRules(`#!/usr/bin/make -f\n%:\n\t${call}\n`, facts)).toContain('execute_after_dh_install:');
    },
  );
  it('keeps what stands between its step and the next one there', () =>
    expect(
      addToRules(`${dh}\nexecute_after_dh_install:\n\ttrue\n\n# Cleans\noverride_dh_clean:\n\ttrue\n`, facts),
    ).toMatch(/\tdh_apparmor [^\n]*\n\n# Cleans\noverride_dh_clean:/));
  it('calls dh_apparmor for another profile as well', () =>
    expect(
      recipe(addToRules(`${dh}\noverride_dh_install:\n\tdh_apparmor --profile-name=other -ppkg\n`, facts)),
    ).toContain('--profile-name=p'));
  it('that load the profile already say which form is left out', () => {
    const theirs = `${dh}\noverride_dh_install:\n\tdh_install\n\tdh_apparmor --profile-name=p -ppkg\n`;
    expect(() => addToRules(theirs, facts)).toThrow(
      /before that, install debian\/apparmor\/p as that, and debian\/apparmor\/p\.abi-5\.0 where \/etc\/apparmor\.d\/abi\/5\.0 exists/,
    );
    expect(() => addToRules(theirs, { ...facts, listed: ['debian/apparmor/p'] })).toThrow(
      /before that, install debian\/apparmor\/p\.abi-5\.0 where/,
    );
    const one = { ...facts, forms: { portable: 'debian/apparmor/p' }, listed: ['debian/apparmor/p'] };
    expect(addToRules(theirs, one)).toBe(theirs);
  });
  test.each(['execute_after_dh_install-arch:', 'execute_after_dh_auto_test execute_after_dh_install:'])(
    'a step “%s” is not put out of work',
    (step) => {
      expect(() => addToRules(`${dh}\n${step}\n\ttrue\n`, facts)).toThrow(/would no longer run/);
    },
  );
  it('of an old level are refused', () =>
    expect(() => addToRules(`export DH_COMPAT = 9\n${dh}`, facts)).toThrow(/level 9 has no execute_after_/));
  it('of another kind is refused', () =>
    expect(() => addToRules('binary:\n\tdh_install\n', facts)).toThrow(
      /does not call “dh \$@”.*--profile-name=p -ppkg/,
    ));
});

describe('debian/install', () => {
  it('is made', () => expect(addToInstall(undefined, 'a/b', 'etc/')).toBe('a/b etc/\n'));
  it('is added to', () => expect(addToInstall('x usr/\n', 'a/b', 'etc/')).toBe('x usr/\na/b etc/\n'));
  it('without a last line break', () =>
    expect(addToInstall('x usr/', 'a/b', 'etc/')).toBe('x usr/\na/b etc/\n'));
  it('that a program writes is left to it', () => {
    expect(() => addToInstall('#!/bin/sh\necho x usr\n', 'a/b', 'etc/', true)).toThrow(
      /a program that writes/,
    );
    expect(addToInstall('#!/usr/bin/dh-exec\nx usr/\n', 'a/b', 'etc/', true)).toMatch(/\na\/b etc\/\n$/);
  });
  test.each<[string, string[]]>([
    ['apparmor/p etc/apparmor.d/', ['apparmor/p']],
    ['a/q b/p /etc/apparmor.d', ['b/p']],
    ['a/q => etc/apparmor.d/p', ['a/q']],
    ['# apparmor/p etc/apparmor.d', []],
    ['apparmor/p usr/share', []],
  ])('“%s” installs the profile from %j', (line, sources) => {
    expect(sourcesOf(`x usr/\n${line}\n`, 'etc/apparmor.d/p')).toEqual(sources);
  });
  it('has it already', () => expect(addToInstall('a/b   etc/x\n', 'a/b', 'etc/')).toBe('a/b   etc/x\n'));
  test.each<[string[], string[], string]>([
    [['a'], [], 'debian/install'],
    [['a'], ['debian/a.install', 'debian/install'], 'debian/a.install'],
    [['b', 'a'], ['debian/install'], 'debian/a.install'],
  ])('of package a, of %j with %j there: %s', (packages, there, list) => {
    expect(installListOf('a', packages, (path) => there.includes(path))).toBe(list);
  });
});

describe('maintainer scripts', () => {
  const commands = loadingCommands('postinst', 'usr.bin.p');
  it('are given the commands before debhelper’s mark, which starts services', () =>
    expect(addToScript('#!/bin/sh\nset -e\n#DEBHELPER#\nexit 0\n', commands, 'usr.bin.p')).toMatch(
      /^#!\/bin\/sh\nset -e\n# AppArmor[^\n]*\nif [\s\S]*\nfi\n\n#DEBHELPER#\nexit 0\n$/,
    ));
  it('else before they end', () =>
    expect(addToScript('#!/bin/sh\nsetcap x\nexit 0\n', commands, 'usr.bin.p')).toMatch(
      /^#!\/bin\/sh\nsetcap x\n# AppArmor[\s\S]*\nfi\n\nexit 0\n$/,
    ));
  it('once', () => {
    const once = addToScript('#!/bin/sh\n', commands, 'usr.bin.p');
    expect(addToScript(once, commands, 'usr.bin.p')).toBe(once);
  });
  it('of another language are refused', () =>
    expect(() => addToScript('#!/usr/bin/perl\n', commands, 'usr.bin.p')).toThrow(CannotPlace));
  it('must have debhelper’s mark where debhelper is to write into them', () =>
    expect(() => requireDebhelperMark('#!/bin/sh\nexit 0\n')).toThrow(/no #DEBHELPER# line/));
});

describe('Cargo.toml', () => {
  const manifest = (deb: string, after = '') =>
    `[package]\nname = "p"\n\n[package.metadata.deb]\n${deb}\n${after}`;
  const one = [{ source: 's', dest: 'etc/d' }];
  const added = (deb: string, after = '') => addToCargoDeb(manifest(deb, after), one, 'scripts');
  const end = 'conf-files = ["/etc/d"]\nmaintainer-scripts = "scripts/"';

  test.each([
    [
      'assets on one line',
      'assets = [["a", "b", "644"]]',
      'assets = [["a", "b", "644"], ["s", "etc/d", "644"]]',
    ],
    [
      'one on each',
      'assets = [\n  ["a", "b", "644"],\n]',
      'assets = [\n  ["a", "b", "644"],\n  ["s", "etc/d", "644"],\n]',
    ],
    [
      'no comma at the end',
      'assets = [\n  ["a", "b", "644"] # why\n]',
      'assets = [\n  ["a", "b", "644"], # why\n  ["s", "etc/d", "644"],\n]',
    ],
    [
      'its end on the last one’s line',
      'assets = [["a", "b", "644"], # why\n  ["c", "d", "644"]]',
      'assets = [["a", "b", "644"], # why\n  ["c", "d", "644"],\n  ["s", "etc/d", "644"]]',
    ],
    [
      'its end there behind a comma',
      'assets = [\n  ["c", "d", "644"],]',
      'assets = [\n  ["c", "d", "644"],\n  ["s", "etc/d", "644"]]',
    ],
    [
      'spread',
      'assets = [\n  [\n    "a",\n    "b",\n    "644",\n  ],\n]',
      'assets = [\n  [\n    "a",\n    "b",\n    "644",\n  ],\n  [\n    "s",\n    "etc/d",\n    "644",\n  ],\n]',
    ],
    [
      'tables',
      'assets = [\n  { source = "a", dest = "b", mode = "644" },\n]',
      'assets = [\n  { source = "a", dest = "b", mode = "644" },\n  { source = "s", dest = "etc/d", mode = "644" },\n]',
    ],
    ['none', 'assets = []', 'assets = [["s", "etc/d", "644"]]'],
  ])('%s', (_name, before, after) => {
    expect(added(before)).toBe(manifest(`${after}\n${end}`));
  });
  it('reads as the same list and one more, however it is laid out', () => {
    const gap = fc.constantFrom('', ' ', '\n', '\n  ', ' # a ] "\n', '\r\n');
    const asset = fc.constantFrom('["a", "b", "644"]', '[\n"a",\n"b",\n"644",\n]', "['a','b','644',]");
    const list = fc
      .tuple(fc.array(fc.tuple(gap, asset, gap)), fc.boolean(), gap)
      .map(
        ([items, comma, end]) =>
          `[${items.map(([before, text, after]) => before + text + after).join(',')}${comma && items.length > 0 ? ',' : ''}${end}]`,
      );
    const count = (text: string) => {
      const entry = readToml(text)
        .find(({ name }) => name === 'package.metadata.deb')!
        .entries.find(({ key }) => key === 'assets')!;
      return elementsOf(text, entry.value).length;
    };
    fc.assert(
      fc.property(list, (text) => {
        const before = manifest(`assets = ${text}\nx = 1`);
        const after = addToCargoDeb(before, one, 'scripts');
        expect(count(after)).toBe(count(before) + 1);
        expect(after).toMatch(/x = 1\r?\nconf-files = \["\/etc\/d"\]\r?\n/);
        expect(addToCargoDeb(after, one, 'scripts')).toBe(after);
      }),
    );
  });
  it('adds to configuration files', () =>
    expect(added('assets = []\nconf-files = ["/etc/a"]')).toContain('conf-files = ["/etc/a", "/etc/d"]'));
  it('keeps to its table', () =>
    expect(added('assets = []', '\n[package.metadata.generate-rpm]\nassets = []\n')).toMatch(
      /maintainer-scripts = "scripts\/"\n\n\[package\.metadata\.generate-rpm\]\nassets = \[\]\n$/,
    ));
  it('is not misled by words in a string', () => {
    const text = manifest('x = """\n[package.metadata.deb]\nassets = [1]\n"""\nassets = []');
    expect(addToCargoDeb(text, one, 'scripts')).toContain('assets = [1]\n"""\nassets = [["s"');
  });
  it('stays as it is the second time', () => {
    const once = added('assets = []');
    expect(addToCargoDeb(once, one, 'scripts')).toBe(once);
  });
  it('keeps the directory of scripts that it names', () => {
    const text = manifest('assets = []\nmaintainer-scripts = "deb/scripts/"');
    expect(readCargoDeb(text)).toEqual({ scripts: 'deb/scripts' });
    expect(addToCargoDeb(text, one, 'x')).not.toContain('"x/"');
  });
  test.each([
    'assets = [["other/s", "etc/d", "644"]]',
    'assets = [["other/d", "/etc/", "644"]]',
    'assets = [{ dest = "etc/d", source = "other/s", mode = "644" }]',
  ])('that packs another file there says so: %s', (deb) => {
    expect(() => added(deb)).toThrow(/packs \/etc\/d from other\/[sd] already: put s in its place/);
  });
  it('says which variants go without', () => {
    const variants = [
      '[package.metadata.deb.variants.merged]\nmerge-assets.append = [["a", "b", "644"]]',
      '[package.metadata.deb.variants.own]\nassets = [["a", "b", "644"]]\nmaintainer-scripts = "other/"',
      '[package.metadata.deb.variants.good]\nassets = [["s", "etc/d", "644"]]',
    ].join('\n');
    expect(variantsLeft(manifest('assets = []', variants), one, 'scripts')).toEqual([
      '[package.metadata.deb.variants.own] goes without the profile: add to its assets (["s", "etc/d", "644"]), its maintainer-scripts (what scripts/ does)',
    ]);
  });
  test.each([
    '[package.metadata]\ndeb = { assets = [] }',
    '[package.metadata]\ndeb.assets = []',
    'metadata.deb.assets = []',
    '[[package.metadata.deb.assets]]\nsource = "a"',
  ])('of another form is not taken for none: %j', (text) => {
    expect(() => readCargoDeb(`[package]\nname = "p"\n${text}\n`)).toThrow(
      /not in a table \[package\.metadata\.deb\]/,
    );
  });
  it('without the table has none', () => expect(readCargoDeb('[package]\nname = "p"\n')).toBeUndefined());
  it('without assets says what to add', () =>
    expect(() => added('section = "net"')).toThrow(/no list of assets: add \["s", "etc\/d", "644"\]/));
  it('that is broken says where', () =>
    expect(() => readCargoDeb('[package]\nname = "p\n')).toThrow(/line 2: expected the end of a string/));
});

describe('documents', () => {
  const section = '## New\n\nText.\n';
  it('get the section behind the one that is meant, and in the contents', () =>
    expect(
      addSection(
        '# T\n\n- [Old One](#old-one)\n  - [Deep](#deep)\n- [Z](#z)\n\n## Old One\n\n### Deep\n\n## Z\n',
        section,
        /old/i,
      ),
    ).toBe(
      '# T\n\n- [Old One](#old-one)\n  - [Deep](#deep)\n- [New](#new)\n- [Z](#z)\n\n## Old One\n\n### Deep\n\n## New\n\nText.\n\n## Z\n',
    ));
  it('else at the end', () =>
    expect(addSection('# T\n\nA.\n\n', section, /old/)).toBe('# T\n\nA.\n\n## New\n\nText.\n'));
  it('once', () =>
    expect(addSection('# T\n\n## New\n\nOther.\n', section, /old/)).toBe('# T\n\n## New\n\nOther.\n'));
  test.each([
    ['# T\n\n## New\n\nText.\n\n## Z\n', 'same'],
    ['# T\r\n\r\n## New\r\n\r\nText.\r\n', 'same'],
    ['# T\n\n## New\n\nOther.\n', 'other'],
    ['# T\n', undefined],
  ])('%j has the section: %s', (document, state) => {
    expect(sectionIn(document, section)).toBe(state);
  });
  it('take no heading from a block of code', () =>
    expect(addSection('## Old\n\n```\n## Z\n```\n', section, /old/i)).toBe(
      '## Old\n\n```\n## Z\n```\n\n## New\n\nText.\n',
    ));
});

describe('a change log', () => {
  const entry = '**New thing**: a text that is long enough to go on in a second line of the log (#1)';
  const item = '- **New thing**: a text that is long enough to go on in a second line of\n  the log (#1)\n';
  const released = '\n## [1.0] - 2026-01-01\n\n### Added\n- Old\n';
  test.each([
    ['nothing', '# C\n\n## [Unreleased]\n', `# C\n\n## [Unreleased]\n\n### Added\n${item}`],
    [
      'another kind',
      '# C\n\n## [Unreleased]\n\n### Fixed\n- x\n',
      `# C\n\n## [Unreleased]\n\n### Fixed\n- x\n\n### Added\n${item}`,
    ],
    [
      'such and others',
      '# C\n\n## Unreleased\n\n### Added\n- x\n\n### Fixed\n- y\n',
      `# C\n\n## Unreleased\n\n### Added\n- x\n${item}\n### Fixed\n- y\n`,
    ],
  ])('that has %s unreleased', (_name, before, after) => {
    expect(addToChangelog(before + released, entry)).toBe(after + released);
    expect(addToChangelog(after + released, entry)).toBe(after + released);
  });
  it('keeps its mark', () =>
    expect(addToChangelog('## Unreleased\n\n### Added\n* x\n', entry)).toContain('\n* **New'));
  it('without that section is refused', () =>
    expect(() => addToChangelog(released, entry)).toThrow(/no section “Unreleased”/));
});

describe('workflows', () => {
  it('check out as the others do', () =>
    expect(
      checkoutOf([
        '  - uses: actions/checkout@aa # v7\n',
        '- uses: actions/checkout@aa # v7\n uses: actions/checkout@v4\n',
      ]),
    ).toBe('actions/checkout@aa # v7'));
  test.each([
    ['- run: sudo apparmor_parser -Q debian/apparmor/p\n', true],
    ['- run: sudo apparmor_parser -Q other\n', false],
    ['# apparmor_parser p\n', false],
  ])('%j parses the profile: %s', (workflow, parses) => {
    expect(readsProfile(workflow, 'apparmor/p')).toBe(parses);
  });
  it('that build a series which is not known here are told', () =>
    expect(unknownSeries(['releases=["jammy","questing"]', '# plucky\n'])).toEqual([
      'questing (Ubuntu 25.10)',
    ]));
});

describe('templates', () => {
  it('are filled', () => expect(fillTemplate('a {{x}} $HOME', { x: '$1' })).toBe('a $1 $HOME'));
  it('have parts that are there or not', () =>
    expect(
      fillTemplate('{{#a}}A{{/a}}{{^a}}B{{/a}}{{#b}}C{{/b}}{{^b}}D{{x}}{{/b}}', { a: 'y', b: '', x: 'E' }),
    ).toBe('ADE'));
  it('ask for nothing else', () => expect(() => fillTemplate('{{y}}', {})).toThrow(/“y”/));
});
