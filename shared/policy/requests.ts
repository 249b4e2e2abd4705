/**
 * Requests that can be asked of a compiled policy, and the answers: one JSON object each, as `aa-workbench decide`
 * reads and writes them, kits hold them as requirements, and the page asks them.
 */
import {
  capabilityNumbers,
  familyNumbers,
  mountFlagNone,
  mountFlagNumbers,
  protocolNumbers,
  signalNumbers,
  socketAccess,
  typeNumbers,
} from './classes/numbers.ts';
import type { ExecDetails } from './exec.ts';

/** `owner`: whether the file belongs to the user who asks. */
export interface FileRequest {
  op: 'file';
  path: string;
  /** Letters of r w a k l m x. */
  perms: string;
  owner?: boolean;
}
export interface ExecRequest {
  op: 'exec';
  path: string;
  owner?: boolean;
}
export interface LinkRequest {
  op: 'link';
  path: string;
  /** What the new name leads to. */
  target: string;
  owner?: boolean;
}
export interface ChangeProfileRequest {
  op: 'change_profile';
  target: string;
  /** The program whose start makes the change; at once where it is left out. */
  exec?: string;
}
export interface ChangeHatRequest {
  op: 'change_hat';
  hat: string;
}
/** Which profile would confine a program started unconfined. */
export interface AttachRequest {
  op: 'attach';
  path: string;
  /** Extended attributes of the file, by name. */
  xattrs?: Record<string, string>;
}
export interface CapabilityRequest {
  op: 'capability';
  name: string;
}

export interface Endpoint {
  /** Left out: any address of the family, all zeros. */
  ip?: string;
  port?: number;
}
export interface NetworkRequest {
  op: 'network';
  family: string;
  type: string;
  /** By name or number; the usual one of the type where left out. */
  protocol?: string | number;
  access: string[];
  local?: Endpoint;
  /** `none`: no address is given, as on a connected socket. */
  peer?: Endpoint | 'none';
}
export interface UnixRequest {
  op: 'unix';
  type: string;
  access: string[];
  protocol?: number;
  /** `@name` for an abstract socket, a path, or `none`. */
  addr?: string;
  peerAddr?: string;
  /** Label of the process at the other end. */
  peer?: string;
}
export interface PtraceRequest {
  op: 'ptrace';
  access: 'trace' | 'read' | 'tracedby' | 'readby';
  peer: string;
}
export interface SignalRequest {
  op: 'signal';
  access: 'send' | 'receive';
  signal: string;
  peer: string;
}
export interface DbusRequest {
  op: 'dbus';
  access: 'send' | 'receive' | 'bind' | 'eavesdrop';
  bus: string;
  name?: string;
  /** Label of the process at the other end. */
  peer?: string;
  path?: string;
  interface?: string;
  member?: string;
}
export interface MountRequest {
  op: 'mount';
  target: string;
  source?: string;
  fstype?: string;
  /** `bind`, `ro`, `nosuid` ... */
  flags?: string[];
  /** Options for the file system. */
  data?: string;
}
export interface UmountRequest {
  op: 'umount';
  target: string;
}
export interface PivotRootRequest {
  op: 'pivot_root';
  newRoot: string;
  oldRoot: string;
}
export interface UsernsRequest {
  op: 'userns';
}
export interface IoUringRequest {
  op: 'io_uring';
  access: 'sqpoll' | 'override_creds';
  /** Whose credentials are taken over. */
  label?: string;
}
export interface MqueueRequest {
  op: 'mqueue';
  access: string[];
  name: string;
  label?: string;
}
/** What follows a class byte, as it is; answered with the words that the kernel's `.access` file prints. */
export interface RawRequest {
  op: 'raw';
  class: number;
  /** Hexadecimal. */
  bytes: string;
  owner?: boolean;
}

