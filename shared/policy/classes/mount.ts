/** Mounting (security/apparmor/mount.c). */
import type { MountRequest, PivotRootRequest, UmountRequest } from '../requests.ts';
import { byte, join, separator, text } from './bytes.ts';
import { mountFlagNumbers } from './numbers.ts';
import { type Encoded, mediationClass } from './types.ts';

const mountBits = { pivot: 0x1, mount: 0x2, umount: 0x4, dataFollows: 0x40 } as const;

/** Mount point, source and type, then a byte for each flag that is set; the options only where the rule asks for them. */
export function encodeMount({ target, source, fstype, flags = [], data }: MountRequest): Encoded {
  const mask = flags.reduce((bits, word) => bits | (mountFlagNumbers[word] ?? 0), 0);
  const set: Uint8Array[] = [];
  for (let bit = 0; bit < 31; bit++) if (mask & (1 << bit)) set.push(byte(bit + 1));
  const bytes = join(
    text(target),
    separator,
    text(source ?? ''),
    separator,
    text(fstype ?? ''),
    separator,
    ...set,
  );
  const chunks =
    data === undefined
      ? [{ bytes }]
      : [{ bytes, onlyIf: mountBits.dataFollows }, { bytes: join(separator, text(data)) }];
  return walk(chunks, mountBits.mount, 'mount');
}

export function encodeUmount({ target }: UmountRequest): Encoded {
  return walk([{ bytes: text(target) }], mountBits.umount, 'umount');
}

export function encodePivotRoot({ newRoot, oldRoot }: PivotRootRequest): Encoded {
  return walk([{ bytes: join(text(newRoot), separator, text(oldRoot)) }], mountBits.pivot, 'pivot_root');
}

function walk(chunks: { bytes: Uint8Array; onlyIf?: number }[], wanted: number, words: string): Encoded {
  return { walks: [{ ways: [{ mediationClass: mediationClass.mount, chunks }], wanted, words }] };
}
