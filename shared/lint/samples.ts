/** Files that matter, and whether a rule's pattern takes one in. */
import type { FileRule } from '../syntax/index.ts';
import { covers, type PathPattern, pathPattern } from './patterns.ts';
import { accessOf, type EvaluatedProfile, expandedPath, permissionsOf, type RuleIn } from './rules.ts';
import type { LintContext } from './types.ts';

/** A path that stands for many, and what it is, as in “shell start-up files such as ~/.bashrc”. */
export interface Sample {
  path: string;
  what: string;
  /** A word that a pattern has which means this file: `shadow`. */
  telltale?: RegExp;
}

const none: readonly Sample[] = [];

/** Longer ones are not looked at, as patterns are not compared that long. */
const longestPath = 2048;

/** So many pairs of states are looked at for one check of a file. */
const mostEffort = 200_000;

/** The deny rules of a profile, and what was asked of them: samples are few. */
interface Denied {
  denied: { pattern: PathPattern; letters: ReadonlySet<string> }[];
  answers: Map<string, boolean>;
}

/** Asks patterns for samples, within one bound of effort for all of a file. */
export class SampleMatcher {
  readonly #effort = { left: mostEffort };
  readonly #denied = new Map<EvaluatedProfile, Denied>();

  constructor(readonly context: LintContext) {}

  /** The samples that the rule's path takes in; none where that is not known. */
  matched(rule: RuleIn<FileRule>, samples: readonly Sample[]): readonly Sample[] {
    const { path } = rule.node;
    // Most rules begin with a directory that no sample is in, or end as none does: no pattern is made of these.
    if (path!.value.length > longestPath) return none;
    let left = samples.filter(within(path!.value, /^[^?*[{\\@]*/));
    const text = left.length > 0 ? expandedPath(this.context, path!, rule, rule.profile) : undefined;
    if (text === undefined || text.length > longestPath) return none;
    left = left.filter(within(text, /^[^?*[{\\]*/));
    if (left.length === 0 || this.#effort.left <= 0) return none;
    // To read a pattern takes effort as well.
    this.#effort.left -= text.length;
    const pattern = pathPattern(text);
    // A pattern for everything is told once, by the check wide-path.
    if (!pattern || this.takesIn(pattern, '/q7/q7')) return none;
    return left.filter((sample) => this.takesIn(pattern, sample.path));
  }

  /** The rule's path with its variables expanded. */
  pattern(rule: RuleIn<FileRule>): PathPattern | undefined {
    const { path } = rule.node;
    const text = path && expandedPath(this.context, path, rule, rule.profile);
    return text === undefined ? undefined : pathPattern(text);
  }

  takesIn(pattern: PathPattern, path: string): boolean {
    if (pattern.literal) return pattern.text === path;
    if (!path.startsWith(pattern.head) || !path.endsWith(pattern.tail)) return false;
    return this.#effort.left > 0 && covers(pattern, pathPattern(path)!, this.#effort) === true;
  }

  /** Whether a deny rule of the profile, own or included, takes the permission for this path away. */
  denied(profile: EvaluatedProfile, path: string, letter: string): boolean {
    let rules = this.#denied.get(profile);
    if (!rules) {
      const denied = profile.rules.flatMap((rule) => {
        if (rule.node.kind !== 'file' || accessOf(rule) !== 'deny') return [];
        const node = rule.node;
        const pattern = this.pattern({ ...rule, node, profile });
        return pattern ? [{ pattern, letters: permissionsOf(node).letters }] : [];
      });
      rules = { denied, answers: new Map() };
      this.#denied.set(profile, rules);
    }
    const key = `${letter} ${path}`;
    let answer = rules.answers.get(key);
    if (answer === undefined) {
      answer = rules.denied.some(
        ({ pattern, letters }) => letters.has(letter) && this.takesIn(pattern, path),
      );
      rules.answers.set(key, answer);
    }
    return answer;
  }
}

/** Whether a path begins as the text does, up to its first pattern, and ends as it does behind its last. */
function within(text: string, beginning: RegExp): (sample: Sample) => boolean {
  const head = beginning.exec(text)![0];
  // An escape, or a variable, may stand for anything.
  const tail = /[\\@]/.test(text) ? '' : /[^?*[\]{},]*$/.exec(text)![0];
  return ({ path }) => path.startsWith(head) && path.endsWith(tail);
}

/** The parts of the samples' names for a message: `a, b and c`. */
export function listed(words: readonly string[]): string {
  const unique = [...new Set(words)];
  return unique.length < 2 ? unique.join('') : `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}`;
}

/** Whether a file rule allows one of these letters. */
export function allows(rule: RuleIn<FileRule>, ...letters: string[]): boolean {
  if (accessOf(rule) !== 'allow' || rule.node.path === undefined) return false;
  const has = permissionsOf(rule.node).letters;
  return letters.some((letter) => has.has(letter));
}
