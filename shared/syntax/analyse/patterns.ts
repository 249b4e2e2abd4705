/** Which words of a profile are patterns and may hold variables, and whether what they expand to is well formed. */
import { groupingProblem, patternProblem } from '../aare.ts';
import { splitFlag } from '../flags.ts';
import type { Condition, Rule, Span, Word } from '../nodes.ts';
import type { EvaluatedProfile, Located, LocatedRule, Origin } from './evaluated.ts';
import type { Policy } from './policy.ts';

/** Variables are expanded in all; those that are compiled to a pattern must be well formed. */
interface Words {
  patterns: Word[];
  /** Expanded, but used as they are. */
  plain: Word[];
  /** Addresses of unix sockets: none, auto, or a pattern behind its first character. */
  addresses?: Word[];
  /** Read as patterns, but neither expanded nor compiled. */
  onlyRead?: Word[];
}

export function checkPatterns(policy: Policy): void {
  for (const profile of policy.everyProfile()) {
    if (profile !== policy.loose) checkHeader(policy, profile);
    checkRules(policy, profile);
  }
}

/**
 * A rule of an included file that is sound under some declarations is not checked again under the same: many policies
 * include it.
 */
function checkRules(policy: Policy, profile: EvaluatedProfile): void {
  const { declared } = policy.variables;
  const isShared = policy.aliases.isEmpty;
  for (const { shared, rules, origin } of profile.runs) {
    const known = shared && isShared ? declared.unsettled(rules) : undefined;
    const left: LocatedRule[] = [];
    for (const rule of known ?? rules) if (!checkRule(policy, profile, rule, origin)) left.push(rule);
    if (shared && isShared && !known) declared.rememberUnsettled(rules, left);
  }
}

/** What a header says is read before the variables are set that stand for it. */
function checkHeader(policy: Policy, profile: EvaluatedProfile): void {
  const { name, attachment, flags } = profile.node;
  for (const word of present(attachment ?? name)) {
    const text = checkWord(policy, word, profile, undefined, true);
    checkAliases(policy, word, text, profile);
  }
  if (attachment && name) checkWord(policy, name, profile, undefined, false);
  for (const flag of flags?.values ?? []) {
    const [kind, path] = splitFlag(flag.value);
    if (!path || !kind.startsWith('attach_disconnected')) continue;
    const text = checkWord(policy, { ...flag, value: path }, profile, undefined, false);
    if (text !== undefined && !text.startsWith('/'))
      policy.report('bad-flag', flag, flag.value, profile.origin);
  }
}

/** Answers whether nothing is wrong, whatever the profile is called. */
function checkRule(
  policy: Policy,
  profile: EvaluatedProfile,
  { node, maybe }: LocatedRule,
  origin: Origin,
): boolean {
  const { patterns, plain, addresses = [], onlyRead = [] } = ruleWords(node);
  const place = { origin, maybe };
  const reported = policy.diagnostics.length;
  let sound = true;
  const aliased = node.kind === 'file' || node.kind === 'link';
  // Rules for all files are compiled as this pattern.
  if ((node.kind === 'file' && !node.path) || node.kind === 'all')
    checkAliases(policy, wholeRule(node), '/{**,}', place);
  const check = (word: Word, isPattern: boolean): string | undefined => {
    const text = checkWord(policy, word, place, profile, isPattern);
    if (text === undefined || !policy.variables.isShared(word.value)) sound = false;
    return text;
  };
  for (const word of patterns) {
    const text = check(word, true);
    if (aliased) checkAliases(policy, word, text, place);
  }
  for (const word of plain) check(word, false);
  for (const word of onlyRead) {
    const problem = groupingProblem(word.value);
    if (problem && !maybe) policy.report('bad-glob', word, problem, origin);
  }
  for (const word of addresses) {
    const text = check(word, false);
    const problem =
      text === undefined || text === 'none' || text === 'auto' ? undefined : patternProblem(text.slice(1));
    if (problem && !maybe) policy.report('bad-glob', word, problem, origin);
  }
  return sound && !maybe && policy.diagnostics.length === reported;
}

/** The expanded text of a word that is well formed. */
function checkWord(
  policy: Policy,
  word: Word,
  { origin, maybe }: Pick<Located<unknown>, 'origin' | 'maybe'>,
  profile: EvaluatedProfile | undefined,
  isPattern: boolean,
): string | undefined {
  const text = policy.variables.expand(word.value, word, origin, profile, maybe && profile !== policy.loose);
  const problem = text !== undefined && isPattern ? patternProblem(text) : undefined;
  if (problem && !(maybe && profile !== policy.loose)) policy.report('bad-glob', word, problem, origin);
  return problem ? undefined : text;
}

function wholeRule({ start, end }: Rule): Span {
  return { start, end };
}

/** What aliases make of a word must be well formed too. */
function checkAliases(
  policy: Policy,
  word: Span,
  text: string | undefined,
  { origin, maybe }: Pick<Located<unknown>, 'origin' | 'maybe'>,
): void {
  if (text === undefined || maybe) return;
  for (const path of policy.aliases.of(text)) {
    const problem = patternProblem(path);
    if (problem) policy.report('bad-glob', word, `An alias makes this “${path}”. ${problem}`, origin);
  }
}

export function ruleWords(rule: Rule): Words {
  switch (rule.kind) {
    case 'file': {
      // The target of an exec mode is a name, that of a link a path.
      const isLink = /l/i.test(rule.perms?.value ?? '') && !rule.exec;
      return { patterns: present(rule.path, isLink ? rule.target : undefined), plain: [] };
    }
    case 'link':
      return { patterns: present(rule.path, rule.target), plain: [] };
    case 'mount':
    case 'remount': {
      const types = valuesOf(rule.conditions, 'fstype', 'vfstype');
      return { patterns: [...present(rule.source, rule.target), ...types], plain: [] };
    }
    case 'umount':
      return {
        patterns: present(rule.source, rule.target),
        plain: valuesOf(rule.conditions, 'fstype', 'vfstype'),
      };
    case 'pivot_root':
      return {
        patterns: [...present(rule.newRoot), ...valuesOf(rule.conditions, 'oldroot')],
        plain: present(rule.target),
      };
    case 'change_profile':
      return { patterns: present(rule.exec, rule.target), plain: [] };
    case 'dbus':
      return { patterns: valuesOf([...rule.conditions, ...(rule.peer?.conditions ?? [])]), plain: [] };
    case 'unix': {
      const conditions = [...rule.conditions, ...(rule.peer?.conditions ?? [])];
      return {
        patterns: valuesOf(conditions, 'label'),
        plain: [],
        addresses: valuesOf(conditions, 'addr'),
      };
    }
    case 'signal':
    case 'ptrace':
      return {
        patterns: [
          ...(rule.peer?.conditions.flatMap(({ values }) => values) ?? []),
          ...present(rule.peer?.value),
        ],
        plain: [],
      };
    case 'mqueue':
      return { patterns: [], plain: [...present(rule.name), ...valuesOf(rule.conditions, 'label')] };
    case 'network':
      return { patterns: [], plain: [], onlyRead: valuesOf(rule.conditions, 'interface') };
    default:
      return { patterns: [], plain: [] };
  }
}

function valuesOf(conditions: readonly Condition[], ...names: string[]): Word[] {
  return conditions
    .filter(({ name }) => names.length === 0 || names.includes(name.value))
    .flatMap(({ values }) => values);
}

function present(...words: (Word | undefined)[]): Word[] {
  return words.filter((word) => word !== undefined);
}
