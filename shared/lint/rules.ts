/** Helpers over the rules of a policy as they count: with their blocks' prefixes, their variables expanded. */
import type { Location } from '../language/types.ts';
import { type PolicyDocument, type PolicyTree, placeOf, type Workspace } from '../language/workspace.ts';
import { patternProblem } from '../syntax/aare.ts';
import { type EvaluatedProfile, type LocatedRule, type Origin, Policy } from '../syntax/analyse/policy.ts';
import type { Access, FileRule, Rule, RuleKind, Span, Word } from '../syntax/index.ts';
import { parseText, type ParseResult as Reading } from '../syntax/parser.ts';
import { modeKey, readPermissions } from '../syntax/permissions.ts';
import type { LintContext } from './types.ts';

export type { EvaluatedProfile, LocatedRule, Origin };

const policies = new WeakMap<PolicyDocument, Policy>();

/** The file evaluated together with what it includes; made once a document. */
export function policyOf({ workspace, document }: LintContext): Policy {
  let policy = policies.get(document);
  if (!policy) {
    policy = evaluate(workspace, document, document.within);
    policies.set(document, policy);
  }
  return policy;
}

function evaluate(workspace: Workspace, result: Reading, within: 'file' | 'profile'): Policy {
  return new Policy(result, {
    within,
    ...(workspace.hasTree ? { resolveInclude: workspace.resolveInclude } : {}),
    parse: (included, place) => readIncluded(workspace.tree, included.text, place),
  });
}

/** Many profiles include the same files: each is read once a tree. */
const readings = new WeakMap<PolicyTree, Map<string, Reading>>();

function readIncluded(tree: PolicyTree, text: string, place: 'file' | 'profile'): Reading {
  let known = readings.get(tree);
  if (!known) {
    known = new Map();
    readings.set(tree, known);
  }
  const key = `${place} ${text}`;
  let reading = known.get(key);
  if (!reading) {
    reading = parseText(text, place === 'profile');
    known.set(key, reading);
  }
  return reading;
}

/** A rule with the profile it stands in. */
export interface RuleIn<Node extends Rule = Rule> extends LocatedRule {
  node: Node;
  profile: EvaluatedProfile;
}

/** Every profile, parents before children; for a text that is included in profiles, one without a name. */
export function profilesOf(context: LintContext): EvaluatedProfile[] {
  return [...policyOf(context).everyProfile()];
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
  return profilesOf(context).flatMap((profile) =>
    profile.rules
      .filter((rule) => isOwn(rule) && (kind === undefined || rule.node.kind === kind))
      .map((rule) => ({ ...rule, profile })),
  );
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
  const { variables } = policyOf(context);
  const text =
    variables.expand(word.value, word, rule.origin, profile, true) ??
    globalVariables(context.workspace)?.variables.expand(word.value, word, rule.origin, profile, true);
  if (text === undefined || patternProblem(text) !== undefined) return undefined;
  return text.replace(/(?<=.)\/{2,}|^\/{3,}/g, '/');
}

const globals = new WeakMap<PolicyTree, Policy>();

/** What a text that is included in profiles may count on: they begin with tunables/global. */
export function globalVariables(workspace: Workspace): Policy | undefined {
  if (!workspace.hasTree) return undefined;
  let policy = globals.get(workspace.tree);
  if (!policy) {
    policy = evaluate(workspace, parseText('include <tunables/global>\n'), 'file');
    globals.set(workspace.tree, policy);
  }
  return policy;
}

/** Permissions of a file rule as apparmor_parser reads them. */
export interface FilePermissions {
  /** Letters of `rwalkm`, lower case. */
  letters: ReadonlySet<string>;
  /** How a program is run: `ix`, `px`, `cux` ... in lower case; undefined where none may be, `x` for a deny rule. */
  exec?: string;
  /** Whether the environment is scrubbed on the way; never with `ix`. */
  scrubs: boolean;
}

export function permissionsOf(rule: FileRule): FilePermissions {
  // `file,` grants everything.
  if (!rule.perms) return { letters: new Set('rwlkm'), exec: 'ix', scrubs: false };
  const { modes } = readPermissions(rule.perms.value);
  const mode = modes.find((each) => modeKey(each) !== '') ?? modes[0];
  const letters = new Set(rule.perms.value.replace(/[^rwalkmRWALKM]/g, '').toLowerCase());
  if (mode === undefined) return { letters, scrubs: false };
  const exec = mode.toLowerCase();
  const scrubs =
    exec !== 'ix' && (rule.safety ? rule.safety.value === 'safe' : modeKey(mode).startsWith('scrub'));
  return { letters, exec, scrubs };
}

/** Whether a path of the policy tree is a text that is included in profiles. */
export function isFragment(path: string): boolean {
  return placeOf(path) === 'profile';
}

/** A place as `file, line N`, or `line N` where it is in the checked file. */
export function placeWords({ document, workspace }: LintContext, { path, start }: Location): string {
  const lines = path === document.path ? document.lines : workspace.document(path)?.lines;
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
