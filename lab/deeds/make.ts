/** Deeds at random, with values from a policy. */
import {
  familyNumbers,
  mountFlagNumbers,
  signalNumbers,
  typeNumbers,
} from '../../shared/policy/classes/numbers.ts';
import type { Kernel } from '../../shared/policy/kernel.ts';
import type { CompiledProfile } from '../../shared/policy/profile.ts';
import { literalPath } from '../policies/words.ts';
import { filled, type Mentions } from '../queries/mentions.ts';
import type { Random } from '../random.ts';
import type { Deed } from './types.ts';

export interface Scene {
  profile: CompiledProfile;
  label: string;
  /** Names of loaded profiles. */
  loaded: string[];
  mentions: Mentions;
  kernel: Kernel;
  random: Random;
}

/** The process is under the scene's profile where no label is given. */
type Make = (scene: Scene) => (Omit<Deed, 'label'> & { label?: '' }) | undefined;

/** What a process sets about in the guest can be seen to fail for other reasons than AppArmor: those are left out. */
const makers: { weight: number; make: Make }[] = [
  {
    weight: 6,
    make: (scene) => {
      const path = filePath(scene);
      const owner = scene.random.chance(0.5);
      const mode = scene.random.pick(['r', 'w', 'rw', 'a']);
      return {
        kind: 'open',
        args: [path, mode, owner ? '0' : '1000'],
        requests: [{ op: 'file', path, perms: mode, owner }],
      };
    },
  },
  {
    weight: 3,
    make: (scene) => {
      const path = filePath(scene);
      const target = filePath(scene);
      if (target === path || target.startsWith(`${path}/`) || path.startsWith(`${target}/`)) return undefined;
      return { kind: 'link', args: [path, target], requests: [{ op: 'link', path, target, owner: true }] };
    },
  },
  {
    weight: 5,
    make: (scene) => {
      const path = filePath(scene);
      const owner = scene.random.chance(0.5);
      return { kind: 'exec', args: [path, owner ? '0' : '1000'], requests: [{ op: 'exec', path, owner }] };
    },
  },
  {
    weight: 3,
    // Started by a process that is not confined: a profile may attach to the program.
    make: (scene) => {
      const path = filePath(scene);
      return { label: '', kind: 'exec', args: [path, '0'], requests: [{ op: 'attach', path }] };
    },
  },
  {
    weight: 2,
    make: ({ random }) => {
      const name = random.pick(capabilities);
      return { kind: 'capability', args: [name], requests: [{ op: 'capability', name }] };
    },
  },
  { weight: 4, make: socketDeed },
  { weight: 5, make: inetDeed },
  { weight: 4, make: unixDeed },
  {
    weight: 3,
    make: ({ random, loaded, label }) => {
      const signal = random.pick([
        'hup',
        'int',
        'usr1',
        'term',
        'chld',
        'urg',
        'exists',
        'rtmin+0',
        'rtmin+5',
        'rtmin+30',
      ]);
      const peer = random.pick([...loaded, 'unconfined', label]);
      return {
        kind: 'signal',
        args: [peer, String(realSignal(signal))],
        requests: [{ op: 'signal', access: 'send', signal, peer }],
        peer: { label: peer, requests: [{ op: 'signal', access: 'receive', signal, peer: label }] },
      };
    },
  },
  {
    weight: 2,
    make: ({ random, loaded, label }) => {
      const peer = random.pick([...loaded, 'unconfined', label]);
      // A process that is not confined asks no rule of its own.
      const free = random.chance(0.25);
      return {
        kind: 'ptrace',
        args: [peer],
        requests: free ? [] : [{ op: 'ptrace', access: 'trace', peer }],
        peer: {
          label: peer,
          requests: [{ op: 'ptrace', access: 'tracedby', peer: free ? 'unconfined' : label }],
        },
        ...(free ? { label: '' as const } : {}),
      };
    },
  },
  { weight: 4, make: mountDeed },
  {
    weight: 1,
    make: (scene) => {
      const target = `${filePath(scene)}/`;
      return {
        kind: 'umount',
        args: [target],
        requests: [
          { op: 'capability', name: 'sys_admin' },
          { op: 'umount', target },
        ],
      };
    },
  },
  { weight: 1, make: () => ({ kind: 'userns', args: [], requests: [{ op: 'userns' }] }) },
  {
    weight: 1,
    make: () => ({ kind: 'io_uring', args: [], requests: [{ op: 'io_uring', access: 'sqpoll' }] }),
  },
  {
    weight: 2,
    make: ({ random, loaded }) => {
      const target = random.pick(loaded);
      return { kind: 'change_profile', args: [target], requests: [{ op: 'change_profile', target }] };
    },
  },
  {
    weight: 1,
    make: ({ random }) => {
      const hat = random.pick(['hat', 'child', 'none']);
      return { kind: 'change_hat', args: [hat], requests: [{ op: 'change_hat', hat }] };
    },
  },
];
const totalWeight = makers.reduce((sum, { weight }) => sum + weight, 0);

