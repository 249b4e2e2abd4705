import fc from 'fast-check';
import { expect, test } from 'vitest';
import { operations, type Request } from '../../../shared/policy/requests.ts';
import {
  beginnings,
  type FormOperation,
  forms,
  operationWords,
  requestOf,
  sameRequest,
  valuesOf,
} from './form.ts';

const ops = Object.keys(forms) as FormOperation[];

test('every operation has a form, raw bytes apart', () => {
  expect([...ops, 'raw'].sort()).toEqual([...operations].sort());
  expect(Object.keys(operationWords).sort()).toEqual([...ops].sort());
  expect(Object.keys(beginnings).sort()).toEqual([...ops].sort());
});

test.each<[FormOperation, Parameters<typeof requestOf>[1], unknown]>([
  [
    'file',
    { perms: ['r', 'w'], path: '/tmp/a ', owner: true },
    { op: 'file', perms: 'rw', path: '/tmp/a', owner: true },
  ],
  ['file', { perms: ['r'], path: '/tmp/a', owner: false }, { op: 'file', perms: 'r', path: '/tmp/a' }],
  [
    'network',
    { access: ['connect'], family: 'inet', type: 'dgram', protocol: '', peerIp: '9.9.9.9', peerPort: '53' },
    { op: 'network', access: ['connect'], family: 'inet', type: 'dgram', peer: { ip: '9.9.9.9', port: 53 } },
  ],
  [
    'network',
    { access: ['send'], family: 'inet', type: 'dgram', connected: true, localPort: '0' },
    { op: 'network', access: ['send'], family: 'inet', type: 'dgram', peer: 'none', local: { port: 0 } },
  ],
  ['userns', {}, { op: 'userns' }],
])('%s with %j asks %j', (op, values, request) => expect(requestOf(op, values)).toEqual(request));

test.each<[FormOperation, Parameters<typeof requestOf>[1], string]>([
  ['exec', { path: '' }, 'A request “exec” needs “program”.'],
  ['exec', { path: 'bin/sh' }, '“program” must be a path that starts with “/”.'],
  [
    'network',
    { access: ['send'], family: 'inet', type: 'dgram', peerPort: 'x' },
    'The peer port must be a number from 0 to 65535.',
  ],
  [
    'network',
    { access: ['send'], family: 'inet', type: 'dgram', peerPort: '70000' },
    '“peer.port” must be a whole number from 0 to 65535.',
  ],
])('%s with %j lacks something: %s', (op, values, problem) =>
  expect(requestOf(op, values)).toEqual({ problem }),
);

test('a form gives back the request that it was filled with', () => {
  const requests = ops
    .map((op) => requestOf(op, beginnings[op]))
    .filter((request): request is Request => !('problem' in request));
  expect(requests.length).toBeGreaterThan(12);
  const endpoint = fc.record(
    { ip: fc.constantFrom('127.0.0.1', '::1'), port: fc.nat(65535) },
    { requiredKeys: [] },
  );
  const network = fc.record(
    {
      op: fc.constant('network' as const),
      family: fc.constantFrom('inet', 'inet6'),
      type: fc.constantFrom('stream', 'dgram'),
      protocol: fc.constantFrom('udp', 'tcp'),
      access: fc.uniqueArray(fc.constantFrom('connect', 'send', 'receive'), { minLength: 1 }),
      peer: fc.oneof(
        fc.constant('none' as const),
        endpoint.filter((end) => Object.keys(end).length > 0),
      ),
    },
    { requiredKeys: ['op', 'family', 'type', 'access'] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...requests), network as fc.Arbitrary<Request>), (request) => {
      const { op, values } = valuesOf(request)!;
      expect(requestOf(op, values)).toEqual(request);
    }),
  );
});

test('requests are the same whatever the order of their fields, and whether no owner is said', () => {
  const one: Request = { op: 'file', path: '/a', perms: 'r', owner: false };
  expect(sameRequest(one, { perms: 'r', path: '/a', op: 'file' })).toBe(true);
  expect(sameRequest(one, { ...one, owner: true })).toBe(false);
});
