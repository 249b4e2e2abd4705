/** Other processes: ptrace, signals, dbus, message queues (security/apparmor/ipc.c, task.c; dbus-daemon). */
import type { Kernel } from '../kernel.ts';
import type { DbusRequest, MqueueRequest, PtraceRequest, SignalRequest } from '../requests.ts';
import { byte, join, separator, text } from './bytes.ts';
import { perm, realtimeSignal, signalNumbers } from './numbers.ts';
import { type Encoded, mediationClass } from './types.ts';

const ptraceBits = { trace: 0x2, read: 0x4, tracedby: 0x8, readby: 0x10 } as const;

export function encodePtrace({ access, peer }: PtraceRequest): Encoded {
  return one(mediationClass.ptrace, text(peer), ptraceBits[access], access);
}

export function encodeSignal({ access, signal, peer }: SignalRequest): Encoded {
  const number = signalNumbers[signal] ?? realtimeSignal + Number(/\d+$/.exec(signal)?.[0]);
  return one(
    mediationClass.signal,
    join(byte(number), text(peer)),
    access === 'send' ? 0x2 : 0x4,
    `${access} ${signal}`,
  );
}

const dbusBits = { send: 0x2, receive: 0x4, eavesdrop: 0x20, bind: 0x40 } as const;

/** Asked by the bus's daemon, through the kernel; an empty part is one that the message does not have. */
export function encodeDbus(request: DbusRequest, kernel: Kernel): Encoded {
  if (!kernel.dbus) return { unmediated: 'This kernel does not answer the questions of the message bus.' };
  const { access, bus, name = '', peer = 'unconfined', path = '', member = '' } = request;
  const parts =
    access === 'eavesdrop'
      ? [bus]
      : access === 'bind'
        ? [bus, name]
        : [bus, name, peer, path, request.interface ?? '', member];
  const bytes = join(...parts.flatMap((part, at) => (at === 0 ? [text(part)] : [separator, text(part)])));
  return one(mediationClass.dbus, bytes, dbusBits[access], access);
}

const mqueueBits = {
  read: perm.read,
  write: perm.write,
  create: perm.create,
  delete: perm.delete,
  open: perm.open,
  setattr: perm.setattr,
  getattr: perm.getattr,
} as const;

export function encodeMqueue({ access, name, label }: MqueueRequest, kernel: Kernel): Encoded {
  if (!kernel.mqueue) return { unmediated: 'This kernel does not mediate message queues.' };
  const wanted = access.reduce((mask, word) => mask | mqueueBits[word as keyof typeof mqueueBits], 0);
  const bytes = label === undefined ? text(name) : join(text(name), separator, text(label));
  return one(mediationClass.mqueue, bytes, wanted, access.join(', '));
}

function one(cls: number, bytes: Uint8Array, wanted: number, words: string): Encoded {
  return { walks: [{ ways: [{ mediationClass: cls, chunks: [{ bytes }] }], wanted, words }] };
}
