/** The rules of a profile that say how a program may be run, as they are compiled: one entry for each path they name. */
import { concatenate, isExact, type Pattern, parsePattern, patternProblem } from '../aare.ts';
import type { FileRule, Span, Word } from '../nodes.ts';
import { modeKey, readPermissions } from '../permissions.ts';
import { remembered } from '../remembered.ts';
import type { EvaluatedProfile, LocatedRule, Origin } from './evaluated.ts';
import type { Policy } from './policy.ts';

/** Longer patterns are not compared: the time would grow with the square of their length. */
const longestPattern = 4096;

export interface Entry {
  /** What is written before it, and the path before its slashes are counted: equal ones are merged first. */
  written: string;
  /** As UTF-8 bytes, one character each: the kernel compares bytes. Of a change of profile, with its target behind a NUL. */
  path: string;
  /** The path up to its first pattern. */
  literal: string;
  /** Where the rule stands among the profile's. */
  order: number;
  exact: boolean;
  pattern: () => Pattern;
  /** Exec mode for files the user owns, and for other files. */
  owner?: string;
  other?: string;
  priority: number;
  /** What to point at. */
  word: Span;
  /** The path as a person reads it. */
  shown: string;
  origin: Origin;
}

interface Runner {
  rule: LocatedRule;
  /** Where it stands in its run. */
  at: number;
}

/** The rules of a run that say how programs may be run. */
export const runnersOf = remembered((rules: readonly LocatedRule[]): readonly Runner[] =>
  rules
    .map((rule, at) => ({ rule, at }))
    .filter(
      ({ rule: { node } }) =>
        node.kind === 'change_profile' || (node.kind === 'file' && modeOf(node) !== undefined),
    ),
);

/** What a rule adds; nothing where it grants no execution, or where that cannot be told. */
export function entriesOf(
  policy: Policy,
  profile: EvaluatedProfile,
  rule: LocatedRule,
  origin: Origin,
  order: number,
): Entry[] {
  if (rule.maybe || accessOf(rule) !== 'allow') return [];
  if (rule.node.kind === 'file') return fileEntries(policy, profile, rule, origin, order);
  if (rule.node.kind === 'change_profile') return onExecEntries(policy, profile, rule, origin, order);
  return [];
}

function accessOf({ node, block }: LocatedRule): string {
  return block?.access ?? node.prefix?.access?.value ?? 'allow';
}

/** What a rule for all files is compiled to. */
const everything = { written: '/{**,}', path: '/{**,}' };

function fileEntries(
  policy: Policy,
  profile: EvaluatedProfile,
  rule: LocatedRule,
  origin: Origin,
  order: number,
): Entry[] {
  const node = rule.node as FileRule;
  const mode = modeOf(node);
  if (mode === undefined) return [];
  const scope = node.prefix?.owner?.value;
  const paths = node.path ? pathsOf(policy, profile, node.path, origin, true) : [everything];
  const before = `${rule.block?.audit || node.prefix?.audit ? 'audit' : ''} ${rule.block?.access ?? node.prefix?.access?.value ?? ''}`;
  return paths.map(({ written, path }) => ({
    written: `${before} ${written}`,
    ...shape(path),
    order,
    exact: isExact(path),
    ...(scope === 'other' || rule.block?.owned === false ? {} : { owner: mode }),
    ...(scope === 'owner' || rule.block?.others === false ? {} : { other: mode }),
    priority: node.prefix?.priority?.value ?? 0,
    word: node.perms ?? node.keyword ?? { start: node.start, end: node.end },
    origin,
  }));
}

/**
 * `change_profile PROGRAM -> PROFILE`: such rules must agree on whether the environment is scrubbed. They are matched
 * by the program, a NUL and the profile, and an inverted class of a file rule takes in the NUL.
 */
function onExecEntries(
  policy: Policy,
  profile: EvaluatedProfile,
  { node }: LocatedRule,
  origin: Origin,
  order: number,
): Entry[] {
  if (node.kind !== 'change_profile' || !node.exec) return [];
  const program = pathsOf(policy, profile, node.exec, origin, false)[0]?.path;
  const target = node.target ? pathsOf(policy, profile, node.target, origin, false)[0]?.path : '**';
  if (program === undefined || target === undefined) return [];
  const mode = node.safety?.value === 'unsafe' ? 'change_profile unsafe' : 'change_profile';
  const exact = isExact(program) && isExact(target);
  let pattern: Pattern | undefined;
  return [
    {
      written: `${program}\0${target}`,
      path: `${program}\0${target}`,
      shown: program,
      literal: isLiteral(program) ? `${program}\0${literalOf(target)}` : literalOf(program),
      pattern: () => {
        pattern ??= concatenate([parsePattern(program), parsePattern('\0'), parsePattern(target)]);
        return pattern;
      },
      order,
      exact,
      owner: mode,
      other: mode,
      priority: node.prefix?.priority?.value ?? 0,
      word: node.exec,
      origin,
    },
  ];
}

type Path = Pick<Entry, 'written' | 'path'>;

/** The patterns a word stands for: with its variables put in, and those that aliases add. */
function pathsOf(
  policy: Policy,
  profile: EvaluatedProfile,
  word: Word,
  origin: Origin,
  aliases: boolean,
): Path[] {
  const text = policy.variables.expand(word.value, word, origin, profile, true);
  if (text === undefined) return [];
  return [text, ...(aliases ? policy.aliases.of(text) : [])]
    .filter((path) => path.length <= longestPattern && patternProblem(path) === undefined)
    .map((path) => ({ written: path, path: bytes(oneSlash(path)) }));
}

/** Two slashes in front are a place of their own; all others are one. */
function oneSlash(path: string): string {
  return path.replace(/(?<=.)\/{2,}|^\/{3,}/g, '/');
}

function shape(path: string): Pick<Entry, 'path' | 'literal' | 'pattern' | 'shown'> {
  let pattern: Pattern | undefined;
  return {
    path,
    shown: path,
    literal: literalOf(path),
    pattern: () => {
      pattern ??= parsePattern(path);
      return pattern;
    },
  };
}

const special = /[?*[{\\]/;

/** What stands before the first pattern. */
function literalOf(path: string): string {
  const at = path.search(special);
  return at < 0 ? path : path.slice(0, at);
}

function isLiteral(path: string): boolean {
  return !special.test(path);
}

/** The UTF-8 bytes of a text as characters. */
function bytes(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0)!;
      if (code < 0x80) return character;
      if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), last(code));
      if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), last(code >> 6), last(code));
      return String.fromCharCode(0xf0 | (code >> 18), last(code >> 12), last(code >> 6), last(code));
    })
    .join('');
}

/** A byte that goes on. */
function last(code: number): number {
  return 0x80 | (code & 0x3f);
}

/** How a program is run, equal for equal modes: scrubbing, kind and fallback, target. `file,` allows ix. */
function modeOf({ perms, safety, target, path }: FileRule): string | undefined {
  if (!path) return perms ? undefined : 'ix ';
  if (!perms || !/x/i.test(perms.value)) return undefined;
  const mode = readPermissions(perms.value).modes.find((each) => modeKey(each) !== '');
  if (!mode) return undefined;
  const key = modeKey(mode);
  const kind = mode.toLowerCase();
  const scrubs = safety && kind !== 'ix' ? safety.value === 'safe' : key.startsWith('scrub ');
  return `${scrubs ? 'scrub ' : ''}${kind} ${target?.value ?? ''}`;
}
