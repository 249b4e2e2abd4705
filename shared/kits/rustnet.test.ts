/** rustnet's kit as data: what it must have, and that its requests are well formed. */
import { describe, expect, test } from 'vitest';
import { rustnet, sources } from './fixtures.ts';
import { indexOf } from './kitIndex.ts';

const fields: Record<string, string[]> = {
  file: ['owner', 'path', 'perms'],
  exec: ['owner', 'path'],
  capability: ['name'],
  network: ['access', 'family', 'local', 'peer', 'protocol', 'type'],
  ptrace: ['access', 'peer'],
  signal: ['access', 'peer', 'signal'],
};
const options = rustnet.groups.flatMap((group) => group.options);

test('every rule of it is one rule', () =>
  expect(indexOf(rustnet).byKey.size).toBe(options.flatMap(({ rules }) => rules).length));
test('every option has a reason of one line and its evidence', () =>
  expect(
    options.filter(({ reason, evidence }) => reason === '' || reason.includes('\n') || evidence.length === 0),
  ).toEqual([]));
test('what is dangerous says so and is off', () =>
  expect(options.find(({ id }) => id === 'sys-admin')).toMatchObject({
    on: false,
    risk: expect.stringContaining('close to root'),
  }));
test('a risk within bounds is not marked as one without: port 53 and any host', () => {
  const dns = rustnet.groups.find(({ id }) => id === 'reverse-dns')!.options;
  expect(dns.map(({ risk, limitedRisk }) => [risk !== undefined, limitedRisk ?? false])).toEqual([
    [true, true],
    [true, false],
    [false, false],
  ]);
});
test('what cannot work says why and is off', () =>
  expect(options.filter((option) => option.unavailable)).toMatchObject([{ id: 'wl-copy', on: false }]));
test('three ways to resolve names', () =>
  expect(rustnet.groups.find(({ id }) => id === 'reverse-dns')!.options.map(({ id }) => id)).toEqual([
    'port-53',
    'any-inet',
    'resolver-socket',
  ]));
test('tunables and local hold nothing but words', () =>
  expect(
    `${sources.tunables}${sources.local}`.split('\n').filter((line) => line !== '' && !line.startsWith('#')),
  ).toEqual([]));
test('no deny rule, which would act in complain mode too, but for what changes nothing and is logged', () =>
  expect(sources.profile.match(/^\s*deny\b[^,]*/gm)).toEqual(['  deny capability fsetid']));

describe('requirements', () => {
  const { requirements } = rustnet;
  test('every criterion that a policy can answer is asked', () =>
    expect([...new Set(requirements.map(({ criterion }) => criterion))]).toEqual([
      'criterion 3',
      'criterion 4',
      'criterion 5',
      'criterion 6',
      'criterion 7',
      'criterion 8',
      'scope',
    ]));
  test.each(requirements.map(({ id, request }) => [id, request] as const))(
    '%s is well formed',
    (_, request) => {
      const { op, ...rest } = request as { op: string; path?: string; perms?: string };
      expect(Object.keys(fields)).toContain(op);
      expect(fields[op]).toEqual(expect.arrayContaining(Object.keys(rest)));
      if (op === 'file' || op === 'exec') expect(rest.path).toMatch(/^\//);
      if (op === 'file') expect(rest.perms).toMatch(/^[rwaklmx]+$/);
    },
  );
  test('no request is asked twice', () =>
    expect(new Set(requirements.map(({ request }) => JSON.stringify(request))).size).toBe(
      requirements.length,
    ));
});
