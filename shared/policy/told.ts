/** What rules are about, in words, by class: for whoever wonders what an include adds. */
import type { Condition, FileRule, Rule, RuleKind, Word } from '../syntax/index.ts';
import type { ApartRule } from './apart.ts';

/** Classes as they are told, the weightiest first. */
export const toldClasses = [
  'all',
  'exec',
  'write',
  'network',
  'dbus',
  'capability',
  'ptrace',
  'mount',
  'change_profile',
  'userns',
  'io_uring',
  'unix',
  'signal',
  'mqueue',
  'link',
  'read',
  'other',
  'deny',
] as const;
export type ToldClass = (typeof toldClasses)[number];

/** What deserves a look before an include is taken in. */
export const weighty: ReadonlySet<ToldClass> = new Set([
  'all',
  'exec',
  'write',
  'network',
  'dbus',
  'capability',
  'ptrace',
  'mount',
  'change_profile',
  'userns',
  'io_uring',
]);

export interface Told<Of extends Pick<ApartRule, 'node' | 'deny'>> {
  class: ToldClass;
  weighty: boolean;
  /** `writes 3 paths: /a, /b, /c`. */
  words: string;
  rules: Of[];
}

/** Rules by class. A file rule that lets read, write and start is told in each of those. */
export function toldByClass<Of extends Pick<ApartRule, 'node' | 'deny'>>(rules: readonly Of[]): Told<Of>[] {
  const sorted = new Map<ToldClass, Of[]>();
  for (const rule of rules)
    for (const one of rule.deny ? (['deny'] as const) : classesOf(rule.node)) {
      const known = sorted.get(one);
      if (known) known.push(rule);
      else sorted.set(one, [rule]);
    }
  return toldClasses.flatMap((one) => {
    const found = sorted.get(one);
    if (!found) return [];
    return [
      {
        class: one,
        weighty: weighty.has(one),
        words: wordsOf(
          one,
          found.map(({ node }) => node),
        ),
        rules: found,
      },
    ];
  });
}

/** What of rules as they are written deserves a look, and how often. */
export function weightyOf(nodes: readonly Rule[]): Told<{ node: Rule; deny: boolean }>[] {
  const rules = nodes.map((node) => ({ node, deny: node.prefix?.access?.value === 'deny' }));
  return toldByClass(rules).filter((one) => one.weighty);
}

const classOfKind: Partial<Record<RuleKind, ToldClass>> = {
  capability: 'capability',
  network: 'network',
  unix: 'unix',
  dbus: 'dbus',
  signal: 'signal',
  ptrace: 'ptrace',
  io_uring: 'io_uring',
  userns: 'userns',
  mqueue: 'mqueue',
  mount: 'mount',
  remount: 'mount',
  umount: 'mount',
  pivot_root: 'mount',
  change_profile: 'change_profile',
  link: 'link',
  all: 'all',
};

function classesOf(node: Rule): ToldClass[] {
  if (node.kind !== 'file') return [classOfKind[node.kind] ?? 'other'];
  const letters = node.perms?.value.toLowerCase();
  // `file,` alone is every permission on every path.
  if (letters === undefined) return ['exec', 'write', 'read'];
  const found: ToldClass[] = [];
  if (letters.includes('x')) found.push('exec');
  if (/[wa]/.test(letters)) found.push('write');
  if (letters.includes('l')) found.push('link');
  if (/[rm]/.test(letters)) found.push('read');
  return found.length > 0 ? found : ['other'];
}

const writers: Record<ToldClass, (nodes: readonly Rule[]) => string> = {
  all: () => 'everything',
  exec: (nodes) => `starts ${pathsOf(nodes, 'program', ({ exec }) => exec)}`,
  write: (nodes) => `writes ${pathsOf(nodes, 'path')}`,
  read: (nodes) => `reads ${nodes.length} ${nodes.length === 1 ? 'path' : 'paths'}`,
  link: (nodes) => `makes links: ${counted(nodes.length)}`,
  network: (nodes) => `sockets: ${listed(nodes.map(socketOf))}`,
  dbus: (nodes) => `D-Bus: ${listed(nodes.map(busOf))}`,
  capability: (nodes) =>
    `capabilities: ${listed(nodes.flatMap((node) => (node.kind === 'capability' ? namesOf(node.names) : [])))}`,
  ptrace: (nodes) => `looks into or controls other processes (ptrace): ${counted(nodes.length)}`,
  mount: (nodes) => `mounts: ${counted(nodes.length)}`,
  change_profile: (nodes) => `changes to other profiles: ${counted(nodes.length)}`,
  userns: () => 'makes user namespaces',
  io_uring: () => 'uses io_uring',
  unix: (nodes) => `unix sockets: ${counted(nodes.length)}`,
  signal: (nodes) => `signals: ${counted(nodes.length)}`,
  mqueue: (nodes) => `message queues: ${counted(nodes.length)}`,
  other: (nodes) => counted(nodes.length),
  deny: (nodes) => `denies: ${counted(nodes.length)}`,
};

function wordsOf(one: ToldClass, nodes: readonly Rule[]): string {
  return writers[one](nodes);
}

const counted = (count: number) => `${count} ${count === 1 ? 'rule' : 'rules'}`;

function pathsOf(
  nodes: readonly Rule[],
  noun: string,
  besides: (node: FileRule) => string | undefined = () => undefined,
): string {
  const paths = nodes.flatMap((node) => {
    if (node.kind !== 'file') return [];
    const how = besides(node);
    return [`${node.path?.value ?? 'every path'}${how ? ` (${how})` : ''}`];
  });
  const distinct = [...new Set(paths)];
  return `${distinct.length} ${noun}${distinct.length === 1 ? '' : 's'}: ${listed(distinct)}`;
}

/** The first few of a list, each once, and how many more there are. */
function listed(all: readonly string[]): string {
  const distinct = [...new Set(all)];
  const shown = distinct.slice(0, 6).join(', ');
  return distinct.length > 6 ? `${shown} and ${distinct.length - 6} more` : shown;
}

function namesOf(names: readonly Word[]): string[] {
  return names.length > 0 ? names.map(({ value }) => value) : ['all of them'];
}

function socketOf(node: Rule): string {
  if (node.kind !== 'network') return '';
  const { family, type, protocol, conditions, peer } = node;
  const what = [family, type, protocol].flatMap((word) => (word ? [word.value] : [])).join(' ');
  const limited = conditions.length > 0 || peer ? ' (limited to addresses or ports)' : '';
  return `${what === '' ? 'every kind' : what}${limited}`;
}

function busOf(node: Rule): string {
  if (node.kind !== 'dbus') return '';
  const access = node.access?.words.map(({ value }) => value).join(', ') ?? 'everything';
  const named = [...node.conditions, ...(node.peer?.conditions ?? [])];
  const bus = valueNamed(named, 'bus');
  const name = valueNamed(named, 'name');
  return `${access}${bus ? ` on the ${bus} bus` : ''}${name ? ` with ${name}` : ''}`;
}

function valueNamed(conditions: readonly Condition[], name: string): string | undefined {
  return conditions.find((condition) => condition.name.value === name)?.values[0]?.value;
}
