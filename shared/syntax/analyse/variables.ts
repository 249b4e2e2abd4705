/**
 * Variables and booleans of a policy: declared before the first profile, expanded once all is read
 * (parser/variable.cc, parser/symtab.cc).
 */
import type { Code } from '../codes.ts';
import type { BooleanAssignment, Expression, Span, VariableAssignment } from '../nodes.ts';
import { decide } from './conditions.ts';
import { atBeginning, Declared } from './declared.ts';
import type { EvaluatedProfile, Origin, Policy } from './policy.ts';

/** A reference to a variable inside a text, at an offset of that text. */
export interface Reference {
  name: string;
  at: number;
  length: number;
}

/** Bounds what nested variables may multiply to; apparmor_parser itself runs out of memory far beyond. */
const mostValues = 4096;
const longestText = 65_536;

/** Every `@{...}` of a text that no backslash escapes. Names are as written, good or bad. */
export function references(text: string): Reference[] {
  const found: Reference[] = [];
  for (let at = text.indexOf('@{'); at >= 0; at = text.indexOf('@{', at + 2)) {
    if (isEscaped(text, at)) continue;
    // A name has a character at least: the brace of an empty one is passed over.
    const close = closingBrace(text, at + 3);
    if (close < 0) break;
    // `@{` inside a name begins a new one.
    const start = text.lastIndexOf('@{', close - 2);
    if (start > at && !isEscaped(text, start)) at = start;
    found.push({ name: text.slice(at + 2, close), at, length: close + 1 - at });
    at = close - 1;
  }
  return found;
}

