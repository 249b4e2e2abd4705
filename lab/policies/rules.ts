/** Rules of every class, made at random. What a parser cannot read is not made for it. */
import { compareVersions } from '../../server/toolchains/version.ts';
import type { Random } from '../random.ts';
import {
  busNames,
  devices,
  fileSystems,
  interfaces,
  labels,
  literalPath,
  members,
  namePattern,
  pathPattern,
} from './words.ts';

export interface RuleKind {
  id: string;
  /** First parser version that reads such rules. */
  since?: string;
  make: (random: Random, parser: string) => string;
}

const atLeast = (parser: string, version: string) => compareVersions(parser, version) >= 0;

function qualifiers(random: Random, parser: string, { priority = true, owner = false } = {}): string {
  return [
    priority && atLeast(parser, '4.1.0') && random.chance(0.15) ? `priority=${random.below(7) - 3} ` : '',
    random.chance(0.15) ? 'audit ' : '',
    random.chance(0.2) ? 'deny ' : '',
    owner && random.chance(0.3) ? 'owner ' : '',
  ].join('');
}

const quoted = (text: string) => (/[\s,{}]/.test(text) ? `"${text}"` : text);

function filePermissions(random: Random): string {
  const write = random.pick(['', '', 'w', 'a']);
  const rest = ['r', 'k', 'm', 'l'].filter(() => random.chance(0.4)).join('');
  return rest + write || 'r';
}

function access(random: Random, words: readonly string[]): string {
  return random.chance(0.3) ? '' : ` (${random.some(words, 0.4).join(', ')})`;
}

const capabilities = [
  ...[
    'chown',
    'kill',
    'net_raw',
    'bpf',
    'syslog',
    'perfmon',
    'checkpoint_restore',
    'sys_chroot',
    'sys_admin',
    'sys_nice',
  ],
  ...[
    'sys_time',
    'setuid',
    'setgid',
    'setpcap',
    'sys_boot',
    'sys_module',
    'sys_rawio',
    'sys_pacct',
    'sys_tty_config',
  ],
];
const signals = ['hup', 'int', 'kill', 'term', 'usr1', 'chld', 'exists', 'rtmin+0', 'rtmin+5', 'rtmin+32'];
const families = ['inet', 'inet6', 'netlink', 'packet', 'unix', 'bluetooth', 'alg', 'vsock', 'can', 'rds'];
const types = ['stream', 'dgram', 'raw', 'seqpacket', 'rdm', 'packet'];
const mountFlags = [
  'ro',
  'rw',
  'nosuid',
  'nodev',
  'noexec',
  'sync',
  'noatime',
  'bind',
  'rbind',
  'move',
  'remount',
];
const propagation = ['make-slave', 'make-private', 'make-rshared', 'make-unbindable'];
const netAccess = [
  'create',
  'bind',
  'listen',
  'accept',
  'connect',
  'shutdown',
  'getopt',
  'setopt',
  'send',
  'receive',
];
const queueAccess = ['read', 'write', 'create', 'open', 'delete', 'getattr', 'setattr'];

function networkRule(random: Random, parser: string): string {
  const list = atLeast(parser, '4.0.0') && random.chance(0.4) ? access(random, netAccess) : '';
  const family = random.chance(0.9) ? ` ${random.pick(families)}` : '';
  const type = family && random.chance(0.6) ? ` ${random.pick(types)}` : '';
  const protocol =
    !type && /inet/.test(family) && random.chance(0.2) ? random.pick([' tcp', ' udp', ' icmp']) : '';
  return `${qualifiers(random, parser, { priority: false })}network${list}${family}${type}${protocol},`;
}

function unixRule(random: Random, parser: string): string {
  const kind = random.below(3);
  const address = random.pick(['@abc', '@a*', '@{a,b}c', 'none', '@**']);
  const type = random.chance(0.6) ? ` type=${random.pick(['stream', 'dgram', 'seqpacket'])}` : '';
  const head = `${qualifiers(random, parser)}unix`;
  if (kind === 0) return `${head}${access(random, ['create', 'bind', 'listen', 'getopt', 'setopt'])}${type},`;
  if (kind === 1) return `${head} (bind, listen, getattr)${type} addr="${address}",`;
  const peerAddress = random.chance(0.5) ? `, addr="${random.pick(['@abc', '@a*', 'none'])}"` : '';
  return `${head} (connect, send, receive)${type} peer=(label="${namePattern(random, labels)}"${peerAddress}),`;
}

function mountRule(random: Random, parser: string): string {
  const head = `${qualifiers(random, parser)}mount`;
  const kind = random.below(4);
  // Making mounts shared or private takes a mount point alone.
  if (kind === 0) return `${head} options=(${random.pick(propagation)}) -> ${pathPattern(random)},`;
  const type = random.chance(0.5) ? ` fstype=${namePattern(random, fileSystems).replace('**', '*')}` : '';
  const word = random.pick(['=', ' in ']);
  const flags = random.chance(0.6) ? ` options${word}(${flagList(random)})` : '';
  // A bind, a move or a remount has no file system type.
  const plain = /\b(?:r?bind|move|remount)\b/.test(flags) ? '' : type;
  // What is mounted anew has its device already: the parser cannot encode another.
  const device = /\bremount\b/.test(flags) ? '' : ` ${random.pick(devices)}`;
  return `${head}${plain}${flags}${device} -> ${pathPattern(random)},`;
}

