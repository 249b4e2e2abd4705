import { describe, expect, test } from 'vitest';
import { Workspace } from '../language/workspace.ts';
import { lint } from '../lint/index.ts';
import { checkFacts } from '../lint/table.ts';
import { answersFor } from './answers.ts';
import { bodyFile, makeKit, rustnet, shipped } from './fixtures.ts';
import { setOption } from './options.ts';
import { editFiles } from './render.ts';
import type { OpenFile } from './state.ts';

const found = (files: readonly OpenFile[]) => {
  const { path } = files[0]!;
  return lint(new Workspace({ files }), path).map((one) => ({ ...one, path }));
};
const answered = (kit = rustnet, files: readonly OpenFile[] = shipped()) => {
  const answer = answersFor(kit, files);
  return found(files).map((finding) => ({ ...finding, answer: answer(finding) }));
};
const small = () => {
  const kit = makeKit({ g: { id: ['capability setuid,'] } });
  Object.assign(kit.groups[0]!.options[0]!, { answers: ['dangerous-capability'], reason: 'Drops root' });
  return kit;
};
const answersIn = (...lines: string[]) =>
  answered(small(), bodyFile(...lines))
    .filter(({ code }) => code === 'dangerous-capability')
    .map(({ answer }) => answer?.reason);

describe('a kit answers', () => {
  test('at the rules of its options, with their reason', () =>
    expect(answersIn('capability setuid,')).toEqual(['Drops root']));
  test('for the same rule in another form', () =>
    expect(answersIn('allow   capability  setuid , # why')).toEqual(['Drops root']));
  test('for its own word among others, and for that only', () =>
    expect(answersIn('capability setuid sys_admin,')).toEqual(['Drops root', undefined]));
  test('for no other rule', () => expect(answersIn('capability setgid,')).toEqual([undefined]));
  test('for no other check', () => {
    const answer = answersFor(small(), bodyFile('capability setuid,'));
    expect(answer({ path: 'p', start: 15, code: 'wide-path' })).toBeUndefined();
  });
  test('in its own file only', () => {
    const answer = answersFor(small(), bodyFile('capability setuid,'));
    expect(answer({ path: 'other', start: 15, code: 'dangerous-capability' })).toBeUndefined();
  });
  test('for nothing where there is none', () =>
    expect(answersFor(undefined, shipped())({ path: 'p', start: 0, code: 'wide-path' })).toBeUndefined());
});

describe('rustnet’s', () => {
  test('names checks that there are', () => {
    const known = checkFacts.map(({ code }) => code);
    const named = rustnet.groups.flatMap(({ options }) => options.flatMap(({ answers = [] }) => answers));
    expect(named.filter((code) => !known.includes(code))).toEqual([]);
  });
  test('answers for every warning about its capabilities', () =>
    expect(answered().filter(({ severity, answer }) => severity === 'warning' && !answer)).toEqual([]));
  test('does not answer for the capability it advises against', () => {
    const files = editFiles(shipped(), setOption(rustnet, shipped(), 'ebpf/sys-admin', true));
    expect(
      answered(rustnet, files).filter(({ severity, answer }) => severity !== 'hint' && !answer),
    ).toMatchObject([{ message: expect.stringContaining('sys_admin') }]);
  });
});
