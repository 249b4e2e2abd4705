/** Everything that crosses the wire between the page and the service. */
import { type Static, Type } from 'typebox';

export const PositionSchema = Type.Object({
  line: Type.Integer({ minimum: 0 }),
  character: Type.Integer({ minimum: 0 }),
});
export const RangeSchema = Type.Object({ start: PositionSchema, end: PositionSchema });

export const DiagnosticSchema = Type.Object({
  /** The file the range is in, relative to /etc/apparmor.d; one of the request's, or a file of the policy tree. */
  file: Type.String(),
  range: RangeSchema,
  severity: Type.Union([
    Type.Literal('error'),
    Type.Literal('warning'),
    Type.Literal('info'),
    Type.Literal('hint'),
  ]),
  code: Type.String(),
  message: Type.String(),
  source: Type.Union([
    Type.Literal('syntax'),
    Type.Literal('lint'),
    Type.Literal('apparmor_parser'),
    Type.Literal('policy'),
  ]),
  target: Type.Optional(Type.String()),
  /** Other places that belong to it, such as the rule that another one contradicts. */
  related: Type.Optional(
    Type.Array(Type.Object({ file: Type.String(), range: RangeSchema, message: Type.String() })),
  ),
});
export type Diagnostic = Static<typeof DiagnosticSchema>;

/** A file under edit. The path is relative to /etc/apparmor.d; the first file of a request is the one that is compiled. */
export const PolicyFileSchema = Type.Object({
  path: Type.String({ minLength: 1, maxLength: 255 }),
  text: Type.String({ maxLength: 1_000_000 }),
});
export type PolicyText = Static<typeof PolicyFileSchema>;

export const FactSourceSchema = Type.Union([
  Type.Literal('measured'),
  Type.Literal('shipped'),
  Type.Literal('approximated'),
]);

export const ParserInfoSchema = Type.Object({
  version: Type.String(),
  /** Where it comes from: `system`, or a Debian suite. */
  toolchain: Type.String(),
});

export const TargetSchema = Type.Object({
  id: Type.String(),
  title: Type.String(),
  distribution: Type.Union([Type.Literal('debian'), Type.Literal('ubuntu')]),
  release: Type.String(),
  kernel: Type.String(),
  /** The parser version the release ships. */
  parserVersion: Type.String(),
  features: Type.Object({ source: FactSourceSchema, note: Type.String() }),
  /** The parser that answers for it here; absent where none can. */
  parser: Type.Optional(ParserInfoSchema),
  /** Set where the parser that answers is not the release's own: which, and why. */
  borrowed: Type.Optional(Type.String()),
  /** The suite whose packages would bring the release's own (or nearest) parser, where that can be unpacked here. */
  obtainable: Type.Optional(Type.String()),
  isDefault: Type.Boolean(),
});
export type Target = Static<typeof TargetSchema>;

export const TargetsResponseSchema = Type.Object({
  targets: Type.Array(TargetSchema),
  /** This machine's release, where it is one of the targets. */
  thisMachine: Type.Optional(Type.String()),
  /** One sentence where no parser can be had at all. */
  noParser: Type.Optional(Type.String()),
});
export type TargetsResponse = Static<typeof TargetsResponseSchema>;

/** A target of one's own: what a kernel says of itself, and the release whose parser and policy tree count. */
export const OwnTargetSchema = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 80 }),
  /** The output of `aa-features-abi -x`. */
  features: Type.String({ maxLength: 65_536 }),
  like: Type.String({ maxLength: 64 }),
});

export const CheckRequestSchema = Type.Object({
  files: Type.Array(PolicyFileSchema, { minItems: 1, maxItems: 16 }),
  target: Type.String(),
});
export type CheckRequest = Static<typeof CheckRequestSchema>;

export const CheckResponseSchema = Type.Object({
  /** `valid` and `invalid` are only ever said by apparmor_parser. */
  verdict: Type.Union([
    Type.Literal('valid'),
    Type.Literal('invalid'),
    Type.Literal('too-complex'),
    Type.Literal('not-judged'),
  ]),
  diagnostics: Type.Array(DiagnosticSchema),
  parser: Type.Optional(ParserInfoSchema),
  borrowed: Type.Optional(Type.String()),
  /** Wall-clock milliseconds of the parser's own run. */
  milliseconds: Type.Number(),
  /** The parser's exit status; null where it was stopped or not run. */
  exitStatus: Type.Union([Type.Integer(), Type.Null()]),
  /** Bytes of compiled policy. */
  policyBytes: Type.Optional(Type.Integer()),
  /** Why it was not judged, or was too complex, in one sentence. */
  reason: Type.Optional(Type.String()),
});
export type CheckResponse = Static<typeof CheckResponseSchema>;

export const PolicyTreeResponseSchema = Type.Union([
  Type.Object({ kind: Type.Literal('directory'), path: Type.String(), entries: Type.Array(Type.String()) }),
  Type.Object({ kind: Type.Literal('file'), path: Type.String(), text: Type.String() }),
]);
export type PolicyTreeResponse = Static<typeof PolicyTreeResponseSchema>;

/** The whole policy tree of a target, as far as it is for reading: abi files, abstractions, local, tunables. */
export const WholePolicyTreeSchema = Type.Object({
  files: Type.Array(Type.Object({ path: Type.String(), text: Type.String() })),
  /** Set where something was left out: one sentence. */
  incomplete: Type.Optional(Type.String()),
});
export type WholePolicyTree = Static<typeof WholePolicyTreeSchema>;

export const DownloadRequestSchema = Type.Object({
  files: Type.Array(PolicyFileSchema, { minItems: 1, maxItems: 16 }),
  target: Type.String(),
  /** `file`: the named one of the files as it is. `tar`: all, laid out as etc/apparmor.d/... plus INSTALL. `deb`: a package. */
  format: Type.Union([Type.Literal('file'), Type.Literal('tar'), Type.Literal('deb')]),
  path: Type.Optional(Type.String()),
  /** Base name of the archive, e.g. `rustnet`. */
  name: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' })),
});
export type DownloadRequest = Static<typeof DownloadRequestSchema>;

export const ErrorResponseSchema = Type.Object({ error: Type.String(), message: Type.String() });
export type ErrorResponse = Static<typeof ErrorResponseSchema>;
