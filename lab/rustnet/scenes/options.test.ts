import { expect, test } from 'vitest';
import { outcome } from './options.ts';

test.each([
  ['', 'no report'],
  ['{"process":{"name":"browser"},"remote":{"ip":"216.160.83.56"}}', 'processes, connections'],
  ['a\nError: Permission denied (os error 13)\n', 'no report; “Error: Permission denied (os error 13)”'],
  ['▎ Live Connections\n  backup (9)  files.milton.example:22', 'a screen, names, others’ processes'],
])('%j comes to %s', (text, said) => {
  expect(outcome(text)).toBe(said);
});
