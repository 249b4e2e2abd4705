/** Requests of every class with values from a policy, as the bytes that a kernel's hooks would ask with. */
import { type ClassRequest, encodeRequest } from '../../shared/policy/classes/index.ts';
import {
  familyNumbers,
  mountFlagNumbers,
  protocolNumbers,
  signalNumbers,
  socketAccess,
  typeNumbers,
} from '../../shared/policy/classes/numbers.ts';
import type { Kernel } from '../../shared/policy/kernel.ts';
import { mqueueAccess } from '../../shared/policy/requests.ts';
import {
  busNames,
  devices,
  fileSystems,
  interfaces,
  labels,
  literalPath,
  members,
} from '../policies/words.ts';
import type { Random } from '../random.ts';
import { filled, type Mentions } from './mentions.ts';

const keys = (table: object) => Object.keys(table);

interface Source {
  random: Random;
  path: () => string;
  name: (usual: readonly string[]) => string;
}

const makers: ((source: Source) => ClassRequest)[] = [
  ({ random }) => ({
    op: 'network',
    family: random.pick(
      random.chance(0.7) ? ['inet', 'inet6', 'netlink', 'packet', 'unix'] : keys(familyNumbers),
    ),
    type: random.pick(keys(typeNumbers)),
    ...(random.chance(0.5) ? { protocol: random.pick(keys(protocolNumbers)) } : {}),
    access: [random.pick(keys(socketAccess))],
  }),
  ({ random, name }) => ({
    op: 'unix',
    type: random.pick(['stream', 'dgram', 'seqpacket', 'raw']),
    access: [random.pick(keys(socketAccess))],
    ...(random.chance(0.5) ? { protocol: random.below(3) } : {}),
    ...(random.chance(0.5) ? { addr: random.pick(['none', '@abc', '@a', `@${name(['ab', 'bc'])}`]) } : {}),
    ...(random.chance(0.6)
      ? {
          peerAddr: random.pick(['none', '@abc', '@ab', `@${name(['a', 'ac'])}`]),
          peer: name(labels),
        }
      : {}),
  }),
  ({ random, name }) => ({
    op: 'ptrace',
    access: random.pick(['trace', 'read', 'tracedby', 'readby']),
    peer: name(labels),
  }),
  ({ random, name }) => ({
    op: 'signal',
    access: random.pick(['send', 'receive']),
    signal: random.pick([...keys(signalNumbers), 'rtmin+0', 'rtmin+5', 'rtmin+32']),
    peer: name(labels),
  }),
  ({ random, name, path }) => ({
    op: 'dbus',
    access: random.pick(['send', 'receive', 'bind', 'eavesdrop']),
    bus: random.pick(['system', 'session', 'accessibility', 'x']),
    name: name(busNames),
    peer: name(labels),
    path: path(),
    interface: name(interfaces),
    member: name(members),
  }),
  ({ random, name, path }) => ({
    op: 'mount',
    target: path(),
    ...(random.chance(0.8) ? { source: random.chance(0.5) ? random.pick(devices) : path() } : {}),
    ...(random.chance(0.7) ? { fstype: name(fileSystems) } : {}),
    flags: random.some(keys(mountFlagNumbers), 0.08),
    ...(random.chance(0.3) ? { data: 'size=1m,mode=755' } : {}),
  }),
  ({ path }) => ({ op: 'umount', target: path() }),
  ({ path }) => ({ op: 'pivot_root', newRoot: directory(path()), oldRoot: directory(path()) }),
  () => ({ op: 'userns' }),
  ({ random, name }) => ({
    op: 'io_uring',
    access: random.pick(['sqpoll', 'override_creds']),
    label: name(labels),
  }),
  ({ random, name }) => ({
    op: 'mqueue',
    access: [random.pick(mqueueAccess)],
    name: random.pick(['/q', '/q1', '/qx', '/ab', '/ac', '/']),
    ...(random.chance(0.4) ? { label: name(labels) } : {}),
  }),
];

const directory = (path: string) => (path.endsWith('/') ? path : `${path}/`);

/**
 * A random request, as everything the kernel could stop at: class byte and bytes, for each way of asking and each prefix
 * of it that a hook looks at. Empty where a kernel never asks such a thing.
 */
export function requestBytes(mentions: Mentions, kernel: Kernel, random: Random): Uint8Array[] {
  const source: Source = {
    random,
    path: () =>
      mentions.paths.length > 0 && random.chance(0.7)
        ? filled(random.pick(mentions.paths), mentions, random)
        : literalPath(random),
    name: (usual) =>
      mentions.names.length > 0 && random.chance(0.4)
        ? filled(random.pick(mentions.names), mentions, random)
        : random.pick(usual),
  };
  const encoded = encodeRequest(random.pick(makers)(source), kernel);
  if ('unmediated' in encoded) return [];
  return encoded.walks.flatMap(({ ways }) =>
    ways.flatMap(({ mediationClass, chunks }) =>
      chunks.map((_, last) =>
        Buffer.concat([
          Uint8Array.of(mediationClass),
          ...chunks.slice(0, last + 1).map(({ bytes }) => bytes),
        ]),
      ),
    ),
  );
}
