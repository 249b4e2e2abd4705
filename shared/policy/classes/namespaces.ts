/** User namespaces and io_uring (security/apparmor/lsm.c, task.c, policy_ns.c). */
import type { Kernel } from '../kernel.ts';
import type { IoUringRequest, UsernsRequest } from '../requests.ts';
import { text } from './bytes.ts';
import { type Encoded, mediationClass } from './types.ts';

const bits = { overrideCreds: 0x8, sqpoll: 0x10, userns: 0x8 } as const;
const nothing = new Uint8Array(0);

export function encodeUserns(_request: UsernsRequest, kernel: Kernel): Encoded {
  if (!kernel.userns) return { unmediated: 'This kernel does not mediate the making of user namespaces.' };
  const way = { mediationClass: mediationClass.userns, chunks: [{ bytes: nothing }] };
  return { walks: [{ ways: [way], wanted: bits.userns, words: 'create' }] };
}

export function encodeIoUring({ access, label = '' }: IoUringRequest, kernel: Kernel): Encoded {
  if (!kernel.ioUring) return { unmediated: 'This kernel does not mediate io_uring.' };
  const bytes = access === 'sqpoll' ? nothing : text(label);
  const way = { mediationClass: mediationClass.ioUring, chunks: [{ bytes }] };
  const wanted = access === 'sqpoll' ? bits.sqpoll : bits.overrideCreds;
  return { walks: [{ ways: [way], wanted, words: access }] };
}
