/** Helpers over the rules of a policy as they count: with their blocks' prefixes, their variables expanded. */
import { hostOf, policyOf as policyAt, type ReadFile } from '../language/scope.ts';
import type { Location } from '../language/types.ts';
import type { PolicyDocument } from '../language/workspace.ts';
import { patternProblem } from '../syntax/aare.ts';
import type { Declared } from '../syntax/analyse/declared.ts';
import type { EvaluatedProfile, LocatedRule, Origin, Policy } from '../syntax/analyse/policy.ts';
import {
  type Access,
  type FileRule,
  type Item,
  type Rule,
  type RuleKind,
  type Span,
  type Word,
  walk,
} from '../syntax/index.ts';
import { modeKey, readPermissions } from '../syntax/permissions.ts';
import { remembered } from '../syntax/remembered.ts';
import type { LintContext } from './types.ts';

export type { EvaluatedProfile, LocatedRule, Origin };

/** The file evaluated together with what it includes; made once a document. */
export function policyOf({ workspace, document }: LintContext): Policy {
  return policyAt(workspace, document).policy;
}

/** Every item of the checked file, parents before children, in order. */
export function itemsOf({ document }: LintContext): readonly Item[] {
  return itemsIn(document);
}

const itemsIn = remembered(({ tree }: PolicyDocument): readonly Item[] => [...walk(tree.items)]);

/** Every file that is read with the checked one, itself first, each once. */
export function filesOf({ workspace, document }: LintContext): readonly ReadFile[] {
  return policyAt(workspace, document).files;
}

/** Another file under edit, and its profiles that include the checked one, whose rules have its path as origin. */
export function hostProfiles(
  context: LintContext,
): { path: string; profiles: EvaluatedProfile[] } | undefined {
  const { workspace, document } = context;
  if (document.within === 'file') return undefined;
  const host = hostOf(workspace, document);
  const profiles = policyAt(workspace, host)
    .policy.everyProfile()
    .filter(({ runs }) => runs.some(({ origin }) => origin.path === document.path));
  return profiles.length > 0 ? { path: host.path, profiles } : undefined;
}

/** A rule with the profile it stands in. */
export interface RuleIn<Node extends Rule = Rule> extends LocatedRule {
  node: Node;
  profile: EvaluatedProfile;
}

/** Every profile, parents before children; for a text that is included in profiles, one without a name. */
export function profilesOf(context: LintContext): readonly EvaluatedProfile[] {
  return policyOf(context).everyProfile();
}

/** Whether it is written in the checked file, not in one that it includes. */
export function isOwn({ origin }: { origin: Origin }): boolean {
  return origin.path === undefined;
}

/** The rules that the checked file writes itself, of every profile in order; of one kind where one is named. */
export function ownRules(context: LintContext): RuleIn[];
export function ownRules<Kind extends RuleKind>(
  context: LintContext,
  kind: Kind,
): RuleIn<Extract<Rule, { kind: Kind }>>[];
export function ownRules(context: LintContext, kind?: RuleKind): RuleIn[] {
  let known = ownByKind.get(context.document);
  if (!known) {
    known = collectOwn(context);
    ownByKind.set(context.document, known);
  }
  return known.get(kind) ?? [];
}

/** By kind, and all of them as undefined: every check asks, most files have rules of a few kinds only. */
const ownByKind = new WeakMap<PolicyDocument, Map<RuleKind | undefined, RuleIn[]>>();

function collectOwn(context: LintContext): Map<RuleKind | undefined, RuleIn[]> {
  const found = new Map<RuleKind | undefined, RuleIn[]>([[undefined, []]]);
  for (const profile of policyOf(context).everyProfile())
    for (const rule of ownRulesOf(profile)) {
      const own: RuleIn = { ...rule, profile };
      found.get(undefined)!.push(own);
      const those = found.get(rule.node.kind);
      if (those) those.push(own);
      else found.set(rule.node.kind, [own]);
    }
  return found;
}

/** The rules of a profile that the checked file writes itself. */
export function ownRulesOf({ runs }: EvaluatedProfile): LocatedRule[] {
  return runs.flatMap(({ rules, origin }) => (origin.path === undefined ? rules : []));
}

/** Whether the checked file writes any rule of the profile itself. */
export function hasOwnRules({ runs }: EvaluatedProfile): boolean {
  return runs.some(({ origin }) => origin.path === undefined);
}

/** What is written before the rule, or else before the blocks around it; allow where nothing is. */
export function accessOf({ node, block }: LocatedRule): Access {
  return block?.access ?? node.prefix?.access?.value ?? 'allow';
}

export function priorityOf({ node }: LocatedRule): number {
  return node.prefix?.priority?.value ?? 0;
}

/** Whose files a rule is about: those of the user that runs the program, those of others. */
export interface Owners {
  owned: boolean;
  others: boolean;
}

export function ownersOf({ node, block }: LocatedRule): Owners {
  const scope = node.prefix?.owner?.value;
  return {
    owned: scope !== 'other' && block?.owned !== false,
    others: scope !== 'owner' && block?.others !== false,
  };
}

/** Where a rule stands, in the checked file or in one that it includes. */
export function locationOf({ document }: LintContext, { node, origin }: LocatedRule): Location {
  return { path: origin.path ?? document.path, start: node.start, end: node.end };
}

/** The rule as it is written, on one line. */
export function textOf({ node, origin }: LocatedRule): string {
  return origin.text.slice(node.start, node.end).replace(/\s+/g, ' ');
}

