/** Requirements: requests that a policy must allow or deny, from a kit or from a file beside the profile. */
import { type Answer, type Request, RequestProblem, readRequest } from './requests.ts';

export interface Requirement {
  id: string;
  title: string;
  want: 'allow' | 'deny';
  request: Request;
  reason?: string;
}

/** What a requirements file is called beside a profile `usr.bin.x`: `usr.bin.x.requirements.json`. */
export const requirementsSuffix = '.requirements.json';

export class RequirementsProblem extends Error {
  override name = 'RequirementsProblem';
}

const fail = (words: string): never => {
  throw new RequirementsProblem(words);
};

/**
 * Reads a requirements file: `{"requirements": [{"title": …, "want": "allow"|"deny", "request": {"op": …}}]}`, each
 * with `id` and `reason` where wished. Throws RequirementsProblem, in words, with the number of the requirement.
 */
export function readRequirements(text: string): Requirement[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fail(`Not JSON: ${(error as Error).message}.`);
  }
  const list = (json as { requirements?: unknown } | null)?.requirements;
  if (!Array.isArray(list)) return fail('Expected {"requirements": [ … ]}.');
  const ids = new Set<string>();
  return list.map((item: unknown, at) => {
    const requirement = readOne(item, `Requirement ${at + 1}`, `requirement-${at + 1}`);
    if (ids.has(requirement.id))
      fail(`Requirement ${at + 1}: there is another one with the id “${requirement.id}”.`);
    ids.add(requirement.id);
    return requirement;
  });
}

function readOne(item: unknown, name: string, id: string): Requirement {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return fail(`${name} must be an object.`);
  const given = item as Record<string, unknown>;
  const { want, request, title, reason } = given;
  if (want !== 'allow' && want !== 'deny') return fail(`${name}: “want” must be allow or deny.`);
  if (title !== undefined && typeof title !== 'string') return fail(`${name}: “title” must be some text.`);
  if (reason !== undefined && typeof reason !== 'string') return fail(`${name}: “reason” must be some text.`);
  if (given.id !== undefined && (typeof given.id !== 'string' || !/^[a-z0-9-]+$/.test(given.id)))
    return fail(`${name}: “id” must be lower-case letters, digits and hyphens.`);
  try {
    const read = readRequest(request);
    return {
      id: given.id ?? id,
      title: title ?? requestWords(read),
      want,
      request: read,
      ...(reason === undefined ? {} : { reason }),
    };
  } catch (error) {
    if (error instanceof RequestProblem) return fail(`${name}: ${error.message}`);
    throw error;
  }
}

/** The text of a requirements file. */
export function printRequirements(requirements: readonly Requirement[]): string {
  const list = requirements.map(({ id, title, want, request, reason }) => ({
    id,
    title,
    want,
    request,
    ...(reason ? { reason } : {}),
  }));
  return `${JSON.stringify({ requirements: list }, null, 2)}\n`;
}

/**
 * How an answer stands to what is wanted. `inexpressible`: it is not as wanted, but the kernel does not mediate it or
 * does not compare what would tell the request from others, so that no rule could make it so.
 */
export type Standing = 'met' | 'wrong' | 'inexpressible';

export function standingOf(
  want: Requirement['want'],
  answer: Pick<Answer, 'verdict' | 'mediated'> & { coarse?: true },
): Standing {
  if (answer.verdict === want) return 'met';
  return want === 'deny' && (!answer.mediated || answer.coarse) ? 'inexpressible' : 'wrong';
}

/** A request in a few words: `r /etc/shadow`, `connect inet dgram 203.0.113.7:123`. */
export function requestWords(request: Request): string {
  switch (request.op) {
    case 'file':
      return `${request.owner ? 'owner ' : ''}${request.perms} ${request.path}`;
    case 'exec':
      return `run ${request.path}`;
    case 'link':
      return `link ${request.path} to ${request.target}`;
    case 'change_profile':
      return `change to profile ${request.target}`;
    case 'change_hat':
      return `change to hat ${request.hat}`;
    case 'attach':
      return `start ${request.path}`;
    case 'capability':
      return `capability ${request.name}`;
    case 'network': {
      const { access, family, type, protocol, local, peer } = request;
      const at = (end: { ip?: string; port?: number }) =>
        `${end.ip?.includes(':') ? `[${end.ip}]` : (end.ip ?? 'any')}${end.port === undefined ? '' : `:${end.port}`}`;
      const parts = [access.join(', '), family, type, protocol ?? ''];
      if (local) parts.push(`from ${at(local)}`);
      if (peer === 'none') parts.push('without an address');
      else if (peer) parts.push(`to ${at(peer)}`);
      return parts.filter((part) => part !== '').join(' ');
    }
    case 'unix':
      return [
        `${request.access.join(', ')} unix ${request.type}`,
        request.addr ?? '',
        request.peerAddr || request.peer
          ? `with ${[request.peerAddr, request.peer].filter(Boolean).join(' of ')}`
          : '',
      ]
        .filter(Boolean)
        .join(' ');
    case 'ptrace':
      return `ptrace ${request.access} ${request.peer}`;
    case 'signal':
      return `${request.access} signal ${request.signal}, ${request.peer}`;
    case 'dbus':
      return ['D-Bus', request.access, request.bus, request.name, request.interface, request.member]
        .filter(Boolean)
        .join(' ');
    case 'mount':
      return ['mount', request.fstype, request.source, 'on', request.target].filter(Boolean).join(' ');
    case 'umount':
      return `unmount ${request.target}`;
    case 'pivot_root':
      return `pivot_root to ${request.newRoot}`;
    case 'userns':
      return 'make a user namespace';
    case 'io_uring':
      return `io_uring ${request.access}`;
    case 'mqueue':
      return `${request.access.join(', ')} queue ${request.name}`;
    case 'raw':
      return `class ${request.class}: ${request.bytes}`;
  }
}
