import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { ErrorResponseSchema } from '../../shared/api/schemas.ts';
import {
  WorkspaceFileSchema,
  WorkspaceQuerySchema,
  WorkspaceSavedSchema,
  WorkspaceSaveSchema,
  WorkspaceSchema,
} from '../../shared/api/workspace.ts';
import { Refusal } from '../refusal.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { isCheckout } from './packaging.ts';

const refusals = { '4xx': ErrorResponseSchema };

export const workspaceRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/workspace',
    {
      schema: {
        summary: 'The text files of the open folder',
        response: { 200: WorkspaceSchema, ...refusals },
      },
    },
    async () => {
      const workspace = opened(app);
      return { ...(await workspace.list()), ...(isCheckout(workspace.directory) ? { packaged: true } : {}) };
    },
  );

  app.get(
    '/workspace/file',
    {
      schema: {
        summary: 'One file of the open folder',
        querystring: WorkspaceQuerySchema,
        response: { 200: WorkspaceFileSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const file = await opened(app).read(request.query.path);
      reply.header('etag', `"${file.hash}"`);
      return file;
    },
  );

  app.put(
    '/workspace/file',
    {
      schema: {
        summary: 'Save a file of the open folder, unless it changed since it was read',
        description:
          'If-Match: "HASH" saves over that version; If-None-Match: * makes a new file. One of the two is required.',
        querystring: WorkspaceQuerySchema,
        headers: Type.Object({
          'if-match': Type.Optional(Type.String()),
          'if-none-match': Type.Optional(Type.String()),
        }),
        body: WorkspaceSaveSchema,
        response: { 200: WorkspaceSavedSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const expected = expectedVersion(request.headers);
      const saved = await opened(app).write(request.query.path, request.body.text, expected);
      reply.header('etag', `"${saved.hash}"`);
      return saved;
    },
  );
};

function opened(app: FastifyInstance): Workspace {
  if (!app.workspace)
    throw new Refusal(
      404,
      'no-workspace',
      'No folder is open: start the Workbench with “aa-workbench serve --workspace DIR” to save files.',
    );
  return app.workspace;
}

/** The hash of the version to be replaced, or undefined for a new file. */
function expectedVersion(headers: Record<string, unknown>): string | undefined {
  const match = /^"([0-9a-f]+)"$/.exec(String(headers['if-match'] ?? ''))?.[1];
  if (match) return match;
  if (headers['if-none-match'] === '*' && headers['if-match'] === undefined) return undefined;
  throw new Refusal(
    428,
    'version-missing',
    'Say which version is saved over: If-Match with the hash that reading it gave, or If-None-Match: * for a new file.',
  );
}