function flagList(random: Random): string {
  const special = random.chance(0.3) ? [random.pick(['bind', 'rbind', 'move', 'remount'])] : [];
  const plain = mountFlags.slice(0, 7).filter((flag) => flag !== 'rw' && random.chance(0.3));
  return [random.pick(['ro', 'rw']), ...plain.filter((flag) => flag !== 'ro'), ...special].join(', ');
}

export const ruleKinds: RuleKind[] = [
  {
    id: 'file',
    make: (random, parser) =>
      `${qualifiers(random, parser, { owner: true })}${pathPattern(random)} ${filePermissions(random)},`,
  },
  {
    id: 'link',
    make: (random, parser) =>
      `${qualifiers(random, parser, { owner: true })}link ${random.chance(0.4) ? 'subset ' : ''}${pathPattern(random)} -> ${pathPattern(random)},`,
  },
  {
    id: 'change_profile',
    make: (random, parser) => {
      const exec = random.chance(0.4)
        ? ` ${random.chance(0.5) ? 'safe ' : ''}${literalPath(random).replaceAll(' ', '?')}`
        : '';
      return `${qualifiers(random, parser)}change_profile${exec} -> ${namePattern(random, ['p', 'p1', '&p1', ':ns:p', 'p//&p1', ':ns://p'])},`;
    },
  },
  {
    id: 'capability',
    make: (random, parser) =>
      `${qualifiers(random, parser)}capability ${random.some(capabilities, 0.25).join(' ')},`,
  },
  { id: 'network', make: networkRule },
  { id: 'unix', make: unixRule },
  {
    id: 'ptrace',
    make: (random, parser) =>
      `${qualifiers(random, parser)}ptrace${access(random, ['trace', 'read', 'tracedby', 'readby'])}${peer(random)},`,
  },
  {
    id: 'signal',
    make: (random, parser) => {
      const set = random.chance(0.7) ? ` set=(${random.some(signals, 0.25).join(', ')})` : '';
      return `${qualifiers(random, parser)}signal${access(random, ['send', 'receive'])}${set}${peer(random)},`;
    },
  },
  { id: 'dbus', make: dbusRule },
  { id: 'mount', make: mountRule },
  { id: 'umount', make: (random, parser) => `${qualifiers(random, parser)}umount ${pathPattern(random)},` },
  {
    id: 'pivot_root',
    make: (random, parser) => {
      const old = random.chance(0.6) ? ` oldroot=${pathPattern(random).replace(/\/?$/, '/')}` : '';
      return `${qualifiers(random, parser)}pivot_root${old} ${pathPattern(random).replace(/\/?$/, '/')},`;
    },
  },
  { id: 'userns', since: '4.0.0', make: (random, parser) => `${qualifiers(random, parser)}userns create,` },
  {
    id: 'io_uring',
    since: '4.0.0',
    make: (random, parser) =>
      `${qualifiers(random, parser)}io_uring ${random.pick(['sqpoll', 'override_creds', '(sqpoll, override_creds)'])},`,
  },
  {
    id: 'mqueue',
    since: '4.0.0',
    make: (random, parser) => {
      const label = random.chance(0.4) ? ` label="${namePattern(random, labels)}"` : '';
      return `${qualifiers(random, parser)}mqueue${access(random, queueAccess)} type=posix${label} /${random.pick(['q', 'q1', 'q*', 'a{b,c}'])},`;
    },
  },
  { id: 'rlimit', make: (random) => `set rlimit nofile <= ${1 + random.below(4096)},` },
];

function peer(random: Random): string {
  return random.chance(0.7) ? ` peer="${namePattern(random, labels)}"` : '';
}

function dbusRule(random: Random, parser: string): string {
  const bus = random.chance(0.7) ? ` bus=${random.pick(['system', 'session', 'accessibility'])}` : '';
  const head = `${qualifiers(random, parser)}dbus`;
  const kind = random.below(5);
  if (kind === 0) return `${head} bind${bus} name=${quoted(namePattern(random, busNames))},`;
  if (kind === 1) return `${head} eavesdrop${bus},`;
  const path = random.chance(0.5) ? ` path=${quoted(pathPattern(random))}` : '';
  const shape = random.chance(0.5) ? ` interface=${random.pick(interfaces)}` : '';
  const member = random.chance(0.5) ? ` member=${random.pick(members)}` : '';
  const name = random.chance(0.5) ? `name=${random.pick(busNames)}` : '';
  const other = random.chance(0.5) ? `label="${namePattern(random, labels)}"` : '';
  const end = name || other ? ` peer=(${[name, other].filter(Boolean).join(', ')})` : '';
  return `${head} ${random.pick(['send', 'receive', '(send, receive)'])}${bus}${path}${shape}${member}${end},`;
}
