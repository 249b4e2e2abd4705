/** What If's form: which fields an operation has, and requests made of them and read back into them. */
import {
  capabilityNumbers,
  familyNumbers,
  mountFlagNone,
  mountFlagNumbers,
  protocolNumbers,
  signalNumbers,
  socketAccess,
  typeNumbers,
} from '../../../shared/policy/classes/numbers.ts';
import {
  mqueueAccess,
  type Operation,
  type Request,
  RequestProblem,
  readRequest,
} from '../../../shared/policy/requests.ts';

/** Where a text field's suggestions come from. */
export type Suggests = 'paths' | 'addresses' | 'labels' | 'hats' | 'buses' | 'names' | 'filesystems';

export type Field =
  | { kind: 'choice'; name: string; label: string; options: readonly string[]; optional?: true }
  /** Several of a few words. */
  | { kind: 'several'; name: string; label: string; options: readonly string[] }
  /** Letters, such as `rw`, each with its meaning. */
  | { kind: 'letters'; name: string; label: string; options: Readonly<Record<string, string>> }
  | {
      kind: 'text';
      name: string;
      label: string;
      optional?: true;
      suggests?: Suggests;
      /** What it is where nothing is written. */
      empty?: string;
      /** In characters. */
      width?: number;
    }
  | { kind: 'number'; name: string; label: string; optional: true; empty: string }
  | { kind: 'flag'; name: string; label: string };

export type Values = Readonly<Record<string, string | readonly string[] | boolean>>;

const keys = (numbers: Readonly<Record<string, number>>) => Object.keys(numbers);
const path = (label: string, name = 'path'): Field => ({
  kind: 'text',
  name,
  label,
  suggests: 'paths',
  width: 30,
});
const owner: Field = { kind: 'flag', name: 'owner', label: 'its own file' };
const label = (name: string, words: string, optional?: true): Field => ({
  kind: 'text',
  name,
  label: words,
  suggests: 'labels',
  width: 16,
  ...(optional && { optional, empty: 'any' }),
});
const text = (name: string, words: string, suggests?: Suggests, width = 18): Field => ({
  kind: 'text',
  name,
  label: words,
  optional: true,
  empty: 'any',
  width,
  ...(suggests && { suggests }),
});
const choice = (name: string, words: string, options: readonly string[]): Field => ({
  kind: 'choice',
  name,
  label: words,
  options,
});
const access: Field = { kind: 'several', name: 'access', label: 'access', options: keys(socketAccess) };

