import type { Fix } from '../../language/types.ts';
import { patternProblem } from '../../syntax/aare.ts';
import type { PtraceRule, SignalRule } from '../../syntax/index.ts';
import { covers, pathPattern } from '../patterns.ts';
import {
  accessOf,
  type EvaluatedProfile,
  isOwn,
  locationOf,
  ownRules,
  policyOf,
  profilesOf,
  type RuleIn,
} from '../rules.ts';
import type { Check, Finding, LintContext } from '../types.ts';

type Rules = RuleIn<SignalRule> | RuleIn<PtraceRule>;

/** What the other side must allow. */
const opposite: Readonly<Record<string, string>> = {
  send: 'receive',
  receive: 'send',
  trace: 'tracedby',
  tracedby: 'trace',
  read: 'readby',
  readby: 'read',
};

/**
 * Signals and tracing are asked of both sides: the sender's profile and the receiver's. Only peers that the same file
 * confines are looked at, and not those in complain mode, or unconfined. False alarm: a peer whose rule stands in a
 * file that is not at hand. Example: `signal (send) peer=helper,` where helper has no rule to receive it.
 */
export const oneSidedPeer: Check = {
  code: 'one-sided-peer',
  severity: 'info',
  title: 'A rule that the other side does not answer',
  *run(context: LintContext): Generator<Finding> {
    const rules = [...ownRules(context, 'signal'), ...ownRules(context, 'ptrace')].filter(
      ({ node }) => node.peer?.value,
    );
    if (rules.length === 0) return;
    const profiles = new Map(
      profilesOf(context)
        .filter((profile) => isOwn(profile) && profile.node.name && enforces(profile))
        .map((profile) => [labelOf(profile), profile]),
    );
    const known = new Map<string, boolean>();
    /** Asked once of each pair of profiles. */
    const answered = (label: string, peer: EvaluatedProfile, rule: Rules, access: string): boolean => {
      const key = [rule.node.kind, access, label, labelOf(rule.profile)].join(' ');
      let answer = known.get(key);
      if (answer === undefined) {
        answer = answers(context, peer, rule, access);
        known.set(key, answer);
      }
      return answer;
    };
    for (const rule of rules) {
      if (accessOf(rule) !== 'allow' || rule.profile.node.header.end === 0) continue;
      const label = peerOf(context, rule, rule.profile);
      const peer = label === undefined ? undefined : profiles.get(label);
      if (!peer) continue;
      const missing = accessesOf(rule.node).filter(
        (access) => !answered(label!, peer, rule, opposite[access]!),
      );
      if (missing.length === 0 || missing.length < accessesOf(rule.node).length) continue;
      yield finding(
        context,
        rule,
        peer,
        missing.map((access) => opposite[access]!),
      );
    }
  },
};

function enforces({ node }: EvaluatedProfile): boolean {
  return !node.flags?.values.some(({ value }) => /^(?:complain|unconfined|default_allow)$/.test(value));
}

/** The name rules know a profile by: `parent//child`. */
function labelOf(profile: EvaluatedProfile): string {
  const name = profile.node.name?.value ?? '';
  return profile.parent ? `${labelOf(profile.parent)}//${name}` : name;
}

function peerOf(
  context: LintContext,
  rule: { node: SignalRule | PtraceRule; origin: RuleIn['origin'] },
  profile: EvaluatedProfile,
): string | undefined {
  // Not as a path: the slashes of parent//child count.
  const word = rule.node.peer!.value!;
  const text = policyOf(context).variables.expand(word.value, word, rule.origin, profile, true);
  return text === undefined || patternProblem(text) !== undefined ? undefined : text;
}

function accessesOf({ kind, access }: SignalRule | PtraceRule): string[] {
  const letters: Record<string, string> =
    kind === 'signal' ? { r: 'receive', w: 'send' } : { r: 'read', w: 'trace' };
  if (!access) return kind === 'signal' ? ['send', 'receive'] : ['trace', 'tracedby', 'read', 'readby'];
  return access.words.flatMap(({ value }) => {
    if (/^[rw]+$/.test(value)) return [...value].map((letter) => letters[letter]!);
    if (value === 'write') return [letters.w!];
    if (value === 'read') return [letters.r!];
    return [value];
  });
}

/** Whether the peer's rules, own or included, allow the access with this profile. */
function answers(context: LintContext, peer: EvaluatedProfile, rule: Rules, access: string): boolean {
  const label = pathPattern(labelOf(rule.profile));
  return peer.rules.some((other) => {
    if (other.node.kind === 'all') return true;
    if (other.node.kind !== rule.node.kind || accessOf(other) !== 'allow') return false;
    if (!accessesOf(other.node).includes(access)) return false;
    if (!other.node.peer?.value) return true;
    const text = peerOf(context, { ...other, node: other.node }, peer);
    const pattern = text === undefined ? undefined : pathPattern(text);
    // What cannot be told is taken for an answer.
    if (!pattern || !label) return true;
    return pattern.text === label.text || covers(pattern, label, { left: 10_000 }) !== false;
  });
}

function finding(context: LintContext, rule: Rules, peer: EvaluatedProfile, missing: string[]): Finding {
  const { node, profile } = rule;
  const words = missing.length === 1 ? missing[0]! : `(${missing.join(', ')})`;
  const text = `${node.kind} ${words} peer=${labelOf(profile)},`;
  const { body } = peer.node;
  const fix: Fix = {
    title: `Add “${text}” to ${labelOf(peer)}`,
    edits: [{ path: context.document.path, start: body.start + 1, end: body.start + 1, text: `\n  ${text}` }],
  };
  return {
    start: node.start,
    end: node.end,
    message: `Both sides must allow this, and the profile ${labelOf(peer)} does not: it needs “${text}”, so until then this rule does nothing.`,
    related: [
      {
        ...locationOf(context, rule),
        start: peer.node.header.start,
        end: peer.node.header.end,
        message: 'The profile of the other side.',
      },
    ],
    ...(body.closed ? { fixes: [fix] } : {}),
  };
}
