/** The narrowest rule that allows a request, as a person would write it. */
import { mqueueAccess, type Request } from './requests.ts';

/** The text of a rule, comma included; undefined where no rule of a profile can allow it. */
export function ruleFor(request: Request): string | undefined {
  return (writers[request.op] as (request: Request) => string | undefined)(request);
}

type Writers = { [Op in Request['op']]: (request: Extract<Request, { op: Op }>) => string | undefined };

const writers: Writers = {
  file: ({ path, perms, owner }) => {
    const letters = [...new Set(perms)].filter((letter) => letter !== 'x');
    // `w` takes `a` in, and the language refuses both.
    const kept = letters.includes('w') ? letters.filter((letter) => letter !== 'a') : letters;
    const exec = perms.includes('x') ? 'ix' : '';
    return `${owner ? 'owner ' : ''}${pathWord(path)} ${kept.join('')}${exec},`;
  },
  // Inheriting the profile is the one way to run a program that gives it nothing more.
  exec: ({ path, owner }) => `${owner ? 'owner ' : ''}${pathWord(path)} ix,`,
  link: ({ path, target, owner }) => `${owner ? 'owner ' : ''}link ${pathWord(path)} -> ${pathWord(target)},`,
  change_profile: ({ target, exec }) =>
    exec === undefined
      ? `change_profile -> ${word(target)},`
      : `change_profile ${pathWord(exec)} -> ${word(target)},`,
  change_hat: () => undefined,
  attach: () => undefined,
  capability: ({ name }) => `capability ${name},`,
  network: ({ family, type, access, local, peer }) => {
    const conditions = [
      local?.ip === undefined ? '' : `ip=${local.ip}`,
      local?.port === undefined ? '' : `port=${local.port}`,
    ];
    // Without a condition on its own end a rule about the peer restricts nothing.
    if (peer !== undefined && local?.port === undefined) conditions.push('port=0');
    const other =
      peer === undefined
        ? ''
        : peer === 'none'
          ? 'peer=(ip=none)'
          : `peer=(${[
              peer.ip === undefined ? '' : `ip=${peer.ip}`,
              peer.port === undefined ? '' : `port=${peer.port}`,
            ]
              .filter(Boolean)
              .join(' ')})`;
    return `${['network', list(access), family, type, ...conditions, other === 'peer=()' ? '' : other]
      .filter(Boolean)
      .join(' ')},`;
  },
  unix: ({ access, type, addr, peerAddr, peer }) => {
    const other = [
      peerAddr === undefined ? '' : `addr=${word(peerAddr)}`,
      peer === undefined ? '' : `label=${word(peer)}`,
    ].filter(Boolean);
    return `${[
      'unix',
      list(access),
      `type=${type}`,
      addr === undefined ? '' : `addr=${word(addr)}`,
      other.length > 0 ? `peer=(${other.join(' ')})` : '',
    ]
      .filter(Boolean)
      .join(' ')},`;
  },
  ptrace: ({ access, peer }) => `ptrace ${list([access])} peer=${word(peer)},`,
  signal: ({ access, signal, peer }) => `signal ${list([access])} set=(${signal}) peer=${word(peer)},`,
  dbus: ({ access, bus, name, peer, path, interface: face, member }) => {
    const part = (key: string, value: string | undefined) => (value ? `${key}=${word(value)}` : '');
    const other = [part('name', access === 'bind' ? undefined : name), part('label', peer)].filter(Boolean);
    return `${[
      'dbus',
      list([access]),
      part('bus', bus),
      access === 'bind' ? part('name', name) : '',
      part('path', path),
      part('interface', face),
      part('member', member),
      other.length > 0 ? `peer=(${other.join(' ')})` : '',
    ]
      .filter(Boolean)
      .join(' ')},`;
  },
  mount: ({ target, source, fstype, flags = [] }) => {
    const parts = [
      'mount',
      fstype === undefined ? '' : `fstype=${word(fstype)}`,
      flags.length > 0 ? `options=(${flags.join(', ')})` : '',
      source === undefined ? '' : pathWord(source),
      '->',
      directory(target),
    ];
    return `${parts.filter(Boolean).join(' ')},`;
  },
  umount: ({ target }) => `umount ${directory(target)},`,
  pivot_root: ({ newRoot, oldRoot }) => `pivot_root oldroot=${directory(oldRoot)} ${directory(newRoot)},`,
  userns: () => 'userns create,',
  io_uring: ({ access, label }) =>
    access === 'sqpoll'
      ? 'io_uring sqpoll,'
      : `io_uring override_creds${label ? ` label=${word(label)}` : ''},`,
  mqueue: ({ access, name }) =>
    `mqueue ${list(mqueueAccess.filter((one) => access.includes(one)))} ${word(name)},`,
  raw: () => undefined,
};

function list(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `(${words.join(', ')})`;
}

/** A path taken literally: what the pattern language would read otherwise is escaped, and spaces want quotes. */
function pathWord(path: string): string {
  return word(path);
}

function directory(path: string): string {
  return word(path.endsWith('/') ? path : `${path}/`);
}

function word(value: string): string {
  const escaped = value.replace(/[\\*?[\]{}"^]/g, '\\$&');
  return /[\s,()#=]|^-/.test(escaped) ? `"${escaped}"` : escaped;
}
