import { describe, expect, test } from 'vitest';
import { generatedPolicies } from '../policies/generated.ts';
import { Random } from '../random.ts';
import { filled, mentionsOf } from './mentions.ts';
import { nearMiss } from './nearMiss.ts';

const text = `
include <tunables/own>
# /not/this
profile p {
  /etc/{passwd,group} r,
  owner "@{DIR}/b c" rw,
  signal send peer=other,
}
`;
const files = [
  { path: 'p', text },
  { path: 'tunables/own', text: '@{DIR}=/srv /opt/*/\n@{DIR}+=/more\n' },
];

describe('what a text mentions', () => {
  const mentions = mentionsOf(files, '/nowhere');

  test('paths, quoted ones too, but not those in comments', () => {
    expect(mentions.paths).toContain('/etc/{passwd,group}');
    expect(mentions.paths).toContain('@{DIR}/b c');
    expect(mentions.paths).not.toContain('/not/this');
  });
  test('names', () => expect(mentions.names).toContain('other'));
  test('variables, from included files, with what is added to them', () => {
    expect(mentions.variables.get('DIR')).toEqual(['/srv', '/opt/*/', '/more']);
  });

  const fill = (pattern: string) => {
    const random = new Random(1);
    return [...new Set(random.times(200, () => filled(pattern, mentions, random)))].sort();
  };
  test('alternatives', () => expect(fill('/a{b,c{d,e}}')).toEqual(['/ab', '/acd', '/ace']));
  test('sets', () => expect(fill('/[xy]z')).toEqual(['/xz', '/yz']));
  test('escapes', () => expect(fill('/a\\*b')).toEqual(['/a*b']));
  test('one star stays in its directory', () => {
    expect(fill('/a/*').every((path) => /^\/a\/[^/]*$/.test(path))).toBe(true);
  });
  test('variables', () => {
    expect(fill('@{DIR}/x').filter((path) => !path.startsWith('/opt/'))).toEqual(['/more/x', '/srv/x']);
  });
});

test('a near miss is mostly another one', () => {
  const random = new Random(3);
  const bytes = Buffer.from('/etc/passwd');
  const changed = random.times(300, () => Buffer.compare(nearMiss(bytes, random), bytes) !== 0);
  expect(changed.filter(Boolean).length).toBeGreaterThan(280);
});

test('the same seed makes the same policies, another one others', () => {
  const texts = (seed: number) => generatedPolicies('5.0.2', seed, 5).map(({ files: [file] }) => file!.text);
  expect(texts(4)).toEqual(texts(4));
  expect(texts(4)).not.toEqual(texts(5));
});

test.each([
  ['3.0.8', /userns|io_uring|mqueue|priority=/],
  ['4.0.1', /priority=/],
])('parser %s is given no rule that it cannot read', (parser, newer) => {
  const texts = generatedPolicies(parser, 1, 60).map(({ files: [file] }) => file!.text);
  expect(texts.join('\n')).not.toMatch(newer);
  expect(
    generatedPolicies('5.0.2', 1, 60)
      .map(({ files: [file] }) => file!.text)
      .join('\n'),
  ).toMatch(newer);
});
