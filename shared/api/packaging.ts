/** Packaging: a patch for the checkout that the service's workspace is, or what to add to one that is elsewhere. */
import { type Static, Type } from 'typebox';
import { PolicyFileSchema } from './schemas.ts';

export const PackagingRequestSchema = Type.Object({
  /** The kit whose texts these are. */
  kit: Type.String({ minLength: 1, maxLength: 64 }),
  /** All of the kit's files, edited or not. */
  files: Type.Array(PolicyFileSchema, { minItems: 1, maxItems: 16 }),
});
export type PackagingRequest = Static<typeof PackagingRequestSchema>;

export const PackagingSchema = Type.Object({
  /** `nothing`: the checkout has all of it already. */
  kind: Type.Union([Type.Literal('patch'), Type.Literal('overlay'), Type.Literal('nothing')]),
  /** What to call the file; there is none where there is nothing to do. */
  name: Type.Optional(Type.String()),
  /** The file's bytes in base64. */
  content: Type.Optional(Type.String()),
  /** What has no place in the checkout: `FILE: what to do by hand`. */
  missing: Type.Array(Type.String()),
  notes: Type.Array(Type.String()),
});
export type Packaging = Static<typeof PackagingSchema>;
