/** Whatever is given for a tunable is refused with the reason, or written so that the real parser takes the profile. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkTunableValue, renderKit } from '../../shared/kits/index.ts';
import { printFeatures } from '../../shared/targets/features.ts';
import { findTarget } from '../../shared/targets/targets.ts';
import { loadKit } from '../kits.ts';
import { parsersForTests } from '../toolchains/forTests.ts';
import { compareVersions } from '../toolchains/version.ts';
import { temporaryFolder } from './forTests.ts';

const parsers = await parsersForTests();
parsers.sort((a, b) => compareVersions(a.version, b.version));
const newest = parsers.at(-1);
const { kit, files } = await loadKit(join(import.meta.dirname, '../../public/kits'), 'rustnet');
const sources = { profile: files.profile.text, tunables: files.tunables.text, local: files.local.text };
const folder = temporaryFolder();

/** What the parser says of the kit with a value for its directories of logs; undefined where it takes it. */
function refusal(value: string, parser: NonNullable<typeof newest>, target: string): string | undefined {
  const place = join(folder, 'policy');
  const features = join(folder, 'features');
  writeFileSync(features, printFeatures(findTarget(target)!.features.tree));
  const rendered = renderKit(kit, sources, {
    target,
    tunables: { RUSTNET_LOG_DIR: ['/var/log/rustnet', value] },
  });
  for (const { path, text } of rendered) {
    mkdirSync(join(place, dirname(path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
  const [command, ...before] = parser.command;
  const words = [
    ...before,
    '-QKT',
    '-j0',
    '--config-file',
    '/dev/null',
    '-I',
    place,
    '-b',
    parser.base,
    '-M',
    features,
  ];
  try {
    execFileSync(command!, [...words, join(place, rendered[0]!.path)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr);
  }
}

/** A release whose form of the profile the parser reads. */
function targetOf(version: string): string {
  if (compareVersions(version, '5.0') >= 0) return 'ubuntu-26.04';
  return compareVersions(version, '4.0') >= 0 ? 'debian-13' : 'debian-12';
}

/** Text with the characters that mean something to AppArmor's language, to a shell, or to a path. */
const awkward = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'/ "\'\\,#!@${}[]()*?^|;&<>~=+-.%:_'.split(''),
        '..',
        '/../',
        '\n',
        '\t',
        '@{HOME}',
        '\u00e9',
        '\u{1f980}',
        '\u2028',
        '\u00a0',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const value = fc.oneof(
  awkward,
  awkward.map((text) => `/srv/${text}`),
);

describe.skipIf(!newest)('a directory of logs, of any text', () => {
  const each = parsers.map((parser) => [parser.version, targetOf(parser.version), parser] as const);
  test.each(each)('is refused, or compiles: parser %s, for %s', (_version, target, parser) => {
    let compiled = 0;
    fc.assert(
      fc.property(value, (text) => {
        if (checkTunableValue('directory', text) !== undefined) return;
        compiled++;
        expect(refusal(text, parser, target)).toBeUndefined();
      }),
      { numRuns: 100 },
    );
    expect(compiled).toBeGreaterThan(10);
  });

  test.each(['captures', '/', '/srv/../etc', '/srv/a"b', '/srv/a\nb', '/srv/\ufffd', '..', ''])(
    '%j is refused',
    (text) => {
      expect(checkTunableValue('directory', text)).toBeTypeOf('string');
    },
  );
  test.each(['/srv/my captures', "/srv/it's", '/srv/a#b', '/srv/{a,b}', '/srv/a=b', '/srv/(x)', '/srv/é'])(
    '%j compiles',
    (text) => {
      expect(checkTunableValue('directory', text)).toBeUndefined();
      expect(refusal(text, newest!, 'ubuntu-26.04')).toBeUndefined();
    },
  );
});
