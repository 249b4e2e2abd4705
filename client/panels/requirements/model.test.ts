import { expect, test } from 'vitest';
import type { KitRequirement } from '../../../shared/kits/schema.ts';
import { criteriaWords, groupRequirements, requestWords } from './model.ts';

test.each([
  [['criterion 3', 'criterion 3'], 'criterion 3'],
  [['criterion 4', 'criterion 5'], 'criteria 4, 5'],
  [['scope'], 'scope'],
  [['criterion 8', 'scope'], 'criterion 8 and scope'],
])('%j is %s', (criteria, words) => expect(criteriaWords(criteria)).toBe(words));

test('groups keep the kit’s order and gather what is apart', () => {
  const one = (group: string, criterion: string) => ({ group, criterion, id: criterion }) as KitRequirement;
  expect(
    groupRequirements([one('A', 'criterion 1'), one('B', 'scope'), one('A', 'criterion 2')]).map(
      ({ title, criteria, requirements }) => [title, criteria, requirements.length],
    ),
  ).toEqual([
    ['A', 'criteria 1, 2', 2],
    ['B', 'scope', 1],
  ]);
});

test.each([
  [{ op: 'file', path: '/etc/shadow', perms: 'r', owner: true }, 'r /etc/shadow, as its owner'],
  [{ op: 'file', path: '/tmp/a', perms: 'w', owner: false }, 'w /tmp/a'],
  [{ op: 'exec', path: '/usr/bin/dash', owner: false }, 'execute /usr/bin/dash'],
  [{ op: 'capability', name: 'net_raw' }, 'use the capability net_raw'],
  [
    {
      op: 'network',
      family: 'inet',
      type: 'dgram',
      protocol: 'udp',
      access: ['connect', 'send'],
      peer: { ip: '203.0.113.7', port: 53 },
    },
    'connect, send inet dgram udp to 203.0.113.7:53',
  ],
  [
    {
      op: 'network',
      family: 'inet6',
      type: 'stream',
      access: ['connect'],
      peer: { ip: '2001:db8::7', port: 443 },
    },
    'connect inet6 stream to [2001:db8::7]:443',
  ],
  [
    {
      op: 'network',
      family: 'inet',
      type: 'stream',
      access: ['listen'],
      local: { ip: '0.0.0.0', port: 4444 },
    },
    'listen inet stream from 0.0.0.0:4444',
  ],
  [{ op: 'signal', access: 'send', signal: 'kill', peer: 'unconfined' }, 'send signal kill, peer unconfined'],
  [{ op: 'mount', source: '/dev/sda', flags: ['ro'] }, 'mount source=/dev/sda flags=["ro"]'],
])('%j in words', (request, words) => expect(requestWords(request)).toBe(words));