/** The fields of every operation, in the order in which they are read. */
export const forms: Readonly<Record<Exclude<Operation, 'raw'>, readonly Field[]>> = {
  file: [
    {
      kind: 'letters',
      name: 'perms',
      label: 'access',
      options: { r: 'read', w: 'write', a: 'append', k: 'lock', l: 'link', m: 'map', x: 'run' },
    },
    path('path'),
    owner,
  ],
  exec: [path('program'), owner],
  link: [path('new name'), path('of', 'target'), owner],
  change_profile: [
    label('target', 'profile'),
    { ...(path('on start of', 'exec') as Field & { kind: 'text' }), optional: true, empty: 'at once' },
  ],
  change_hat: [{ kind: 'text', name: 'hat', label: 'hat', suggests: 'hats', width: 18 }],
  attach: [path('program')],
  capability: [choice('name', 'capability', keys(capabilityNumbers))],
  network: [
    access,
    choice('family', 'family', keys(familyNumbers)),
    choice('type', 'type', keys(typeNumbers)),
    { kind: 'choice', name: 'protocol', label: 'protocol', options: keys(protocolNumbers), optional: true },
    text('peerIp', 'peer', 'addresses', 13),
    { kind: 'number', name: 'peerPort', label: 'port', optional: true, empty: 'any' },
    text('localIp', 'local', 'addresses', 10),
    { kind: 'number', name: 'localPort', label: 'local port', optional: true, empty: 'any' },
    { kind: 'flag', name: 'connected', label: 'on a connected socket (no address given)' },
  ],
  unix: [
    access,
    choice('type', 'type', ['stream', 'dgram', 'seqpacket']),
    text('addr', 'own address', 'names'),
    text('peerAddr', 'peer address', 'names'),
    label('peer', 'peer profile', true),
  ],
  ptrace: [
    choice('access', 'access', ['trace', 'read', 'tracedby', 'readby']),
    label('peer', 'peer profile'),
  ],
  signal: [
    choice('access', 'access', ['send', 'receive']),
    choice('signal', 'signal', keys(signalNumbers)),
    label('peer', 'peer profile'),
  ],
  dbus: [
    choice('access', 'access', ['send', 'receive', 'bind', 'eavesdrop']),
    { kind: 'text', name: 'bus', label: 'bus', suggests: 'buses', width: 9 },
    text('name', 'name', 'names', 28),
    text('path', 'path', undefined, 28),
    text('interface', 'interface', undefined, 28),
    text('member', 'member'),
    label('peer', 'peer profile', true),
  ],
  mount: [
    text('source', 'source', 'paths', 22),
    path('on', 'target'),
    text('fstype', 'type', 'filesystems', 10),
    {
      kind: 'several',
      name: 'flags',
      label: 'flags',
      options: [...keys(mountFlagNumbers), ...mountFlagNone],
    },
  ],
  umount: [path('at', 'target')],
  pivot_root: [path('new root', 'newRoot'), path('old root', 'oldRoot')],
  userns: [],
  io_uring: [choice('access', 'access', ['sqpoll', 'override_creds']), label('label', 'of profile', true)],
  mqueue: [
    { kind: 'several', name: 'access', label: 'access', options: mqueueAccess },
    { kind: 'text', name: 'name', label: 'queue', width: 18 },
    label('label', 'of profile', true),
  ],
};

export type FormOperation = keyof typeof forms;

/** What the program wants to do, in the words of the form. */
export const operationWords: Readonly<Record<FormOperation, { tab: string; wants: string }>> = {
  file: { tab: 'File', wants: 'use a file' },
  exec: { tab: 'Exec', wants: 'run' },
  capability: { tab: 'Capability', wants: 'use a capability' },
  network: { tab: 'Network', wants: 'use a socket' },
  unix: { tab: 'Unix', wants: 'use a Unix socket' },
  ptrace: { tab: 'Ptrace', wants: 'ptrace' },
  signal: { tab: 'Signal', wants: 'signal' },
  dbus: { tab: 'D-Bus', wants: 'use D-Bus' },
  link: { tab: 'Hard link', wants: 'make a hard link' },
  change_profile: { tab: 'Change profile', wants: 'change to' },
  change_hat: { tab: 'Change hat', wants: 'change to' },
  attach: { tab: 'Attachment', wants: 'be started, unconfined:' },
  mount: { tab: 'Mount', wants: 'mount' },
  umount: { tab: 'Unmount', wants: 'unmount' },
  pivot_root: { tab: 'Pivot root', wants: 'change its root' },
  userns: { tab: 'User namespace', wants: 'make a user namespace' },
  io_uring: { tab: 'io_uring', wants: 'use io_uring' },
  mqueue: { tab: 'Message queue', wants: 'use a message queue' },
};

