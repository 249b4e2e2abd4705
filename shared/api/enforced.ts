/** Written and enforced: what a target makes of each rule. */
import { type Static, Type } from 'typebox';
import { FactSourceSchema, PolicyFileSchema, type PolicyText, RangeSchema } from './schemas.ts';

export type { PolicyText };

export const EnforcedRequestSchema = Type.Object({
  /** The profile's file first. */
  files: Type.Array(PolicyFileSchema, { minItems: 1, maxItems: 16 }),
  target: Type.String(),
  /** Rules of included files of the policy tree too. */
  includes: Type.Optional(Type.Boolean()),
});

export type EnforcedRequest = Static<typeof EnforcedRequestSchema>;

export const RuleMarkSchema = Type.Object({
  /** Relative to /etc/apparmor.d. */
  file: Type.String(),
  range: RangeSchema,
  /** `parent//child`. */
  profile: Type.String(),
  effect: Type.Union([
    Type.Literal('as-written'),
    /** A rule that allows lets through more than it says, one that denies stops more. */
    Type.Literal('more'),
    /** The rule changes nothing there. */
    Type.Literal('nothing'),
    /** The target's parser does not take it. */
    Type.Literal('refused'),
    Type.Literal('unknown'),
  ]),
  /** One or two sentences; empty where the rule does what it says. */
  words: Type.String(),
  /** What is enforced instead, in a few words, for the end of a line. */
  brief: Type.Optional(Type.String()),
  /** The check that tells more about it and may have a fix: the code of its page. */
  check: Type.Optional(Type.String()),
});
export type RuleMark = Static<typeof RuleMarkSchema>;

export const EnforcedResponseSchema = Type.Object({
  target: Type.String(),
  /** How well the target's kernel is known. */
  source: FactSourceSchema,
  marks: Type.Array(RuleMarkSchema),
  /** Why rules are unknown, in one sentence. */
  reason: Type.Optional(Type.String()),
});
export type EnforcedResponse = Static<typeof EnforcedResponseSchema>;
