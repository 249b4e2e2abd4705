import { expect, test } from 'vitest';
import { compared, outcome } from './options.ts';

test.each([
  ['', 'no report'],
  ['{"process":{"name":"browser"},"remote":{"ip":"216.160.83.56"}}', 'processes, connections'],
  ['{"error":null,"state":"failed"}', 'no report'],
  ['a\nError: Permission denied (os error 13)\n', 'no report; “Error: Permission denied (os error 13)”'],
  ['▎ Live Connections\n  backup (9)  files.milton.example:22', 'a screen, names, others’ processes'],
])('%j comes to %s', (text, said) => {
  expect(outcome(text)).toBe(said);
});

test.each([
  ['names', 'no names', 0, 'fails without it'],
  ['names', 'names', 2, 'refusals without it'],
  ['names', 'names', 1, 'nothing changed'],
])('with the option %j, without it %j and %i records: %s', (before, after, count, said) => {
  const records = ['one', 'two'].slice(0, count);
  expect(compared({ seen: before, records: ['one'] }, { seen: after, records }).outcome).toBe(said);
});
