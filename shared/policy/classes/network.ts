/**
 * Sockets but those of the unix family (security/apparmor/net.c; for addresses Ubuntu's af_inet.c). The kernel feeds
 * family and type; newer ones the protocol too, unless it is decided by then. With Ubuntu's patch inet sockets go on
 * with addresses: an operation on one's own socket with the local one; connect, send and receive with that of the
 * peer, then the local one.
 */
import type { Kernel } from '../kernel.ts';
import { type Endpoint, type NetworkRequest, RequestProblem } from '../requests.ts';
import { ipv4, ipv6 } from './addresses.ts';
import { be16, byte, join, separator } from './bytes.ts';
import { familyNumbers, protocolNumbers, socketAccess, typeNumbers } from './numbers.ts';
import { type Chunk, type Encoded, mediationClass, type Walk } from './types.ts';

/** What a socket of the type speaks where nothing else is said. */
const usualProtocol: Readonly<Record<string, number>> = { stream: 6, dgram: 17, raw: 255 };

const peerAccess: ReadonlySet<string> = new Set(['connect', 'send', 'receive']);

/** Ports below this one are privileged (include/net/sock.h). */
const privilegedPorts = 1024;

/** Who an address belongs to, as the first byte of an address tells it. */
const addressOf = { local: 0, localPrivileged: 1, remote: 2 } as const;

/** What follows the address, where more than the address counts. */
const command = { peer: 1, listen: 2, option: 4 } as const;

export function encodeNetwork(request: NetworkRequest, kernel: Kernel): Encoded {
  const inet = request.family === 'inet' || request.family === 'inet6';
  const walks: Walk[] = [];
  if (inet && kernel.inetAddresses) {
    // Each access is a question of its own: they are asked with different bytes.
    for (const access of request.access) walks.push(walkOf(inetChunks(request, access), [access]));
  } else walks.push(walkOf(familyChunks(request, kernel), request.access));
  return { walks };
}

/** The newer class where the policy mediates it, else the older one. */
function walkOf(chunks: Chunk[], access: readonly string[]): Walk {
  return {
    ways: [mediationClass.networkV9, mediationClass.networkV8].map((cls) => ({
      mediationClass: cls,
      chunks,
    })),
    wanted: access.reduce((mask, word) => mask | socketAccess[word]!, 0),
    words: access.join(', '),
  };
}

/** Family and type, and after them the protocol where the kernel looks at it. */
function familyChunks(request: NetworkRequest, kernel: Kernel): Chunk[] {
  const bytes = join(be16(familyNumbers[request.family]!), be16(typeNumbers[request.type]!));
  if (!kernel.protocols) return [{ bytes }];
  return [{ bytes, early: true }, { bytes: be16(protocolOf(request)) }];
}

function inetChunks(request: NetworkRequest, access: string): Chunk[] {
  const bytes = join(be16(familyNumbers[request.family]!), be16(typeNumbers[request.type]!));
  const start: Chunk = { bytes, early: true };
  const protocol = be16(protocolOf(request, access === 'create'));
  if (access === 'create') return [start, { bytes: protocol }];
  const local = address(request, request.local, localOf(request, access));
  if (peerAccess.has(access)) {
    const peer =
      request.peer === 'none'
        ? noAddress(addressOf.remote)
        : address(request, request.peer, addressOf.remote);
    return [
      start,
      { bytes: join(protocol, peer), early: true },
      // Between the two stands the label of the peer, which inet sockets have none of.
      { bytes: join(separator, byte(command.peer), local), early: true },
      { bytes: separator },
    ];
  }
  const chunks: Chunk[] = [start, { bytes: join(protocol, local), early: true }];
  if (access === 'listen') chunks.push({ bytes: join(separator, byte(command.listen), be16(0)) });
  else if (access === 'getopt' || access === 'setopt')
    chunks.push({ bytes: join(separator, byte(command.option), be16(0), be16(0)) });
  else chunks.push({ bytes: separator });
  return chunks;
}

/** A socket is made with the protocol that was asked for, which may be none; later it has the one it got. */
function protocolOf({ protocol, type, family }: NetworkRequest, asGiven = false): number {
  if (typeof protocol === 'number') return protocol;
  if (protocol !== undefined) return protocolNumbers[protocol]!;
  if (asGiven || (family !== 'inet' && family !== 'inet6')) return 0;
  return usualProtocol[type] ?? 0;
}

function localOf({ local }: NetworkRequest, access: string): number {
  return access === 'bind' && (local?.port ?? 0) < privilegedPorts
    ? addressOf.localPrivileged
    : addressOf.local;
}

function address({ family }: NetworkRequest, endpoint: Endpoint | undefined, whose: number): Uint8Array {
  const { ip, port = 0 } = endpoint ?? {};
  const four = family === 'inet';
  const bytes = ip === undefined ? new Uint8Array(four ? 4 : 16) : four ? ipv4(ip) : ipv6(ip);
  if (!bytes) throw new RequestProblem(`“${ip}” is no ${four ? 'IPv4' : 'IPv6'} address.`);
  return join(byte(whose), be16(port), byte(four ? 1 : 2), bytes, separator);
}

/** An operation that names no address, such as send on a connected socket. */
function noAddress(whose: number): Uint8Array {
  return join(byte(whose), be16(0), byte(0), separator);
}