export type Request =
  | FileRequest
  | ExecRequest
  | LinkRequest
  | ChangeProfileRequest
  | ChangeHatRequest
  | AttachRequest
  | CapabilityRequest
  | NetworkRequest
  | UnixRequest
  | PtraceRequest
  | SignalRequest
  | DbusRequest
  | MountRequest
  | UmountRequest
  | PivotRootRequest
  | UsernsRequest
  | IoUringRequest
  | MqueueRequest
  | RawRequest;

export type Operation = Request['op'];

export class RequestProblem extends Error {
  override name = 'RequestProblem';
}

export const mqueueAccess = ['create', 'read', 'write', 'open', 'delete', 'setattr', 'getattr'] as const;

type Field = (value: unknown, name: string) => void;

const fail = (words: string): never => {
  throw new RequestProblem(words);
};
const string: Field = (value, name) => {
  if (typeof value !== 'string' || value === '') fail(`“${name}” must be some text.`);
  if ((value as string).includes('\0')) fail(`“${name}” holds a NUL character, which no name can.`);
};
const path: Field = (value, name) => {
  string(value, name);
  if (!(value as string).startsWith('/')) fail(`“${name}” must be a path that starts with “/”.`);
};
const flag: Field = (value, name) => {
  if (typeof value !== 'boolean') fail(`“${name}” must be true or false.`);
};
const oneOf = (words: Iterable<string>): Field => {
  const known = new Set(words);
  return (value, name) => {
    if (typeof value !== 'string' || !known.has(value))
      fail(`“${name}” must be one of ${[...known].join(', ')}.`);
  };
};
const listOf =
  (words: Iterable<string>): Field =>
  (value, name) => {
    const one = oneOf(words);
    if (!Array.isArray(value) || value.length === 0) fail(`“${name}” must be a list of words.`);
    for (const word of value as unknown[]) one(word, name);
  };
const whole =
  (most: number): Field =>
  (value, name) => {
    if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > most)
      fail(`“${name}” must be a whole number from 0 to ${most}.`);
  };
const endpoint: Field = (value, name) => {
  if (typeof value !== 'object' || value === null) fail(`“${name}” must be {"ip": …, "port": …}.`);
  const { ip, port } = value as Record<string, unknown>;
  if (ip !== undefined && typeof ip !== 'string') fail(`“${name}.ip” must be an address.`);
  if (port !== undefined) whole(65535)(port, `${name}.port`);
};

interface Shape {
  needed: Record<string, Field>;
  optional?: Record<string, Field>;
}

const socketWords = Object.keys(socketAccess);

