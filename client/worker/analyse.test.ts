import { expect, test } from 'vitest';
import { editFiles } from '../../shared/kits/render.ts';
import type { OpenFile } from '../../shared/kits/state.ts';
import { analyse, editsFor, Reader } from './analyse.ts';

const profile = (text: string): OpenFile[] => [{ role: 'profile', path: 'p', text }];
const look = (files: OpenFile[]) => analyse(new Reader(), undefined, files);

test('finds errors with the file they are in and where', () => {
  const { diagnostics } = look(profile('profile a {\n  capability nonsense,\n}\n'));
  expect(diagnostics).toMatchObject([
    { file: 'p', severity: 'error', source: 'syntax', range: { start: { line: 1, character: 13 } } },
  ]);
});

test('a local override is read as rules, not as a file of profiles', () => {
  const local: OpenFile = { role: 'local', path: 'local/p', text: '/srv/** r,\n' };
  expect(look([...profile('profile a {\n}\n'), local]).diagnostics).toEqual([]);
});

test('broken text still gives the panels a state', () =>
  expect(look(profile('profile a {\n  capability bpf,\n  /x (((\n')).state.groups.length).toBeGreaterThan(0));

test('profiles with their lines and modes; a hat has its parent’s mode', () => {
  const { profiles } = look(
    profile('# c\nprofile a flags=(complain) {\n  hat b {\n    /x r,\n  }\n}\n/bin/c {\n}\n'),
  );
  expect(profiles).toEqual([
    { path: 'p', headerLine: 1, lastLine: 5, mode: 'complain', depth: 0 },
    { path: 'p', headerLine: 2, lastLine: 4, mode: 'complain', depth: 1 },
    { path: 'p', headerLine: 6, lastLine: 7, mode: 'enforce', depth: 0 },
  ]);
});

test('a change becomes edits of the text', () => {
  const files = profile('profile a {\n}\n');
  const edits = editsFor(new Reader(), undefined, files, { kind: 'mode', mode: 'complain' });
  expect(editFiles(files, edits)[0]!.text).toBe('profile a flags=(complain) {\n}\n');
});

test('the same text is read once', () => {
  const reader = new Reader();
  const [file] = profile('profile a {\n}\n');
  expect(reader.parse(file!)).toBe(reader.parse({ ...file! }));
  expect(reader.parse(file!)).not.toBe(reader.parse({ ...file!, text: 'profile b {\n}\n' }));
});
