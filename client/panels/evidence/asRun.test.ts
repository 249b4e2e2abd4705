import { expect, test } from 'vitest';
import { rustnet, sources } from '../../../shared/kits/fixtures.ts';
import { renderKit } from '../../../shared/kits/index.ts';
import { readState } from '../../../shared/kits/read.ts';
import type { Rendering } from '../../../shared/kits/render.ts';
import { parse } from '../../../shared/syntax/index.ts';
import { optionWords, otherThanRun } from './asRun.ts';

const target = 'debian-13';
const socket = { options: { 'reverse-dns': 'resolver-socket' } };

const stateOf = (rendering: Rendering, edit = (text: string) => text) =>
  readState(
    rustnet,
    renderKit(rustnet, sources, rendering).map((file) => {
      const text = file.role === 'profile' ? edit(file.text) : file.text;
      return { ...file, text, tree: parse(text).tree };
    }),
  );

test.each<[string, Rendering, { options: Record<string, string | boolean> }]>([
  ['as recommended', { target }, { options: {} }],
  ['recommended, in another mode', { target, mode: 'enforce' }, { options: {} }],
  ['with the run’s own options', { target, ...socket }, socket],
])('%s is the text that was run', (_, rendering, form) =>
  expect(otherThanRun(rustnet, stateOf(rendering), form, target, false)).toEqual([]),
);

test.each<[string, Rendering, { options: Record<string, string | boolean> }, string]>([
  ['another way to names', { target }, socket, 'Reverse DNS'],
  ['an option off', { target, options: { 'output/tmp': false } }, { options: {} }, 'Logging and export'],
  [
    'a value of one’s own',
    { target, tunables: { RUSTNET_LOG_DIR: ['/srv/log'] } },
    { options: {} },
    'Tunables',
  ],
])('%s is named', (_, rendering, form, title) =>
  expect(otherThanRun(rustnet, stateOf(rendering), form, target, false)).toEqual([title]),
);

test('a rule of one’s own is named', () => {
  const state = stateOf({ target }, (text) => text.replace(/\n}\s*$/, '\n  /srv/x r,\n}\n'));
  expect(otherThanRun(rustnet, state, { options: {} }, target, false)).toEqual(['Other rules']);
});
test('rules of the site are named', () =>
  expect(otherThanRun(rustnet, stateOf({ target }), { options: {} }, target, true)).toEqual(['Site rules']));
test('a comment is not', () => {
  const state = stateOf({ target }, (text) => `# mine\n${text}`);
  expect(otherThanRun(rustnet, state, { options: {} }, target, false)).toEqual([]);
});

test('options are told in the kit’s words', () => {
  expect(
    optionWords(rustnet, { options: { ...socket.options, 'names/sockets': false, 'gone/x': true } }),
  ).toEqual([
    expect.stringMatching(/^Reverse DNS: \S/),
    expect.stringMatching(/^Name[^:]*: .* off$/),
    'gone: x on',
  ]);
});
