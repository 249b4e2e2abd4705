/** Decisions: requests asked of the compiled policy, on one target or several. */
import { type Static, Type } from 'typebox';
import { FactSourceSchema, ParserInfoSchema, PolicyFileSchema, RangeSchema } from './schemas.ts';

const Files = Type.Array(PolicyFileSchema, { minItems: 1, maxItems: 16 });
/** In the form of `aa-workbench decide`; read by shared/policy/requests.ts, whose words a refusal has. */
const AnyRequest = Type.Object({ op: Type.String() }, { additionalProperties: true });

export const AnswerSchema = Type.Object({
  verdict: Type.Union([Type.Literal('allow'), Type.Literal('deny')]),
  mediated: Type.Boolean(),
  explicitDeny: Type.Boolean(),
  audit: Type.Boolean(),
  quiet: Type.Boolean(),
  perms: Type.Object({
    allow: Type.Number(),
    deny: Type.Number(),
    audit: Type.Number(),
    quiet: Type.Number(),
  }),
  transition: Type.Optional(Type.String()),
  complain: Type.Optional(Type.Literal(true)),
  note: Type.Optional(Type.String()),
  /** The kernel does not compare all that the request says, such as ports: others are answered alike. */
  coarse: Type.Optional(Type.Literal(true)),
});
export type TargetAnswer = Static<typeof AnswerSchema>;

export const DecideRequestSchema = Type.Object({
  /** The profile's file first. */
  files: Files,
  targets: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 16 }),
  requests: Type.Array(AnyRequest, { maxItems: 1000 }),
  /** `parent//child`; the first profile of the file where it is left out. */
  profile: Type.Optional(Type.String({ maxLength: 4096 })),
  /** Judge as in enforce mode, whatever the profile's flags say. */
  enforce: Type.Optional(Type.Boolean()),
  /** Where the text is refused, judge the form that this kit recommends for the target. */
  kit: Type.Optional(Type.String({ maxLength: 64 })),
});
export type DecideRequest = Static<typeof DecideRequestSchema>;

export const TargetAnswersSchema = Type.Object({
  target: Type.String(),
  /** How well the target's kernel is known. */
  source: FactSourceSchema,
  parser: Type.Optional(ParserInfoSchema),
  borrowed: Type.Optional(Type.String()),
  /** What was asked: the text as it is, or with the options that the kit recommends for the target. */
  form: Type.Union([Type.Literal('text'), Type.Literal('portable')]),
  /** In the order of the requests; absent where there is no policy to ask. */
  answers: Type.Optional(Type.Array(AnswerSchema)),
  /** Why there is none, in one sentence. */
  reason: Type.Optional(Type.String()),
  /** The parser refuses the text there: it cannot be expressed so on that target. */
  refused: Type.Optional(Type.Boolean()),
});
export type TargetAnswers = Static<typeof TargetAnswersSchema>;

export const DecideResponseSchema = Type.Object({ targets: Type.Array(TargetAnswersSchema) });
export type DecideResponse = Static<typeof DecideResponseSchema>;

export const ExplainRequestSchema = Type.Object({
  files: Files,
  target: Type.String({ maxLength: 64 }),
  request: AnyRequest,
  profile: Type.Optional(Type.String({ maxLength: 4096 })),
  /** The kit whose options may settle it. */
  kit: Type.Optional(Type.String({ maxLength: 64 })),
  /** What is wished: the options and edits are those that bring it about. */
  want: Type.Optional(Type.Union([Type.Literal('allow'), Type.Literal('deny')])),
});
export type ExplainRequest = Static<typeof ExplainRequestSchema>;

export const DecidingRuleSchema = Type.Object({
  file: Type.String(),
  range: RangeSchema,
  text: Type.String(),
  /** Whether it lets the request through or stops it. */
  effect: Type.Union([Type.Literal('allows'), Type.Literal('denies')]),
  /** The include in the profile's own file that brings it. */
  include: Type.Optional(RangeSchema),
});
export type DecidingRule = Static<typeof DecidingRuleSchema>;

export const ExplainResponseSchema = Type.Object({
  /** Of which the rules' places are: the text as it is, or with the options that the kit recommends for the target. */
  form: Type.Union([Type.Literal('text'), Type.Literal('portable')]),
  answer: AnswerSchema,
  rules: Type.Array(DecidingRuleSchema),
  /** Options of the kit, `group/option`, each of which alone brings about what is wished. Tried, not guessed. */
  options: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), on: Type.Boolean() })),
  /** Smallest edits of the files that bring it about; tried, not guessed. */
  edits: Type.Optional(
    Type.Array(
      Type.Object({ path: Type.String(), start: Type.Integer(), end: Type.Integer(), text: Type.String() }),
    ),
  ),
  /** The edits in a few words, such as the rule that is written. */
  editsTitle: Type.Optional(Type.String()),
  /** Why nothing is offered, in one sentence. */
  reason: Type.Optional(Type.String()),
});
export type ExplainResponse = Static<typeof ExplainResponseSchema>;
