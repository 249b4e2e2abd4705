/** Every message for which apparmor_parser gives no line, provoked with each real parser at hand: it has its place. */
import { afterAll, describe, expect, test } from 'vitest';
import { findTarget } from '../../../shared/targets/targets.ts';
import { chooseToolchain } from '../../toolchains/choose.ts';
import { parsersForTests } from '../../toolchains/forTests.ts';
import { checkPolicy, closeParsers } from '../check.ts';
import { placeOf, readMarks } from './marks.ts';

const toolchains = await parsersForTests();
const targets = ['debian-12', 'debian-13', 'debian-sid'].filter((id) => {
  const choice = chooseToolchain(findTarget(id)!, toolchains);
  return choice && !choice.borrowed;
});
afterAll(closeParsers);

interface Lineless {
  name: string;
  code: string;
  files: Record<string, string>;
  /** Of those parsers only. */
  only?: string[];
}

const t = (rules: string) => `profile t /bin/x {\n${rules}\n}\n`;
const deep = `${'{a,'.repeat(51)}b${'}'.repeat(51)}`;

const messages: Lineless[] = [
  {
    name: 'a brace that is not closed',
    code: 'parser-pattern',
    files: { p: t('  /a r,\n  «/etc/{passwd,group» r,') },
  },
  { name: 'a bracket that is not closed', code: 'parser-pattern', files: { p: t('  «/etc/[ab» r,') } },
  { name: 'a bracket that closes nothing', code: 'parser-pattern', files: { p: t('  /b r,\n  «/a]b» r,') } },
  { name: 'one alternative', code: 'parser-pattern', files: { p: t('  «/a/{b}» r,') } },
  { name: 'braces too deep', code: 'parser-pattern', files: { p: t(`  «/${deep}» r,`) } },
  {
    name: 'a backslash at the end, found by bisecting',
    code: 'parser-pattern',
    files: { p: t('  /a r,\n  «"/a\\" r,»\n  /b r,') },
  },
  {
    name: 'a pattern that a variable breaks',
    code: 'parser-pattern',
    files: { p: `@{A}={x\n${t('  /b r,\n  «/a/@{A}/c» r,')}` },
  },
  {
    name: 'an undeclared variable',
    code: 'parser-variable-unknown',
    files: { p: t('  /a r,\n  /x/«@{FOO}»/b r,') },
  },
  {
    name: 'an undeclared variable in an included file',
    code: 'parser-variable-unknown',
    files: { p: t('  include <local/p>'), 'local/p': '# mine\n«@{FOO}»/b r,\n' },
  },
  {
    name: 'variables that refer to each other',
    code: 'parser-variable-loop',
    files: { p: `«@{A}»=@{B}\n«@{B}»=@{A}\n${t('  @{A}/x r,')}` },
  },
  {
    name: 'two profiles of one name',
    code: 'parser-profile-twice',
    files: { p: `${t('  /a r,')}«profile t /bin/x »{\n}\n` },
  },
  {
    name: 'one path run in two ways',
    code: 'parser-exec-conflict',
    files: { p: t('  «/bin/*» ix,\n  /bin/* r,\n  «/bin/*» px,') },
  },
  {
    name: 'overlapping patterns run in two ways',
    code: 'parser-exec-conflict',
    files: { p: t('  /usr/bin/* ux,\n  «/bin/*» ix,\n  «/bin/a*» px,') },
  },
  {
    name: 'the same with a variable, which is no longer seen in the message',
    code: 'parser-exec-conflict',
    files: { p: `@{B}=/bin /usr/bin\n${t('  «@{B}/*» ix,\n  «/usr/bin/a*» px,')}` },
  },
  {
    name: 'the same, one of them in an included file',
    code: 'parser-exec-conflict',
    files: { p: t('  include <local/p>\n  «/bin/a*» px,'), 'local/p': '/usr/** r,\n«/bin/*» ix,\n' },
  },
  {
    name: 'too many states',
    code: 'parser-too-many-states',
    files: { p: t(`  /b/* r,\n  «/**a${'?'.repeat(15)}» r,`) },
    // The kernel of sid holds more.
    only: ['debian-12', 'debian-13'],
  },
];

describe.skipIf(targets.length === 0)('a message without a line has its place', () => {
  for (const target of targets)
    for (const { name, code, files: marked, only } of messages)
      test.skipIf(only && !only.includes(target))(`${name} (${target})`, async () => {
        const files = Object.entries(marked).map(([path, text]) => readMarks(path, text));
        const { verdict, diagnostics } = await checkPolicy({ files, target }, { timeoutMs: 60_000 });
        expect(verdict).toBe('invalid');
        const found = diagnostics.filter((each) => each.code === code);
        expect(found.map(placeOf).sort()).toEqual(files.flatMap((file) => file.marks).sort());
        for (const each of found.filter(() => found.length === 2)) {
          const [other] = found.filter((one) => one !== each);
          expect(each.related).toEqual([expect.objectContaining({ file: other!.file, range: other!.range })]);
        }
      });
});