/** What a form begins with: something worth asking. */
export const beginnings: Readonly<Record<FormOperation, Values>> = {
  file: { perms: ['r'], path: '/etc/shadow' },
  exec: { path: '/usr/bin/dash' },
  link: { path: '', target: '' },
  change_profile: { target: 'unconfined' },
  change_hat: { hat: '' },
  attach: { path: '' },
  capability: { name: 'sys_admin' },
  network: {
    access: ['connect', 'send'],
    family: 'inet',
    type: 'dgram',
    peerIp: '203.0.113.7',
    peerPort: '1234',
  },
  unix: { access: ['connect', 'send', 'receive'], type: 'stream', peerAddr: '@/tmp/.X11-unix/X0' },
  ptrace: { access: 'trace', peer: 'unconfined' },
  signal: { access: 'send', signal: 'kill', peer: 'unconfined' },
  dbus: { access: 'send', bus: 'system', name: 'org.freedesktop.login1' },
  mount: { source: '', target: '/mnt/', fstype: '', flags: [] },
  umount: { target: '/mnt/' },
  pivot_root: { newRoot: '/mnt/', oldRoot: '/mnt/old/' },
  userns: {},
  io_uring: { access: 'sqpoll' },
  mqueue: { access: ['open', 'read'], name: '/queue' },
};

/** The request that a filled form asks, or what it lacks, in words. */
export function requestOf(op: FormOperation, values: Values): Request | { problem: string } {
  const request: Record<string, unknown> = { op };
  for (const field of forms[op]) {
    const value = values[field.name];
    if (value === undefined || value === '' || value === false) continue;
    if (Array.isArray(value)) {
      if (value.length > 0) request[field.name] = field.kind === 'letters' ? value.join('') : [...value];
    } else request[field.name] = typeof value === 'string' ? value.trim() : value;
  }
  if (op === 'network') {
    const problem = withEnds(request);
    if (problem) return { problem };
  }
  try {
    return readRequest(request);
  } catch (error) {
    if (error instanceof RequestProblem) return { problem: inFormWords(op, error.message) };
    throw error;
  }
}

function withEnds(request: Record<string, unknown>): string | undefined {
  const { peerIp, peerPort, localIp, localPort, connected, ...rest } = request as Record<string, string>;
  for (const name of Object.keys(request)) delete request[name];
  Object.assign(request, rest);
  for (const [end, ip, port] of [
    ['peer', peerIp, peerPort],
    ['local', localIp, localPort],
  ] as const) {
    if (port !== undefined && !/^\d{1,5}$/.test(port))
      return `The ${end} port must be a number from 0 to 65535.`;
    if (ip !== undefined || port !== undefined)
      request[end] = { ...(ip !== undefined && { ip }), ...(port !== undefined && { port: Number(port) }) };
  }
  if (connected) request.peer = 'none';
  return undefined;
}

/** “path” of a request is what the form calls “program”. */
function inFormWords(op: FormOperation, message: string): string {
  return forms[op].reduce(
    (words, { name, label: shown }) => words.replace(`“${name}”`, `“${shown}”`),
    message,
  );
}

/** What the form shows for a request; undefined for one that it cannot show. */
export function valuesOf(request: Request): { op: FormOperation; values: Values } | undefined {
  if (request.op === 'raw') return undefined;
  const { op, ...fields } = request as unknown as Record<string, unknown> & { op: FormOperation };
  const values: Record<string, string | string[] | boolean> = {};
  for (const { name, kind } of forms[op]) {
    const value = fields[name];
    if (value === undefined) continue;
    values[name] =
      kind === 'letters'
        ? [...new Set(String(value))]
        : Array.isArray(value)
          ? value.map(String)
          : typeof value === 'boolean'
            ? value
            : String(value);
  }
  if (op === 'network') {
    for (const end of ['peer', 'local'] as const) {
      const at = fields[end];
      if (at === 'none') values.connected = true;
      else if (at) {
        const { ip, port } = at as { ip?: string; port?: number };
        if (ip !== undefined) values[`${end}Ip`] = ip;
        if (port !== undefined) values[`${end}Port`] = String(port);
      }
    }
  }
  return { op, values };
}

/** The same request, whatever the order of its fields. */
export function sameRequest(one: Request, other: Request): boolean {
  return stable(one) === stable(other);
}

function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    // An owner that is not said is none.
    .filter(([, one]) => one !== undefined && one !== false)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${name}:${stable(one)}`)
    .join()}}`;
}
