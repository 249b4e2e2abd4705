/**
 * Rules taken apart: each rule of a profile, those of its includes too, in a small profile of its own, all in one text
 * that one parser run compiles. What such a profile allows, denies or leaves is what the rule is worth on that target,
 * and a rule is worth less than it says where it compiles to the same without its conditions, or to nothing.
 */
import { policyOf } from '../language/scope.ts';
import type { PolicyDocument, Workspace } from '../language/workspace.ts';
import type { EvaluatedProfile, LocatedRule, Origin, Policy } from '../syntax/analyse/policy.ts';
import type { Item, Rule, RuleKind, Span } from '../syntax/index.ts';

/** Where a rule stands. */
export interface RulePlace extends Span {
  path: string;
  text: string;
  /** The include in the profile's own file that brings it. */
  include?: Span;
}

export interface ApartRule {
  place: RulePlace;
  /** The profile it counts in, `parent//child`. */
  profile: string;
  kind: RuleKind;
  deny: boolean;
  /** Whether it says when it counts: a variant without its conditions is compiled too. */
  conditions: boolean;
  node: Rule;
  /** The text in the probe profile; the block around the rule is written before it. */
  source: string;
  /** As `source`, without conditions; undefined where there are none. */
  loosened: string | undefined;
}

/** Kinds that are no rules of a rule table: there is nothing to compare. */
const leftOut: ReadonlySet<RuleKind> = new Set(['raw', 'hat-ref', 'block', 'rlimit']);

/** Every rule that counts in a file's profiles, in order, with those of includes. */
export function rulesApart(workspace: Workspace, document: PolicyDocument): ApartRule[] {
  const { policy } = policyOf(workspace, document);
  const found: ApartRule[] = [];
  for (const profile of policy.everyProfile())
    for (const { rules, origin } of profile.runs)
      for (const rule of rules) {
        if (leftOut.has(rule.node.kind) || !rule.node.terminated) continue;
        found.push(apart(rule, origin, nameOf(policy, profile), document.path));
      }
  return found;
}

/** `parent//child`, as compiled policy names it; a namespace is left out. */
function nameOf(policy: Policy, { node, origin, parent }: EvaluatedProfile): string {
  const { name } = node;
  const own = name ? (policy.variables.expand(name.value, name, origin, undefined, true) ?? name.value) : '';
  return parent ? `${nameOf(policy, parent)}//${own}` : own;
}

function apart({ node, block }: LocatedRule, origin: Origin, profile: string, path: string): ApartRule {
  const text = origin.text.slice(node.start, node.end);
  const place: RulePlace = {
    path: origin.path ?? path,
    start: node.start,
    end: node.end,
    text,
    ...(origin.site ? { include: { start: origin.site.start, end: origin.site.end } } : {}),
  };
  const before = [
    block?.access === 'deny' ? 'deny' : '',
    block && !block.others ? 'owner' : block && !block.owned ? 'other' : '',
  ]
    .filter(Boolean)
    .join(' ');
  const around = (rule: string) => {
    const named = withName(rule, profile);
    return before ? `${before} {\n${named}\n}` : named;
  };
  const spans = conditionSpans(node);
  return {
    place,
    profile,
    kind: node.kind,
    deny: (block?.access ?? node.prefix?.access?.value) === 'deny',
    conditions: spans.length > 0,
    node,
    source: around(text),
    loosened: spans.length > 0 ? around(without(text, node.start, spans)) : undefined,
  };
}

/** The probe has a name of its own, so a rule about its profile names that. Odd names could need other quoting. */
function withName(rule: string, profile: string): string {
  return /^[\w./:+%@-]+$/.test(profile) ? rule.replaceAll('@{profile_name}', () => profile) : rule;
}

/** The parts of a rule that narrow it and that a parser may drop in silence. */
function conditionSpans(node: Rule): Span[] {
  const conditions: readonly Span[] = 'conditions' in node ? node.conditions : [];
  const peer = 'peer' in node && node.peer ? [node.peer] : [];
  return [...conditions, ...peer];
}

function without(text: string, start: number, spans: readonly Span[]): string {
  let out = '';
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    out += text.slice(at, span.start - start);
    at = span.end - start;
  }
  return out + text.slice(at);
}

/** A profile of the compiled text, and the lines it takes (from 0, the last included). */
export interface Probe {
  name: string;
  firstLine: number;
  lastLine: number;
}

export interface ProbeText {
  text: string;
  probes: Probe[];
}

export const emptyProbe = 'probe-empty';
export const probeName = (index: number, loosened = false): string =>
  `probe-${index}${loosened ? '-loose' : ''}`;

/** What stands before the first profile: abi, tunables, variables. Comments are left out. */
export function preambleOf({ text, tree }: PolicyDocument): string {
  const first = tree.items.findIndex((item) => holdsProfile(item));
  return tree.items
    .slice(0, first < 0 ? tree.items.length : first)
    .filter((item) => item.kind !== 'comment')
    .map((item) => text.slice(item.start, item.end))
    .join('\n');
}

function holdsProfile(item: Item): boolean {
  return item.kind === 'profile';
}

/** One profile for each source, and an empty one to compare with. */
export function probeText(preamble: string, sources: readonly { name: string; source: string }[]): ProbeText {
  let text = preamble === '' ? '' : `${preamble}\n`;
  let line = countLines(text);
  const probes: Probe[] = [];
  for (const { name, source } of [{ name: emptyProbe, source: '' }, ...sources]) {
    const body = `profile ${name} {\n${source}\n}\n`;
    const lines = countLines(body);
    probes.push({ name, firstLine: line, lastLine: line + lines - 1 });
    text += body;
    line += lines;
  }
  return { text, probes };
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
