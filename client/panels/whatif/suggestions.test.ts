import { expect, test } from 'vitest';
import { sampleOf, suggestions } from './suggestions.ts';

test.each([
  ['/etc/shadow', '/etc/shadow'],
  ['@{HOME}/.ssh/**', '/home/ada/.ssh/any'],
  ['@{PROC}/@{pid}/fd/', '/proc/42/fd/'],
  ['/usr/{bin,sbin}/x', '/usr/bin/x'],
  ['/dev/tty[0-9]*', '/dev/tty0'],
  ['/tmp/a?.log', '/tmp/aa.log'],
  ['@{OTHER}/x', undefined],
])('%s may be asked as %s', (pattern, sample) => expect(sampleOf(pattern)).toBe(sample));

test('paths, profiles, hats and peers of the texts are suggested, once each', () => {
  const text = `profile ping /usr/bin/ping {
  owner @{HOME}/.pingrc r,
  /etc/hosts r,
  /etc/hosts k,
  signal send peer=(label=sshd),
  ^HAT { }
}`;
  const { paths, labels, hats } = suggestions([text], [{ op: 'exec', path: '/bin/true' }]);
  expect(paths).toEqual(
    expect.arrayContaining(['/usr/bin/ping', '/home/ada/.pingrc', '/etc/hosts', '/bin/true']),
  );
  expect(paths.filter((path) => path === '/etc/hosts')).toHaveLength(1);
  expect(labels).toEqual(['unconfined', 'ping', 'sshd']);
  expect(hats).toEqual(['HAT']);
});
