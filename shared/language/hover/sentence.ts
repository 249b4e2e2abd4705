/** What a rule grants, in plain words. */
import type { Condition, PeerConditions, Rule, RuleBlock, WordList } from '../../syntax/index.ts';
import { splitPermissions } from '../../syntax/permissions.ts';
import { accessOf } from '../../syntax/rules/common.ts';
import {
  dbusAccessWords,
  ioUringAccessWords,
  mountOptionWords,
  mqueueAccessWords,
  ptraceAccessWords,
  signalAccessWords,
} from '../words/accesses.ts';
import { capabilityWords } from '../words/capabilities.ts';
import { familyWords, protocolWords, socketAccessWords, typeWords } from '../words/network.ts';
import { execModeWords, letterWords } from '../words/permissions.ts';
import { rlimitWords } from '../words/rlimits.ts';
import { signalWords } from '../words/signals.ts';

type Words = Readonly<Record<string, string>>;

/** The end of “Lets the program …”, and what narrows it. */
interface Grant {
  to: string;
  only?: (string | undefined)[];
}

/**
 * One sentence, and a list of what narrows it. `blocks`: those around the rule, the outermost first. Undefined for
 * text that is no rule.
 */
export function grantOf(rule: Rule, blocks: readonly RuleBlock[] = []): string | undefined {
  if (rule.kind === 'rlimit') return limitOf(rule);
  const grant = whatFor(rule);
  if (!grant) return undefined;
  const prefixes = [...blocks, rule].map(({ prefix }) => prefix);
  const access = prefixes.find((prefix) => prefix?.access)?.access?.value ?? 'allow';
  const audit = prefixes.some((prefix) => prefix?.audit);
  const owner = prefixes.find((prefix) => prefix?.owner)?.owner?.value;
  const priority = rule.prefix?.priority?.value ?? 0;
  const only = [
    ...(grant.only ?? []),
    owner === 'owner' && 'only where the file belongs to the user that the program runs as',
    owner === 'other' &&
      'only where the file belongs to somebody else than the user that the program runs as',
    access === 'deny' && 'even where another rule of the same priority allows it',
    access === 'deny' && (audit ? 'each refusal is recorded' : 'refusals are not recorded'),
    access !== 'deny' && audit && 'each use is recorded',
    priority !== 0 &&
      `priority ${priority}: ${priority > 0 ? 'before' : 'after'} rules without one, deny rules too`,
  ].filter(Boolean);
  const list = only.map((one) => `\n- ${one}`).join('');
  return `${openings[access]} ${grant.to}${list ? `:\n${list}` : '.'}`;
}

const openings = {
  allow: 'Lets the program',
  deny: 'Does not let the program',
  prompt: 'Asks the user whether to let the program',
} as const;

function whatFor(rule: Rule): Grant | undefined {
  switch (rule.kind) {
    case 'file':
      return fileGrant(rule);
    case 'link':
      return {
        to: `make ${code(rule.path)} a hard link to ${code(rule.target)}`,
        only: [rule.subset ? 'only where the link is not allowed more than the file' : undefined],
      };
    case 'capability':
      return {
        to:
          rule.names.length === 0
            ? 'use every capability: all that root may do'
            : joined(
                rule.names.map(({ value }) => capabilityWords[value]?.allows ?? code(value)),
                '; and ',
              ),
      };
    case 'network':
      return {
        to: `use ${sockets(rule)}`,
        only: [accesses(rule.access, socketAccessWords), ...conditions(rule.conditions), peer(rule.peer)],
      };
    case 'unix':
      return {
        to: 'use unix sockets, to talk to other programs on this machine',
        only: [accesses(rule.access, socketAccessWords), ...conditions(rule.conditions), peer(rule.peer)],
      };
    case 'dbus':
      return {
        to: rule.access
          ? doing(rule.access, dbusAccessWords)
          : 'send and receive messages on D-Bus, and take names there',
        only: [...conditions(rule.conditions), peer(rule.peer)],
      };
    case 'signal':
      return {
        to: rule.access ? doing(rule.access, signalAccessWords) : 'send and receive signals',
        only: [signals(rule.conditions), processes(rule.peer)],
      };
    case 'ptrace':
      return {
        to: rule.access
          ? doing(rule.access, ptraceAccessWords)
          : 'debug other processes and be debugged by them',
        only: [processes(rule.peer)],
      };
    case 'mqueue':
      return {
        to: rule.access ? doing(rule.access, mqueueAccessWords) : 'use message queues',
        only: [rule.name && `only the queue ${code(rule.name)}`, ...conditions(rule.conditions)],
      };
    case 'io_uring':
      return {
        to: rule.access ? doing(rule.access, ioUringAccessWords) : 'use all special powers of io_uring',
        only: conditions(rule.conditions),
      };
    case 'userns':
      return { to: 'make user namespaces, in which it is root of its own' };
    case 'mount':
      return {
        to: `mount ${rule.source ? code(rule.source) : 'anything'} at ${rule.target ? code(rule.target) : 'any place'}`,
        only: mountConditions(rule.conditions),
      };
    case 'remount':
      return {
        to: `change the options of what is mounted at ${rule.target ? code(rule.target) : 'any place'}`,
        only: mountConditions(rule.conditions),
      };
    case 'umount':
      return {
        to: `unmount ${rule.target ? code(rule.target) : 'anything'}`,
        only: mountConditions(rule.conditions),
      };
    case 'pivot_root':
      return {
        to: `put ${rule.newRoot ? code(rule.newRoot) : 'any directory'} in the place of its root directory`,
        only: [
          ...conditions(rule.conditions),
          rule.target && `and go over to the profile ${code(rule.target)}`,
        ],
      };
    case 'change_profile':
      return {
        to: `go over to ${rule.target ? `the profile ${code(rule.target)}` : 'any profile'}`,
        only: [
          rule.exec && `only with the start of ${code(rule.exec)}`,
          rule.safety?.value === 'unsafe' ? 'without cleaning the environment' : undefined,
        ],
      };
    case 'all':
      return { to: 'do everything that AppArmor decides about' };
    case 'hat-ref':
      return { to: `change into the hat ${code(rule.name)}` };
    default:
      return undefined;
  }
}

