/**
 * Unix sockets (security/apparmor/af_unix.c). A kernel that judges them by address feeds family, type and protocol,
 * for all but create the local address and label, and for connect, send and receive those of the peer. Others judge
 * them by type, as any family. A socket in the file system is a file to them.
 */
import type { Kernel } from '../kernel.ts';
import type { UnixRequest } from '../requests.ts';
import { be16, byte, join, separator, text } from './bytes.ts';
import { familyNumbers, socketAccess, typeNumbers } from './numbers.ts';
import { type Chunk, type Encoded, mediationClass, type Walk, type Way } from './types.ts';

const peerAccess: ReadonlySet<string> = new Set(['connect', 'send', 'receive']);
const command = { peer: 1, listen: 2, option: 4 } as const;

export function encodeUnix(request: UnixRequest, kernel: Kernel): Encoded {
  if (kernel.unixAddresses === 'no') {
    const chunks: Chunk[] = [{ bytes: familyAndType(request), ...(kernel.protocols ? { early: true } : {}) }];
    if (kernel.protocols) chunks.push({ bytes: be16(request.protocol ?? 0) });
    return { walks: [walkOf([coarse(mediationClass.networkV8, chunks)], request.access)] };
  }
  const walks = request.access.map((access): Walk => {
    const chunks = addressChunks(request, access);
    const fine = { mediationClass: mediationClass.networkV9, chunks };
    // A policy made for an older abi is judged by its own class; only Ubuntu's kernels know addresses there.
    const older =
      kernel.unixAddresses === 'v8'
        ? { mediationClass: mediationClass.networkV8, chunks }
        : coarse(mediationClass.networkV8, [
            { bytes: familyAndType(request), early: true },
            { bytes: be16(request.protocol ?? 0) },
          ]);
    return walkOf([fine, older], [access]);
  });
  return { walks };
}

const coarse = (cls: number, chunks: Chunk[]): Way => ({ mediationClass: cls, chunks });

function walkOf(ways: Way[], access: readonly string[]): Walk {
  return {
    ways,
    wanted: access.reduce((mask, word) => mask | socketAccess[word]!, 0),
    words: access.join(', '),
  };
}

function familyAndType({ type }: UnixRequest): Uint8Array {
  return join(be16(familyNumbers.unix!), be16(typeNumbers[type]!));
}

function addressChunks(request: UnixRequest, access: string): Chunk[] {
  // The family is always followed by the protocol here, whatever its type allows already.
  const start = join(familyAndType(request), be16(request.protocol ?? 0));
  if (access === 'create') return [{ bytes: start }];
  // The label of one's own socket is not told; the rules match any.
  const local = join(start, address(request.addr), separator, separator);
  if (peerAccess.has(access))
    return [
      {
        bytes: join(
          local,
          byte(command.peer),
          address(request.peerAddr),
          separator,
          text(request.peer ?? 'unconfined'),
        ),
      },
    ];
  if (access === 'listen') return [{ bytes: join(local, byte(command.listen), be16(0)) }];
  if (access === 'getopt' || access === 'setopt')
    return [{ bytes: join(local, byte(command.option), be16(0)) }];
  return [{ bytes: local }];
}

/** An abstract name starts with a NUL where people write `@`; a socket without a name is told by a byte 1. */
function address(addr: string | undefined): Uint8Array {
  if (addr === undefined || addr === 'none') return byte(1);
  return addr.startsWith('@') ? join(separator, text(addr.slice(1))) : text(addr);
}