function closingBrace(text: string, from: number): number {
  for (let at = text.indexOf('}', from); at >= 0; at = text.indexOf('}', at + 1))
    if (!isEscaped(text, at)) return at;
  return -1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** For what is not reported. */
const nowhere: Span = { start: 0, end: 0 };

/** Why a text could not be expanded. */
type Problem = { code: Code; name: string } | 'unknown';

interface Scope {
  profile: EvaluatedProfile | undefined;
  /** Variables that are being expanded. */
  within: readonly string[];
}

export class Variables {
  /** Whether files that were not read may declare more. */
  open: boolean;
  /** All that has been read so far. */
  declared: Declared;
  readonly #sets = new Map<string, string[]>();
  readonly #booleans = new Map<string, boolean | undefined>();
  /** Values expanded so far; those that depend on the profile are not kept. */
  readonly #expanded = new Map<string, string[]>();
  /** Variables of which only the first values could be told. */
  readonly #partly = new Map<string, Problem>();
  /** Whether a value asked for last was set for the profile. */
  #ofProfile = false;

  constructor(
    readonly policy: Policy,
    open: boolean,
  ) {
    this.open = open;
    this.declared = open ? atBeginning.open : atBeginning.closed;
  }

  /** To be called where a file begins to differ from all others: what was remembered for them counts no more. */
  diverge(): void {
    this.declared = new Declared();
  }

  assign({ name, nameSpan, operator, values }: VariableAssignment, origin: Origin): void {
    const words = values.map(({ value }) => value);
    const known = this.#sets.get(name);
    const taken = known !== undefined || this.#booleans.has(name);
    this.#expanded.clear();
    this.#partly.clear();
    if (operator === '+=') {
      if (known) known.push(...words);
      else if (this.open && !taken) this.#sets.set(name, words);
      else this.policy.report('undeclared-variable', nameSpan, name, origin);
    } else if (operator === '=' && taken) this.policy.report('duplicate-variable', nameSpan, name, origin);
    else if (operator !== '?=' || !taken) {
      this.#booleans.delete(name);
      this.#sets.set(name, words);
    }
  }

  assignBoolean({ name, nameSpan, operator, expression }: BooleanAssignment, origin: Origin): void {
    const value = expression && decide(expression, this, origin);
    const taken = this.#booleans.has(name) || this.#sets.has(name);
    if (operator === '?=' && taken) return;
    if (operator === '=' && taken) this.policy.report('duplicate-boolean', nameSpan, name, origin);
    else {
      this.#sets.delete(name);
      this.#booleans.set(name, value);
    }
  }

  /** Only variables with values count as defined, however they are referred to. */
  isDefined(name: string): boolean {
    return this.#sets.has(name);
  }

  boolean(expression: Extract<Expression, { kind: 'boolean-ref' }>, origin: Origin): boolean | undefined {
    const { name } = expression;
    if (!this.#booleans.has(name) && !this.open)
      this.policy.report('unset-boolean', expression, name, origin);
    return this.#booleans.get(name);
  }

  /** What a variable stands for so far; undefined, and reported, where that cannot be told. */
  valuesOf(name: string, span: Span, origin: Origin): string[] | undefined {
    const values = this.#values(name, { profile: undefined, within: [] });
    if (Array.isArray(values)) return values;
    this.#report(values, span, origin);
    return undefined;
  }

  /**
   * A text with its variables replaced, several values as `{a,b}`. Undefined, and reported unless `quiet`, where a
   * variable is not declared, badly named or recursive; undefined without a report where files that were not read may
   * declare it, or where it becomes too long.
   */
  expand(
    text: string,
    span: Span,
    origin: Origin,
    profile: EvaluatedProfile | undefined,
    quiet = false,
  ): string | undefined {
    if (!text.includes('@{')) return text;
    const known = this.declared.expanded(text);
    if (known !== undefined) return known;
    this.#ofProfile = false;
    let whole = true;
    let result = '';
    let from = 0;
    for (const { name, at, length } of references(text)) {
      // Names with a comma are an older way to write alternatives after an @; nothing behind them is expanded.
      if (/^[A-Za-z]\w*,/.test(name)) break;
      const values = this.#values(name, { profile, within: [] });
      if (!Array.isArray(values)) {
        if (!quiet) this.#report(values, this.#written(name, span, origin), origin);
        return undefined;
      }
      if (this.#partly.has(name)) {
        whole = false;
        if (!quiet) this.#reportLost(name, this.#written(name, span, origin), origin);
      }
      result = join(result + text.slice(from, at), values, text[at + length] === '/');
      if (result.length > longestText) return undefined;
      from = at + length;
    }
    result += text.slice(from);
    if (whole && !this.#ofProfile) this.declared.rememberExpanded(text, result);
    return result;
  }

  /** Whether a text that has been expanded stands for the same in all policies with these declarations. */
  isShared(text: string): boolean {
    return !text.includes('@{') || this.declared.expanded(text) !== undefined;
  }

  /** apparmor_parser goes on with what it has of a variable, although it could not read all of it. */
  #reportLost(name: string, span: Span, origin: Origin): void {
    const problem = this.#partly.get(name);
    if (problem && problem !== 'unknown')
      this.policy.report('lost-values', span, `@{${name}} refers to @{${problem.name}}`, origin);
  }

  #report(problem: Problem, span: Span, origin: Origin): void {
    if (problem !== 'unknown') this.policy.report(problem.code, span, problem.name, origin);
  }

  #values(name: string, scope: Scope): string[] | Problem {
    const { within, profile } = scope;
    if (!/^[A-Za-z]\w*$/.test(name)) return { code: 'bad-variable-name', name };
    const known = this.#expanded.get(name);
    if (known) return known;
    if (within.includes(name)) return { code: 'recursive-variable', name };
    const declared = this.#sets.get(name);
    // Its values are missing, which has been reported.
    if (declared?.length === 0) return 'unknown';
    const automatic = declared ? undefined : this.#automatic(name, profile);
    if (!declared && automatic === undefined) {
      if (this.#booleans.has(name)) return { code: 'boolean-as-set', name };
      return this.open ? 'unknown' : { code: 'undeclared-variable', name };
    }
    if (!declared) this.#ofProfile = true;
    const values = new Set<string>();
    let referred = false;
    for (const value of [...(declared ?? [automatic!])].sort()) {
      const expanded = this.#each(value, { profile, within: [...within, name] });
      // What it goes on with are values in front that refer to nothing.
      if (Array.isArray(expanded) && values.size === 0) referred = value.includes('@{');
      if (!Array.isArray(expanded)) {
        if (
          expanded === 'unknown' ||
          expanded.code === 'bad-variable-name' ||
          values.size === 0 ||
          within.length > 0 ||
          referred
        )
          return expanded;
        this.#partly.set(name, expanded);
        break;
      }
      for (const one of expanded) values.add(one);
      if (values.size > mostValues) return 'unknown';
    }
    const sorted = [...values].sort();
    if (declared && !declared.some((value) => value.includes('@{'))) this.#expanded.set(name, sorted);
    return sorted;
  }

  /**
   * `@{profile_name}`, and where the profile is attached to a path `@{attach_path}` and `@{exec_path}`. The name is
   * that of the whole profile, its patterns taken literally.
   */
  #automatic(name: string, profile: EvaluatedProfile | undefined): string | undefined {
    if (!profile?.node.name) return undefined;
    if (name === 'profile_name') return escaped(this.#fullName(profile));
    if (name !== 'attach_path' && name !== 'exec_path') return undefined;
    const { attachment, name: word } = profile.node;
    if (attachment) return this.#ofHeader(attachment.value);
    const path = this.#ofHeader(word.value);
    return path.startsWith('/') ? path : undefined;
  }

  #fullName({ node, parent }: EvaluatedProfile): string {
    const own = this.#ofHeader(node.name?.value ?? '');
    return parent?.node.name ? `${this.#fullName(parent)}//${own}` : own;
  }

  /** A word of a header, in which the variables set for the profile are not known yet. */
  #ofHeader(text: string): string {
    const ofProfile = this.#ofProfile;
    const expanded = this.expand(text, nowhere, { text: '' }, undefined, true) ?? text;
    this.#ofProfile = ofProfile;
    return expanded;
  }

  /** Every text that a value with variables stands for. */
  #each(value: string, scope: Scope): string[] | Problem {
    if (!value.includes('@{')) return [value];
    let results = [''];
    let from = 0;
    for (const { name, at, length } of references(value)) {
      const values = this.#values(name, scope);
      if (!Array.isArray(values)) return values;
      const before = value.slice(from, at);
      if (results.length * values.length > mostValues) return 'unknown';
      results = results.flatMap((start) => values.map((each) => start + before + each));
      if (results[0]!.length > longestText) return 'unknown';
      from = at + length;
    }
    return results.map((start) => start + value.slice(from));
  }

  /** The reference itself where it is written in the text at hand, else all of it. */
  #written(name: string, span: Span, { text }: Origin): Span {
    const written = `@{${name}}`;
    const at = text.slice(span.start, span.end).indexOf(written);
    return at < 0 ? span : { start: span.start + at, end: span.start + at + written.length };
  }
}

/** Slashes do not pile up where values meet the text around them. */
function join(before: string, values: readonly string[], slashFollows: boolean): string {
  const trimStart = before.endsWith('/') && /[^/]/.test(before);
  const trimmed = values.map((value) => {
    const front = trimStart ? value.replace(/^\/+/, '') : value;
    return slashFollows ? front.replace(/\/+$/, '') : front;
  });
  return before + (trimmed.length > 1 ? `{${trimmed.join(',')}}` : trimmed[0]!);
}

/** An escape as it stands, or a character that would make a pattern. */
const patternCharacters = /\\.|[*?[\]{}]/gs;

/** A name as a pattern that matches it alone. */
function escaped(name: string): string {
  return name.replace(patternCharacters, (found) => (found.length > 1 ? found : `\\${found}`));
}