const shapes: Record<Operation, Shape> = {
  file: {
    needed: {
      path,
      perms: (value, name) => {
        if (typeof value !== 'string' || !/^[rwaklmx]+$/.test(value))
          fail(`“${name}” must be letters of r w a k l m x.`);
      },
    },
    optional: { owner: flag },
  },
  exec: { needed: { path }, optional: { owner: flag } },
  link: { needed: { path, target: path }, optional: { owner: flag } },
  change_profile: { needed: { target: string }, optional: { exec: path } },
  change_hat: { needed: { hat: string } },
  attach: {
    needed: { path },
    optional: {
      xattrs: (value, name) => {
        if (
          typeof value !== 'object' ||
          value === null ||
          Object.values(value).some((v) => typeof v !== 'string')
        )
          fail(`“${name}” must hold texts by name.`);
      },
    },
  },
  capability: { needed: { name: oneOf(Object.keys(capabilityNumbers)) } },
  network: {
    needed: {
      family: oneOf(Object.keys(familyNumbers)),
      type: oneOf(Object.keys(typeNumbers)),
      access: listOf(socketWords),
    },
    optional: {
      protocol: (value, name) =>
        typeof value === 'number'
          ? whole(65535)(value, name)
          : oneOf(Object.keys(protocolNumbers))(value, name),
      local: endpoint,
      peer: (value, name) => value === 'none' || endpoint(value, name),
    },
  },
  unix: {
    needed: { type: oneOf(Object.keys(typeNumbers)), access: listOf(socketWords) },
    optional: { protocol: whole(65535), addr: string, peerAddr: string, peer: string },
  },
  ptrace: { needed: { access: oneOf(['trace', 'read', 'tracedby', 'readby']), peer: string } },
  signal: {
    needed: {
      access: oneOf(['send', 'receive']),
      signal: (value, name) => {
        if (
          typeof value !== 'string' ||
          !(Object.hasOwn(signalNumbers, value) || /^rtmin\+\d{1,2}$/.test(value))
        )
          fail(`“${name}” must be a signal, such as kill or rtmin+3.`);
      },
      peer: string,
    },
  },
  dbus: {
    needed: { access: oneOf(['send', 'receive', 'bind', 'eavesdrop']), bus: string },
    optional: { name: string, peer: string, path: string, interface: string, member: string },
  },
  mount: {
    needed: { target: path },
    optional: {
      source: string,
      fstype: string,
      flags: listOf([...Object.keys(mountFlagNumbers), ...mountFlagNone]),
      data: string,
    },
  },
  umount: { needed: { target: path } },
  pivot_root: { needed: { newRoot: path, oldRoot: path } },
  userns: { needed: {} },
  io_uring: { needed: { access: oneOf(['sqpoll', 'override_creds']) }, optional: { label: string } },
  mqueue: { needed: { access: listOf(mqueueAccess), name: string }, optional: { label: string } },
  raw: {
    needed: {
      class: whole(255),
      bytes: (value, name) => {
        if (typeof value !== 'string' || !/^(?:[0-9a-fA-F]{2})*$/.test(value))
          fail(`“${name}” must be pairs of hexadecimal digits.`);
      },
    },
    optional: { owner: flag },
  },
};

export const operations = Object.keys(shapes) as Operation[];

/** Checks a request that came from outside. Throws RequestProblem, in words, where it is none. */
export function readRequest(value: unknown): Request {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail('A request is a JSON object with “op”.');
  const given = value as Record<string, unknown>;
  if (typeof given.op !== 'string' || !Object.hasOwn(shapes, given.op))
    return fail(`“op” must be one of ${operations.join(', ')}.`);
  const { needed, optional = {} } = shapes[given.op as Operation];
  for (const [name, field] of Object.entries(needed)) {
    if (!Object.hasOwn(given, name)) fail(`A request “${given.op}” needs “${name}”.`);
    field(given[name], name);
  }
  for (const [name, field] of Object.entries(optional))
    if (given[name] !== undefined && Object.hasOwn(given, name)) field(given[name], name);
  for (const name of Object.keys(given))
    if (name !== 'op' && !Object.hasOwn(needed, name) && !Object.hasOwn(optional, name))
      fail(`A request “${given.op}” knows no “${name}”.`);
  return value as Request;
}

/** Words of the kernel for a state, as its `.access` file prints them. */
export interface PermissionWords {
  allow: number;
  deny: number;
  audit: number;
  quiet: number;
}

export interface Answer {
  /** What the process sees. In complain mode most of what the policy denies is allowed. */
  verdict: 'allow' | 'deny';
  /** False where the kernel never asks the policy: not mediated there, or the profile is unconfined. */
  mediated: boolean;
  /** A deny rule decides, not merely the lack of one that allows. */
  explicitDeny: boolean;
  /** Whether it is logged. */
  audit: boolean;
  /** Whether it is denied in silence. */
  quiet: boolean;
  perms: PermissionWords;
  /** The label that the program (exec, attach) or process (change_hat) then runs under; `unconfined` under none. */
  transition?: string;
  /** How that label is found. */
  exec?: ExecDetails;
  /** Complain mode let it pass. */
  complain?: true;
  /** What the answer does not tell, in a sentence. */
  note?: string;
}