type File = Extract<Rule, { kind: 'file' }>;

function fileGrant({ path, perms, exec, target, safety }: File): Grant | undefined {
  if (!path)
    return {
      to: 'do everything with every file: read, write, link, lock, map as code, and run it under this same profile',
    };
  if (!perms) return undefined;
  const directory = path.value.endsWith('/');
  const { plain } = splitPermissions(perms.value);
  const verbs = [...new Set(plain.toLowerCase())].map((letter) =>
    letter === 'r' && directory ? 'list the names in' : letterWords[letter]!.verb,
  );
  const object = code(path);
  const link = /l/i.test(plain) && target && !exec ? ` to ${code(target)}` : '';
  const parts = verbs.length > 0 ? [`${joined(verbs)} ${object}${link}`] : [];
  const only: string[] = [];
  if (exec) {
    const mode = execModeWords(exec);
    const place =
      mode && target
        ? `run it under ${/c/i.test(exec) ? 'the child profile' : 'the profile'} ${code(target)}`
        : (mode?.is ?? 'run it');
    parts.push(verbs.length > 0 ? place : place.replace('it', object));
    if (safety)
      only.push(
        safety.value === 'safe' ? 'the environment is cleaned' : 'the environment is passed on as it is',
      );
  }
  return parts.length > 0 ? { to: parts.join(', and '), only } : undefined;
}

function sockets({ family, type, protocol }: Extract<Rule, { kind: 'network' }>): string {
  const words = [family, type, protocol].filter((word) => word !== undefined);
  if (words.length === 0) return 'sockets of every kind: the whole network';
  const known: Words = { ...typeWords, ...protocolWords, ...familyWords };
  // `packet` is a family and a type.
  const explained = words.map((word, index) => {
    const meaning = index > 0 && word === type ? typeWords[word.value] : known[word.value];
    return code(word) + (meaning ? ` (${meaning})` : '');
  });
  return `sockets: ${explained.join(', ')}`;
}

function accesses(list: WordList | undefined, words: Words): string | undefined {
  return list && `only to ${doing(list, words)}`;
}

/** Accesses as verbs. */
function doing(list: WordList, words: Words): string {
  const names = [...new Set(accessOf(list).map(({ name }) => name))];
  return names.length === 0 ? 'do nothing' : joined(names.map((name) => words[name] ?? code(name)));
}

function conditions(written: readonly Condition[]): string[] {
  return written.map(({ name, operator, values }) => {
    const shown = joined(values.map(code), ' or ');
    return `only where ${code(name)} is ${operator === '!=' ? 'not ' : ''}${shown}`;
  });
}

function peer(written: PeerConditions | undefined): string | undefined {
  if (!written) return undefined;
  if (written.value) return `only with ${code(written.value)}`;
  const each = written.conditions.map(
    ({ name, values }) => `${code(name)} ${joined(values.map(code), ' or ')}`,
  );
  return each.length === 0 ? undefined : `only where the other end has ${joined(each)}`;
}

function processes(written: PeerConditions | undefined): string | undefined {
  const label = written?.value;
  if (!label) return undefined;
  if (label.value === 'unconfined') return 'only with programs without a profile';
  return `only with programs under the profile ${code(label)}`;
}

function signals(written: readonly Condition[]): string | undefined {
  const names = written.filter(({ name }) => name.value === 'set').flatMap(({ values }) => values);
  if (names.length === 0) return undefined;
  return `only ${joined(names.map((word) => code(word) + (signalWords[word.value] ? ` (${signalWords[word.value]})` : '')))}`;
}

function mountConditions(written: readonly Condition[]): string[] {
  return written.map(({ name, operator, values }) => {
    const shown = joined(
      values.map(
        (word) => code(word) + (mountOptionWords[word.value] ? ` (${mountOptionWords[word.value]})` : ''),
      ),
    );
    if (/^v?fstype$/.test(name.value))
      return `only file systems of the kind ${joined(values.map(code), ' or ')}`;
    return operator === 'in' ? `with any of the options ${shown}` : `only with exactly the options ${shown}`;
  });
}

function limitOf({ name, value }: Extract<Rule, { kind: 'rlimit' }>): string | undefined {
  if (!name || !value) return undefined;
  const what = rlimitWords[name.value] ?? code(name);
  return value.value === 'infinity'
    ? `Sets no limit on this: ${what}.`
    : `Limits to ${code(value)} at most: ${what}.`;
}

export function joined(parts: readonly string[], last = ' and '): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')}${last}${parts.at(-1)}`;
}

const longestCode = 500;

/** As code in Markdown. A backtick in it needs a longer fence. */
export function code(word: { value: string } | string | undefined): string {
  const whole = typeof word === 'string' ? word : (word?.value ?? '?');
  const text = (whole.length > longestCode ? `${whole.slice(0, longestCode)}…` : whole).replace(/\s+/g, ' ');
  if (!text.includes('`')) return `\`${text}\``;
  const fence = '`'.repeat(Math.max(...text.match(/`+/g)!.map(({ length }) => length)) + 1);
  return `${fence} ${text} ${fence}`;
}
