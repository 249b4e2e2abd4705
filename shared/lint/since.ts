/** Since which version of apparmor_parser a part of the language is known. Each was tried with 3.0.8, 4.1.0 and 5.0.2. */
import { splitFlag } from '../syntax/flags.ts';
import type { Condition, Expression, Item, MountRule, NetworkRule, Profile, Span } from '../syntax/index.ts';

/** Major and minor. */
export type Version = readonly [major: number, minor: number];

export interface Newer extends Span {
  /** What is new, as the beginning of a sentence. */
  what: string;
  since: Version;
}

const four: Version = [4, 0];
const fourOne: Version = [4, 1];
const five: Version = [5, 0];

/** Everything in an item of the text, not in its braces, that AppArmor 3.0 does not know. */
export function* newerParts(item: Item, text: string): Generator<Newer> {
  yield* newerPrefix(item);
  switch (item.kind) {
    case 'all':
      yield part(item, 'Rules “all”', four);
      break;
    case 'userns':
    case 'mqueue':
    case 'io_uring':
      yield part(item, `Rules “${item.kind}”`, four);
      break;
    case 'network':
      yield* newerNetwork(item);
      break;
    case 'mount':
      yield* newerMount(item);
      break;
    case 'profile':
      yield* newerHeader(item, text);
      break;
    case 'variable':
    case 'boolean':
      if (item.operator === '?=' || item.operator === ':=') yield part(item, `“${item.operator}”`, five);
      else if (item.kind === 'boolean' && !/^(?:true|false)$/i.test(item.value.value))
        yield part(item.value, 'A condition as the value of a boolean', five);
      break;
    case 'abi':
      if (item.path.form === 'magic' && item.path.value.trim() === 'default')
        yield part(item.path, '“abi <default>”', five);
      break;
    case 'if':
      yield* newerCondition(item.condition);
      break;
  }
}

function part({ start, end }: Span, what: string, since: Version): Newer {
  return { start, end, what, since };
}

function* newerPrefix(item: Item): Generator<Newer> {
  if (!('prefix' in item) || !item.prefix) return;
  const { priority, access } = item.prefix;
  if (priority) yield part(priority, '“priority=”', fourOne);
  if (access?.value === 'prompt') yield part(access, '“prompt”', four);
  else if (access?.value === 'deny' && item.kind === 'block')
    yield part(access, '“deny” before a block', four);
}

function* newerNetwork({ access, conditions, peer }: NetworkRule): Generator<Newer> {
  if (access) yield part(access, 'A list of accesses in a network rule', four);
  for (const condition of [...conditions, ...(peer?.conditions ?? [])]) yield* newerAddress(condition);
}

function* newerAddress(condition: Condition): Generator<Newer> {
  const name = condition.name.value;
  if (name === 'interface' || name === 'label') yield part(condition, `“${name}=” in a network rule`, five);
  else if (name === 'port' && condition.values.some(({ value }) => /\d-\d/.test(value)))
    yield part(condition, 'A range of ports', fourOne);
  else yield part(condition, `“${name}=” in a network rule`, four);
}

const newOptions: ReadonlySet<string> = new Set(['nosymfollow', 'lazytime', 'nolazytime', 'nostrictatime']);
const propagation = /^(?:make-)?r?(?:shared|slave|private|unbindable)$/;

function* newerMount({ conditions, source, target }: MountRule): Generator<Newer> {
  for (const { name, values } of conditions) {
    if (name.value !== 'options' && name.value !== 'option') continue;
    for (const option of values) {
      if (newOptions.has(option.value)) yield part(option, `The mount option “${option.value}”`, four);
      // Without an arrow 3.0 takes the path for a source, which such mounts do not have.
      else if (source && !target && propagation.test(option.value))
        yield part(option, `“${option.value}” with a path that no arrow stands before`, four);
    }
  }
}

const flagsSince: Readonly<Record<string, Version>> = {
  prompt: four,
  default_allow: four,
  debug: four,
  interruptible: four,
  error: four,
  'kill.signal': four,
  'attach_disconnected.path': four,
  'attach_disconnected.ipc': five,
};

function* newerHeader({ header, flags }: Profile, text: string): Generator<Newer> {
  const identities = /\s\+\s*identities=/.exec(text.slice(header.start, header.end));
  if (identities) yield part(header, 'A header with identities', five);
  for (const flag of flags?.values ?? []) {
    const [name] = splitFlag(flag.value);
    if (Object.hasOwn(flagsSince, name)) yield part(flag, `The flag “${name}”`, flagsSince[name]!);
  }
}

/** 3.0 and 4.x know `defined`, booleans and `not`. */
function* newerCondition(condition: Expression): Generator<Newer> {
  if (condition.kind === 'not') yield* newerCondition(condition.operand);
  else if (condition.kind === 'group') yield* newerCondition(condition.inner);
  else if (condition.kind === 'literal') yield part(condition, '“true” or “false” as a condition', five);
  else if (condition.kind === 'compare' || condition.kind === 'and' || condition.kind === 'or')
    yield part(condition, 'A condition that compares, or joins two by “and” or “or”,', five);
}
