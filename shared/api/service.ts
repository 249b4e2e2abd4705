/** What crosses the wire about the service itself: its health, the kits it serves, and fetching parsers. */
import { type Static, Type } from 'typebox';

export const HealthSchema = Type.Object({
  status: Type.Literal('ok'),
  /** The Workbench's own version. */
  version: Type.String(),
  /** Whether a folder is open for saving (`serve --workspace`). */
  workspace: Type.Boolean(),
});
export type Health = Static<typeof HealthSchema>;

export const KitListSchema = Type.Object({
  kits: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), version: Type.String() })),
});
export type KitList = Static<typeof KitListSchema>;

export const ToolchainRequestSchema = Type.Object(
  { suite: Type.String({ minLength: 1, maxLength: 32 }) },
  { additionalProperties: false },
);
export type ToolchainRequest = Static<typeof ToolchainRequestSchema>;

/**
 * One line of the answer to POST /api/toolchains, which is newline-delimited JSON (application/x-ndjson):
 * any number of `progress`, then exactly one `ready` or `failed`. Each text is one sentence for the person.
 */
export const ToolchainLineSchema = Type.Union([
  Type.Object({ kind: Type.Literal('progress'), message: Type.String() }),
  Type.Object({
    kind: Type.Literal('ready'),
    message: Type.String(),
    suite: Type.String(),
    version: Type.String(),
  }),
  Type.Object({ kind: Type.Literal('failed'), message: Type.String() }),
]);
export type ToolchainLine = Static<typeof ToolchainLineSchema>;
