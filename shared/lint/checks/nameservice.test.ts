import { expect, test } from 'vitest';
import { diagnostics, findings, fixed } from '../testing.ts';

const code = 'nameservice';
const narrow = 'network (connect, send, receive) inet dgram port=0 peer=(port=53),';
const include = 'include <abstractions/nameservice>';

test.each([
  [`${narrow}\n${include}`, [include]],
  [`${narrow}\nnetwork inet dgram,`, ['network inet dgram,']],
  [`${narrow}\nnetwork udp,`, ['network udp,']],
  [`${narrow}\nnetwork,`, ['network,']],
  [`${narrow}\nnetwork connect inet,`, ['network connect inet,']],
  [`${narrow}\nnetwork inet stream,`, []],
  [`${narrow}\nnetwork bind inet dgram,`, []],
  [`${narrow}\ndeny network inet dgram,`, []],
  [`${narrow}\ninclude <abstractions/nameservice-strict>`, []],
  [include, []],
])('%s', (text, marked) => expect(findings(text, code)).toEqual(marked));

test('names every rule that it voids', () =>
  expect(
    diagnostics(`${narrow}\n${narrow.replace('inet', 'inet6')}\n${include}`, code)[0]!.related,
  ).toHaveLength(2));

test('the fix is the abstraction without network', () =>
  expect(fixed(`${narrow}\n${include}`, code)).toBe(`${narrow}\ninclude <abstractions/nameservice-strict>`));