/**
 * A pattern with its variables expanded (several values as `{a,b}`), slashes joined as apparmor_parser joins them.
 * Undefined where a variable's values are not known or the pattern is badly formed.
 */
export function expandedPath(
  context: LintContext,
  word: Word,
  rule: LocatedRule,
  profile: EvaluatedProfile,
): string | undefined {
  const { value } = word;
  const known = expansionsFor(context, value);
  let text = known.get(value);
  if (text === undefined && !known.has(value)) {
    text = normalised(expand(context, word, rule, profile));
    if (known.size >= mostExpansions) known.clear();
    known.set(value, text);
  }
  return text;
}

function expand(
  { workspace, document }: LintContext,
  word: Word,
  rule: LocatedRule,
  profile: EvaluatedProfile,
): string | undefined {
  if (!word.value.includes('@{')) return word.value;
  const within = (file: PolicyDocument) =>
    policyAt(workspace, file).policy.variables.expand(word.value, word, rule.origin, profile, true);
  // A text that is included in profiles may count on the variables that are declared there.
  return within(document) ?? within(hostOf(workspace, document));
}

function normalised(text: string | undefined): string | undefined {
  if (text === undefined || patternProblem(text) !== undefined) return undefined;
  // Two slashes in front are a place of their own; all others are one.
  return text.includes('//') ? text.replace(/(?<=.)\/{2,}|^\/{3,}/g, '/') : text;
}

export type Expansions = Map<string, string | undefined>;

const mostExpansions = 20_000;
const constant: Expansions = new Map();
const byDocument = new WeakMap<PolicyDocument, Expansions>();
/** Most profiles count on the same few declarations. */
const byDeclarations = new WeakMap<Declared, Expansions>();

/** What texts were expanded to, as far as it is the same for this text everywhere it is asked for. */
function expansionsFor(context: LintContext, text: string): Expansions {
  if (!text.includes('@{')) return constant;
  return isOfProfile(text) ? new Map() : expansionScope(context);
}

/** Whether a text expands to what its profile is called or attached to. */
export function isOfProfile(text: string): boolean {
  return /@\{(?:profile_name|attach_path|exec_path)\}/.test(text);
}

/** The same for all files in which variables stand for the same; what is known of their expansions. */
export function expansionScope(context: LintContext): Expansions {
  const { document } = context;
  let known = byDocument.get(document);
  if (!known) {
    known = sharedExpansions(context);
    byDocument.set(document, known);
  }
  return known;
}

function sharedExpansions(context: LintContext): Expansions {
  // A text that is included in profiles may count on what its host declares.
  if (context.document.within === 'profile') return new Map();
  const { declared } = policyOf(context).variables;
  let known = byDeclarations.get(declared);
  if (!known) {
    known = new Map();
    byDeclarations.set(declared, known);
  }
  return known;
}

/** Permissions of a file rule as apparmor_parser reads them. */
export interface FilePermissions {
  /** Letters of `rwalkm`, lower case. */
  letters: ReadonlySet<string>;
  /** The same as bits, in the order `rwalkm`; who may write may append too. */
  bits: number;
  /** How a program is run: `ix`, `px`, `cux` ... in lower case; undefined where none may be, `x` for a deny rule. */
  exec?: string;
  /** Whether the environment is scrubbed on the way; never with `ix`. */
  scrubs: boolean;
}

/** `file,` grants everything. */
const allPermissions: FilePermissions = {
  letters: new Set('rwlkm'),
  bits: bitsOf('rwlkm'),
  exec: 'ix',
  scrubs: false,
};
const knownPermissions = new Map<string, FilePermissions>();

export function permissionsOf({ perms, safety }: FileRule): FilePermissions {
  if (!perms) return allPermissions;
  const key = safety ? `${perms.value} ${safety.value}` : perms.value;
  let found = knownPermissions.get(key);
  if (!found) {
    found = readLetters(perms.value, safety?.value);
    if (knownPermissions.size > 1000) knownPermissions.clear();
    knownPermissions.set(key, found);
  }
  return found;
}

function readLetters(written: string, safety: 'safe' | 'unsafe' | undefined): FilePermissions {
  const { modes } = readPermissions(written);
  const mode = modes.find((each) => modeKey(each) !== '') ?? modes[0];
  const letters = new Set(written.replace(/[^rwalkmRWALKM]/g, '').toLowerCase());
  const bits = bitsOf(letters);
  if (mode === undefined) return { letters, bits, scrubs: false };
  const exec = mode.toLowerCase();
  const scrubs = exec !== 'ix' && (safety ? safety === 'safe' : modeKey(mode).startsWith('scrub'));
  return { letters, bits, exec, scrubs };
}

function bitsOf(letters: Iterable<string>): number {
  let bits = 0;
  for (const letter of letters) bits |= 1 << 'rwalkm'.indexOf(letter);
  return bits & 2 ? bits | 4 : bits;
}

/** A place as `file, line N`, or `line N` where it is in the checked file. */
export function placeWords({ document, workspace }: LintContext, { path, start }: Location): string {
  const lines = path === document.path ? document.lines : workspace.lines(path);
  const line = lines ? `line ${lines.lineAt(start) + 1}` : '';
  if (path === document.path) return line;
  return line ? `${path}, ${line}` : path;
}

/** A part of a text, for messages: short. */
export function quoted(text: string): string {
  return `“${text.length > 80 ? `${text.slice(0, 77)}…` : text}”`;
}

export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