/** Those that guest/deeds has a system call for which nothing else decides. */
const capabilities = [
  'sys_chroot',
  'sys_admin',
  'sys_nice',
  'sys_time',
  'setuid',
  'setgid',
  'setpcap',
  'sys_boot',
  'sys_module',
  'sys_rawio',
  'sys_pacct',
  'sys_tty_config',
];

/** `count` deeds, or fewer where so many cannot be found. */
export function makeDeeds(scene: Scene, count: number): Deed[] {
  const deeds: Deed[] = [];
  for (let attempt = 0; deeds.length < count && attempt < count * 5; attempt++) {
    let left = scene.random.below(totalWeight);
    const { make } = makers.find(({ weight }) => {
      left -= weight;
      return left < 0;
    })!;
    const deed = make(scene);
    if (deed) deeds.push({ label: scene.label, ...deed });
  }
  return deeds;
}

/** A path that a file can be put at: nothing that the guest lives on, and as the kernel would write it itself. */
function filePath({ mentions, random }: Scene): string {
  for (let attempt = 0; attempt < 20; attempt++) {
    const path =
      mentions.paths.length > 0 && random.chance(0.75)
        ? filled(random.pick(mentions.paths), mentions, random)
        : literalPath(random);
    const usable = path.replace(/\/$/, '');
    if (
      /^(?:\/[^/\0\n]{1,100}){1,12}$/.test(usable) &&
      !/\/\.{1,2}(?:\/|$)|^\/(?:proc|sys|dev|modules|lib|lib64|bin|init|agent|deeds)(?:\/|$)|^\/usr\/(?:bin\/perl|lib)(?:\/|$)/.test(
        usable,
      )
    )
      return usable;
  }
  return literalPath(random)
    .replace(/\/$/, '')
    .replace(/^\/lib(?:64)?(?=\/|$)/, '/x');
}

/** Numbers that the guest's kill(2) takes. */
function realSignal(name: string): number {
  if (name === 'exists') return 0;
  const realtime = /^rtmin\+(\d+)$/.exec(name);
  if (realtime) return 32 + Number(realtime[1]);
  return linuxSignals[name] ?? signalNumbers[name]!;
}

/** x86-64's numbers, where they are not those of the policy. */
const linuxSignals: Readonly<Record<string, number>> = {
  hup: 1,
  int: 2,
  usr1: 10,
  term: 15,
  chld: 17,
  urg: 23,
};

