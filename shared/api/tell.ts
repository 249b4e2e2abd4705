/** Includes told: what each adds, and which of the profile's own rules it makes moot. */
import { type Static, Type } from 'typebox';
import { FactSourceSchema, PolicyFileSchema, RangeSchema } from './schemas.ts';

export const TellRequestSchema = Type.Object({
  /** The profile's file first. */
  files: Type.Array(PolicyFileSchema, { minItems: 1, maxItems: 16 }),
  target: Type.String({ maxLength: 64 }),
});
export type TellRequest = Static<typeof TellRequestSchema>;

const RuleSchema = Type.Object({
  /** Relative to /etc/apparmor.d. */
  file: Type.String(),
  range: RangeSchema,
  text: Type.String(),
});
export type ToldRule = Static<typeof RuleSchema>;

export const ToldIncludeSchema = Type.Object({
  /** What it says: `abstractions/base`. */
  path: Type.String(),
  /** Of the include in the profile's own file. */
  range: RangeSchema,
  /** The profile it stands in, `parent//child`. */
  profile: Type.String(),
  /** How many rules it adds to what stands before it, with those of the includes within. */
  rules: Type.Integer(),
  /** By class, the weightiest first; a file rule that lets read and write is told in both. */
  adds: Type.Array(
    Type.Object({
      class: Type.String(),
      /** Deserves a look: network, D-Bus, starting programs, writing ... */
      weighty: Type.Boolean(),
      words: Type.String(),
      rules: Type.Array(RuleSchema),
    }),
  ),
  /** Rules of it that change nothing on the target: its kernel or the abi does not know what they are about. */
  without: Type.Array(RuleSchema),
  /** Own rules of the profile that change nothing next to it: it allows, or denies, the same and more. */
  moot: Type.Array(RuleSchema),
  /** Why the last two could not be found out, in one sentence. */
  reason: Type.Optional(Type.String()),
});
export type ToldInclude = Static<typeof ToldIncludeSchema>;

export const TellResponseSchema = Type.Object({
  target: Type.String(),
  /** How well the target's kernel is known. */
  source: FactSourceSchema,
  includes: Type.Array(ToldIncludeSchema),
});
export type TellResponse = Static<typeof TellResponseSchema>;
