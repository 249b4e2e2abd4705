/** Requests about the classes of the policy's own automaton, as bytes; files and what starts from files are apart. */
import type { Kernel } from '../kernel.ts';
import type { Request } from '../requests.ts';
import { encodeDbus, encodeMqueue, encodePtrace, encodeSignal } from './ipc.ts';
import { encodeMount, encodePivotRoot, encodeUmount } from './mount.ts';
import { encodeIoUring, encodeUserns } from './namespaces.ts';
import { encodeNetwork } from './network.ts';
import type { Encoded } from './types.ts';
import { encodeUnix } from './unix.ts';

export { type Chunk, type Encoded, mediationClass, type Walk, type Way } from './types.ts';

/** Operations that are not decided here: by the file automaton, the capability sets, or attachment. */
export type OtherOperation =
  | 'file'
  | 'exec'
  | 'link'
  | 'change_profile'
  | 'change_hat'
  | 'attach'
  | 'capability'
  | 'raw';

export type ClassRequest = Exclude<Request, { op: OtherOperation }>;

type Encoders = {
  [Op in ClassRequest['op']]: (request: Extract<ClassRequest, { op: Op }>, kernel: Kernel) => Encoded;
};

const encoders: Encoders = {
  network: encodeNetwork,
  unix: encodeUnix,
  ptrace: encodePtrace,
  signal: encodeSignal,
  dbus: encodeDbus,
  mqueue: encodeMqueue,
  mount: encodeMount,
  umount: encodeUmount,
  pivot_root: encodePivotRoot,
  userns: encodeUserns,
  io_uring: encodeIoUring,
};

/** Whether a request is about one of the classes here. */
export function isClassRequest(request: Request): request is ClassRequest {
  return Object.hasOwn(encoders, request.op);
}

/** The bytes of a request. Throws RequestProblem for an address that is none. */
export function encodeRequest(request: ClassRequest, kernel: Kernel): Encoded {
  return (encoders[request.op] as (request: ClassRequest, kernel: Kernel) => Encoded)(request, kernel);
}