function socketDeed({ random }: Scene): Omit<Deed, 'label'> | undefined {
  const family = random.pick([
    'inet',
    'inet6',
    'netlink',
    'packet',
    'unix',
    'alg',
    'vsock',
    'can',
    'rds',
    'bluetooth',
  ]);
  const type = random.pick(['stream', 'dgram', 'raw', 'seqpacket', 'rdm']);
  const protocol = random.pick([0, 0, 0, 6, 17, 1, 132, 262]);
  // Whether ordinary users may ping is not the profile's to say.
  if (type === 'dgram' && (protocol === 1 || protocol === 58)) return undefined;
  const request = { op: 'network', family, type, protocol, access: ['create'] } as const;
  return {
    kind: 'socket',
    args: [String(familyNumbers[family]), String(typeNumbers[type]), String(protocol)],
    requests: [
      family === 'unix'
        ? { op: 'unix', type, protocol, access: ['create'] }
        : { ...request, access: [...request.access] },
    ],
  };
}

const ownAccess = ['bind', 'listen', 'accept', 'getattr', 'getopt', 'setopt', 'shutdown'];

/** Something done with a socket that is there already. */
function inetDeed({ random }: Scene): Omit<Deed, 'label'> | undefined {
  const family = random.pick(['inet', 'inet6']);
  const type = random.pick(['stream', 'dgram']);
  const access = random.pick([...ownAccess, 'connect', 'receive', ...(type === 'dgram' ? ['send'] : [])]);
  // Datagrams have no connections to wait for.
  if (type === 'dgram' && (access === 'listen' || access === 'accept')) return undefined;
  return {
    kind: 'use_socket',
    args: [family, type, access, access === 'bind' ? '0' : '', '9'],
    requests: [{ op: 'network', family, type, access: [access] }],
  };
}

function unixDeed({ random, mentions, kernel }: Scene): Omit<Deed, 'label'> | undefined {
  const type = random.pick(['stream', 'dgram', 'seqpacket']);
  const access = random.pick([...ownAccess, ...(type === 'dgram' ? [] : ['connect', 'connect'])]);
  if (type === 'dgram' && (access === 'listen' || access === 'accept')) return undefined;
  const name = () =>
    random.pick(['abc', 'ac', 'bc', 'a', 'xyz', ...mentions.names.slice(0, 3)]).replaceAll(/\W/g, 'x');
  const local = access === 'bind' || random.chance(0.5) ? name() : '';
  const peer = `${name()}-there`;
  const addr = local ? `@${local}` : 'none';
  return {
    kind: 'use_socket',
    // Names of numbers would be taken for numbers.
    args: ['unix', type, access, local && `\0${local}`, `\0${peer}`],
    requests: [
      access === 'connect'
        ? {
            op: 'unix',
            type,
            addr,
            // Where addresses count, who connects is asked at once for what he may do from then on.
            access: kernel.unixAddresses === 'no' ? ['connect'] : ['connect', 'send', 'receive'],
            peerAddr: `@${peer}`,
            peer: 'unconfined',
          }
        : { op: 'unix', type, access: [access], addr },
    ],
  };
}

function mountDeed(scene: Scene): Omit<Deed, 'label'> {
  const { random } = scene;
  const target = `${filePath(scene)}/`;
  const kind = random.below(4);
  const deed = (source: string, type: string, flags: string[], isPath: boolean) => ({
    kind: 'mount',
    args: [
      source,
      target,
      type,
      String(flags.reduce((sum, flag) => sum | mountFlagNumbers[flag]!, 0)),
      isPath ? '1' : '',
    ],
    requests: [
      { op: 'capability', name: 'sys_admin' } as const,
      {
        op: 'mount',
        target,
        ...(source ? { source } : {}),
        ...(type ? { fstype: type } : {}),
        flags,
      } as const,
    ],
  });
  if (kind === 0) return deed(`${filePath(scene)}/`, '', [random.pick(['bind', 'rbind'])], true);
  if (kind === 1) return deed('', '', [random.pick(['slave', 'private', 'unbindable', 'rshared'])], false);
  const flags = random.some(['ro', 'nosuid', 'nodev', 'noexec', 'sync'], 0.3);
  if (kind === 2) return deed('', '', ['remount', ...flags], false);
  return deed(random.pick(['tmpfs', 'none', '/dev/sda1']), random.pick(['tmpfs', 'proc']), flags, false);
}
