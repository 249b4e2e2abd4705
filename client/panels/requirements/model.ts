/** The kit's requirements for reading: grouped as the kit groups them, each request in words. */
import type { KitRequirement } from '../../../shared/kits/schema.ts';

export interface RequirementGroup {
  title: string;
  /** What asked for it: "criterion 3", "criteria 4, 5", "scope". */
  criteria: string;
  requirements: KitRequirement[];
}

/** The groups in the order in which the kit first names them. */
export function groupRequirements(requirements: readonly KitRequirement[]): RequirementGroup[] {
  const groups = new Map<string, KitRequirement[]>();
  for (const requirement of requirements)
    groups.set(requirement.group, [...(groups.get(requirement.group) ?? []), requirement]);
  return [...groups].map(([title, members]) => ({
    title,
    criteria: criteriaWords(members.map(({ criterion }) => criterion)),
    requirements: members,
  }));
}

/** "criterion 3", "criteria 4, 5 and scope". */
export function criteriaWords(criteria: readonly string[]): string {
  const all = [...new Set(criteria)];
  const numbers = all.flatMap((text) => /^criterion (\d+)$/.exec(text)?.[1] ?? []);
  const others = all.filter((text) => !/^criterion \d+$/.test(text));
  const counted = numbers.length
    ? `${numbers.length === 1 ? 'criterion' : 'criteria'} ${numbers.join(', ')}`
    : '';
  return [counted, ...others].filter(Boolean).join(' and ');
}

type Request = Record<string, unknown>;

const text = (value: unknown): string =>
  Array.isArray(value) ? value.map(text).join(', ') : value === undefined ? '' : String(value);

/** "203.0.113.7:53", "[2001:db8::7]:53", "any". */
function address(value: unknown): string {
  if (!value || typeof value !== 'object') return value === 'none' ? 'none' : 'any';
  const { ip, port } = value as { ip?: string; port?: number };
  const host = ip?.includes(':') ? `[${ip}]` : (ip ?? 'any');
  return port === undefined ? host : `${host}:${port}`;
}

const inWords: Record<string, (request: Request) => string> = {
  file: ({ path, perms, owner }) => `${text(perms)} ${text(path)}${owner ? ', as its owner' : ''}`,
  exec: ({ path }) => `execute ${text(path)}`,
  capability: ({ name }) => `use the capability ${text(name)}`,
  network: ({ family, type, protocol, access, local, peer }) =>
    [
      text(access) || 'use',
      [family, type, protocol].map(text).filter(Boolean).join(' '),
      peer && `to ${address(peer)}`,
      local && `from ${address(local)}`,
    ]
      .filter(Boolean)
      .join(' '),
  ptrace: ({ access, peer }) => `ptrace ${text(access)}, peer ${text(peer)}`,
  signal: ({ access, signal, peer }) => `${text(access)} signal ${text(signal)}, peer ${text(peer)}`,
  userns: () => 'make a user namespace',
};

/** A request as the kernel would be asked it, in one line; of a kind not known here, its fields as they are. */
export function requestWords(request: KitRequirement['request']): string {
  const { op, ...rest } = request as Request & { op: string };
  const words = inWords[op];
  if (words) return words(rest);
  const fields = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : text(value)}`,
  );
  return [op, ...fields].join(' ');
}
