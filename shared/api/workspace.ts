/** Files of a folder on this machine (`serve --workspace DIR`), as they cross the wire. */
import { type Static, Type } from 'typebox';

/** Relative to the workspace, with `/` between its parts. */
export const WorkspacePathSchema = Type.String({ minLength: 1, maxLength: 1024 });

export const WorkspaceSchema = Type.Object({
  /** The folder as it was named on the command line, made absolute. */
  directory: Type.String(),
  files: Type.Array(
    Type.Object({
      path: WorkspacePathSchema,
      /** Bytes on disk. */
      size: Type.Integer(),
      /** `profile`: it has a profile in it. `other`: text without one, e.g. an abstraction or tunables. */
      kind: Type.Union([Type.Literal('profile'), Type.Literal('other')]),
    }),
  ),
  /** Set where it is a git checkout of a program that is packaged for Debian: a patch can be made for it. */
  packaged: Type.Optional(Type.Boolean()),
  /** Set where the folder holds more than is listed: one sentence. */
  truncated: Type.Optional(Type.String()),
});
export type Workspace = Static<typeof WorkspaceSchema>;

export const WorkspaceQuerySchema = Type.Object({ path: WorkspacePathSchema });

export const WorkspaceFileSchema = Type.Object({
  path: WorkspacePathSchema,
  text: Type.String(),
  /** Hash of the bytes on disk. Send it back in If-Match (in quotes, as an entity tag) to save over this version. */
  hash: Type.String(),
});
export type WorkspaceFile = Static<typeof WorkspaceFileSchema>;

export const WorkspaceSaveSchema = Type.Object(
  { text: Type.String({ maxLength: 1_000_000 }) },
  { additionalProperties: false },
);
export type WorkspaceSave = Static<typeof WorkspaceSaveSchema>;

export const WorkspaceSavedSchema = Type.Object({ path: WorkspacePathSchema, hash: Type.String() });
export type WorkspaceSaved = Static<typeof WorkspaceSavedSchema>;
